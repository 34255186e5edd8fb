using System;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace IpmiPS;

/// <summary>A BMC on the network: a host and a UDP port. Reads and writes host names as users write them.</summary>
/// <param name="Host">Host name, IPv4 address, or IPv6 address without brackets, with its scope where it is link-local.</param>
/// <param name="Port">UDP port, 1 to 65535.</param>
public sealed record LanEndpoint(string Host, int Port = LanEndpoint.DefaultPort) : BmcEndpoint
{
    /// <summary>The port of IPMI over LAN, 26Fh. IPMI 2.0 section 13.1.2.</summary>
    public const int DefaultPort = 623;

    /// <inheritdoc/>
    public override string Address => $"{Bracketed}:{Port.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The host as an IP address; null if it is a name.</summary>
    public IPAddress? IPAddress => IPAddress.TryParse(Host, out IPAddress? address) ? address : null;

    private string Bracketed => Host.IndexOf(':') >= 0 ? $"[{Host}]" : Host;

    /// <summary>Reads <c>host</c>, <c>host:port</c>, an IPv6 address, or <c>[IPv6]:port</c>. Does not expand ranges.</summary>
    /// <param name="text">The text.</param>
    /// <param name="defaultPort">The port, if the text has none.</param>
    /// <exception cref="IpmiException">The text is not a host, or the port is not 1 to 65535 (kind InvalidParameter).</exception>
    public static LanEndpoint Parse(string text, int defaultPort = DefaultPort)
    {
        string trimmed = text.Trim();
        if (trimmed.StartsWith("[", StringComparison.Ordinal))
        {
            int close = trimmed.IndexOf(']');
            string rest = close < 0 ? "" : trimmed.Substring(close + 1);
            if (close < 0 || (rest.Length > 0 && rest[0] != ':'))
                throw Invalid(text, "the brackets of the IPv6 address are not closed");
            return new LanEndpoint(ParseIpv6(trimmed.Substring(1, close - 1), text), rest.Length == 0 ? defaultPort : ParsePort(rest.Substring(1), text));
        }

        int colon = trimmed.IndexOf(':');
        if (colon >= 0 && trimmed.IndexOf(':', colon + 1) >= 0)
            return new LanEndpoint(ParseIpv6(trimmed, text), defaultPort);
        return colon < 0
            ? new LanEndpoint(ParseName(trimmed, text), defaultPort)
            : new LanEndpoint(ParseName(trimmed.Substring(0, colon), text), ParsePort(trimmed.Substring(colon + 1), text));
    }

    /// <summary>The host, as <see cref="Parse"/> reads it; with the port only if it is not 623.</summary>
    public override string ToString() => Port == DefaultPort ? Host : Address;

    private static string ParseIpv6(string address, string text)
    {
        // The scope may be an interface's name, which .NET Framework does not parse.
        int scope = address.IndexOf('%');
        string bare = scope < 0 ? address : address.Substring(0, scope);
        bool hasValidScope = scope < 0 || scope < address.Length - 1 && Array.TrueForAll(address.Substring(scope + 1).ToCharArray(), IsNameCharacter);
        return IPAddress.TryParse(bare, out IPAddress? parsed) && parsed.AddressFamily == AddressFamily.InterNetworkV6 && hasValidScope
            ? address
            : throw Invalid(text, "it is not a valid IPv6 address");
    }

    private static string ParseName(string name, string text)
    {
        if (name.Length is 0 or > 255)
            throw Invalid(text, name.Length == 0 ? "it is empty" : "it is longer than 255 characters");
        foreach (char c in name)
            if (!IsNameCharacter(c))
                throw Invalid(text, $"a host name cannot contain '{c}'");
        return name;
    }

    private static bool IsNameCharacter(char c) => char.IsLetterOrDigit(c) || c is '-' or '.' or '_';

    private static int ParsePort(string port, string text) =>
        int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is >= 1 and <= 65535
            ? number
            : throw Invalid(text, $"'{port}' is not a port from 1 to 65535");

    /// <summary>The error for text that is not a host.</summary>
    internal static IpmiException Invalid(string text, string reason) =>
        new(IpmiErrorKind.InvalidParameter, $"'{text}' is not a valid host: {reason}.",
            "Write a name or an address, host:port, [IPv6]:port, or a range such as rack1-bmc[001-040,050].");
}
