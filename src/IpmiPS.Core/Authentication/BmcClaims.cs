using System;
using System.Collections.Generic;
using System.Linq;

namespace IpmiPS;

/// <summary>
/// Which BMCs a run works on, and under which name: so that what changes something happens once on each, however many names the input has
/// for it. All addresses that a name stands for are one BMC, and so are addresses that answer with one system GUID. A name may claim again
/// what it has.
/// </summary>
internal sealed class BmcClaims
{
    private readonly object _gate = new();
    private readonly Dictionary<object, string> _owners = [];

    /// <summary>Claims the addresses of a name, before anything is sent to any of them.</summary>
    /// <exception cref="SameBmcException">One of them belongs to another name.</exception>
    public void Claim(string name, IReadOnlyCollection<BmcEndpoint> endpoints) =>
        Claim(name, endpoints, static endpoint => $"it has the address {endpoint.Address}");

    /// <summary>Claims the system GUID that a BMC answered with, where it tells one machine from another.</summary>
    /// <param name="name">The BMC as the input names it.</param>
    /// <param name="guid">The 16 bytes of the GUID, in any order that is the same for each BMC; null where the BMC gave none.</param>
    /// <exception cref="SameBmcException">It belongs to another name.</exception>
    public void ClaimGuid(string name, byte[]? guid)
    {
        if (guid is not null && IsOfOneMachine(guid))
            Claim(name, [BitConverter.ToString(guid)], static _ => "it answers with the same system GUID");
    }

    private void Claim<T>(string name, IReadOnlyCollection<T> identities, Func<T, string> describe)
        where T : notnull
    {
        lock (_gate)
        {
            foreach (T identity in identities)
                if (_owners.TryGetValue(identity, out string? owner) && !string.Equals(owner, name, StringComparison.OrdinalIgnoreCase))
                    throw new SameBmcException(owner, describe(identity));
            foreach (T identity in identities)
                _owners[identity] = name;
        }
    }

    /// <summary>
    /// Firmware that was never given a GUID answers with zeros, with one byte sixteen times, or with bytes that count up or down, often with
    /// zeros between them, as in 03000200-0400-0500-0006-000700080009. Many machines share such a GUID.
    /// </summary>
    private static bool IsOfOneMachine(byte[] guid)
    {
        byte[] bytes = [.. guid.Where(static value => value != 0)];
        return bytes.Skip(1).Zip(bytes, static (next, value) => (byte)(next - value)).Distinct().Count() > 1;
    }
}

/// <summary>A BMC is worked on under another name already, so this one is left out.</summary>
/// <param name="firstName">That name.</param>
/// <param name="how">How it is known to be the same.</param>
internal sealed class SameBmcException(string firstName, string how) : IpmiException(
    IpmiErrorKind.InvalidParameter,
    $"This is the BMC that the input also names '{firstName}': {how}. It is done once, under that name; nothing was changed under this one.",
    "Name each BMC once.")
{
    /// <summary>The name under which it is worked on.</summary>
    public string FirstName => firstName;
}
