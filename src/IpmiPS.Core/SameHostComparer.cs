using System;
using System.Collections.Generic;
using System.Net;

namespace IpmiPS;

/// <summary>Whether two names, with a port where one belongs to them, are those of one host: an address may be written in several ways. Nothing is resolved.</summary>
internal sealed class SameHostComparer : IEqualityComparer<string>
{
    /// <summary>The comparer.</summary>
    public static readonly SameHostComparer Instance = new();

    private SameHostComparer()
    {
    }

    /// <inheritdoc/>
    public bool Equals(string? x, string? y) => StringComparer.OrdinalIgnoreCase.Equals(IdentityOf(x), IdentityOf(y));

    /// <inheritdoc/>
    public int GetHashCode(string name) => StringComparer.OrdinalIgnoreCase.GetHashCode(IdentityOf(name)!);

    private static string? IdentityOf(string? name)
    {
        if (name is null)
            return null;
        int bracket = name.IndexOf(']'), colon = name.IndexOf(':');
        int end = bracket > 0 ? bracket + 1 : colon >= 0 && colon == name.LastIndexOf(':') ? colon : name.Length;
        string host = name.Substring(0, end).Trim('[', ']');

        // The zone stays as it was written: not every runtime knows zones by name.
        int zone = host.IndexOf('%') is var percent and >= 0 ? percent : host.Length;
        if (!IPAddress.TryParse(host.Substring(0, zone), out var address))
            return name;
        return (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address) + host.Substring(zone) + name.Substring(end);
    }
}
