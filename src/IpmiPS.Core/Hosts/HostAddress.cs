using System;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace IpmiPS.Hosts;

/// <summary>A host as people write it, with the port where one is written: name, IPv4, IPv6 with scope, host:port, [IPv6]:port.</summary>
/// <param name="Host">Name or address, without brackets.</param>
/// <param name="Port">UDP port, or null where none was written.</param>
public readonly record struct HostAddress(string Host, int? Port)
{
    /// <summary>Reads one host. Ranges are not expanded; see <see cref="HostRange"/>.</summary>
    /// <exception cref="IpmiException">The text names no host, or the port is not 1 to 65535 (kind InvalidParameter).</exception>
    public static HostAddress Parse(string text)
    {
        string trimmed = text.Trim();
        if (trimmed.StartsWith("[", StringComparison.Ordinal))
        {
            int close = trimmed.IndexOf(']');
            string rest = close < 0 ? "" : trimmed.Substring(close + 1);
            if (close < 0 || (rest.Length > 0 && rest[0] != ':'))
                throw Invalid(text, "the brackets of the IPv6 address are not closed");
            return new HostAddress(Ipv6(trimmed.Substring(1, close - 1), text), rest.Length == 0 ? null : ParsePort(rest.Substring(1), text));
        }

        int colon = trimmed.IndexOf(':');
        if (colon >= 0 && trimmed.IndexOf(':', colon + 1) >= 0)
            return new HostAddress(Ipv6(trimmed, text), null);
        return colon < 0
            ? new HostAddress(Name(trimmed, text), null)
            : new HostAddress(Name(trimmed.Substring(0, colon), text), ParsePort(trimmed.Substring(colon + 1), text));
    }

    /// <summary>Writes the host as <see cref="Parse"/> reads it; the port only where it is not the usual one.</summary>
    public static string Format(string host, int port)
    {
        if (port == IpmiConnectOptions.DefaultPort)
            return host;
        string bracketed = host.IndexOf(':') >= 0 ? $"[{host}]" : host;
        return bracketed + ":" + port.ToString(CultureInfo.InvariantCulture);
    }

    private static string Ipv6(string address, string text)
    {
        // The scope may be an interface's name, which some frameworks do not parse.
        int scope = address.IndexOf('%');
        string bare = scope < 0 ? address : address.Substring(0, scope);
        bool hasRightScope = scope < 0 || scope < address.Length - 1 && Array.TrueForAll(address.Substring(scope + 1).ToCharArray(), IsNameCharacter);
        return IPAddress.TryParse(bare, out IPAddress? parsed) && parsed.AddressFamily == AddressFamily.InterNetworkV6 && hasRightScope
            ? address
            : throw Invalid(text, "this is no IPv6 address");
    }

    private static string Name(string name, string text)
    {
        if (name.Length is 0 or > 255)
            throw Invalid(text, name.Length == 0 ? "it is empty" : "it is longer than 255 characters");
        foreach (char c in name)
            if (!IsNameCharacter(c))
                throw Invalid(text, $"'{c}' cannot be part of a host name");
        return name;
    }

    private static bool IsNameCharacter(char c) => char.IsLetterOrDigit(c) || c is '-' or '.' or '_';

    private static int ParsePort(string port, string text) =>
        int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is >= 1 and <= 65535
            ? number
            : throw Invalid(text, $"'{port}' is no port from 1 to 65535");

    private static IpmiException Invalid(string text, string why) =>
        new(IpmiErrorKind.InvalidParameter, $"'{text}' names no host: {why}.",
            "Write a name or an address, host:port, [IPv6]:port, or a range such as rack1-bmc[001-040,050].");
}
