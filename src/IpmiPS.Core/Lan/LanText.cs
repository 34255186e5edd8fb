using System;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using IpmiPS.Parameters;
using IpmiPS.Wire;

namespace IpmiPS.Lan;

/// <summary>Addresses as text, in the one form that results have and parameters take.</summary>
internal static class LanText
{
    public const int Ipv6Bits = 128;

    /// <summary>Text for "no address".</summary>
    public const string NoAddress = "None";

    /// <summary>Colons between bytes, lower case.</summary>
    public static string Of(PhysicalAddress mac) => string.Join(":", mac.GetAddressBytes().Select(static part => part.ToString("x2", CultureInfo.InvariantCulture)));

    /// <summary>A MAC address; null if the text is none. Colons, hyphens, dots or nothing between the bytes.</summary>
    public static PhysicalAddress? ReadMac(string text)
    {
        string digits = text.Replace(":", "").Replace("-", "").Replace(".", "");
        return digits.Length == 2 * LanCodecs.MacLength && digits.All(Uri.IsHexDigit) ? new PhysicalAddress(Hex.Parse(digits)) : null;
    }

    /// <summary>An IPv4 address of four numbers; null if the text is none. IPAddress itself would take "5" for 0.0.0.5.</summary>
    public static IPAddress? ReadIpv4(string text) =>
        text.Count(static c => c == '.') == 3 && IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetwork ? address : null;

    /// <summary>An IPv6 address without a scope; null if the text is none.</summary>
    public static IPAddress? ReadIpv6(string text) =>
        text.IndexOf('%') < 0 && IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6 ? address : null;

    /// <summary>An IPv4 address, or an IPv6 address without a scope; null if the text is neither.</summary>
    public static IPAddress? ReadAddress(string text) => ReadIpv4(text) ?? ReadIpv6(text);

    /// <summary>An IPv6 address and the length of its prefix, 64 if it is left out; null if the text is none.</summary>
    public static (IPAddress Address, byte Length)? ReadPrefix(string text)
    {
        string[] parts = text.Split('/');
        byte length = 64;
        if (parts.Length > 2 || parts.Length == 2 && !(byte.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out length) && length <= Ipv6Bits))
            return null;
        return ReadIpv6(parts[0]) is { } address ? (address, length) : null;
    }

    /// <summary>The words of a cell: separated by blanks, commas or semicolons.</summary>
    public static string[] Words(string text) => text.Split([' ', ',', ';'], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The address as a number, for masks.</summary>
    public static uint Number(IPAddress address)
    {
        byte[] bytes = address.GetAddressBytes();
        return (uint)(bytes[0] << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3]);
    }
}
