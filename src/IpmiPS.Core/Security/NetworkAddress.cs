using System.Net;
using System.Net.Sockets;

namespace IpmiPS.Security;

/// <summary>Determines whether an address is public.</summary>
internal static class NetworkAddress
{
    /// <summary>
    /// IPv4: not private (RFC 1918), shared (RFC 6598), loopback, link-local (RFC 3927), for documentation or benchmarks (RFC 5737, 2544),
    /// multicast, reserved or none. IPv6: of 2000::/3, the only allocated block, and not for documentation (RFC 3849, 9637); so neither
    /// unique local (RFC 4193) nor link-local nor loopback.
    /// </summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        byte[] bytes = address.GetAddressBytes();
        return address.AddressFamily == AddressFamily.InterNetwork ? IsPublicIpv4(bytes) : IsPublicIpv6(bytes);
    }

    private static bool IsPublicIpv4(byte[] bytes) => (bytes[0], bytes[1], bytes[2]) switch
    {
        (0 or 10 or 127 or >= 224, _, _) => false,
        (100, >= 64 and <= 127, _) => false,
        (169, 254, _) => false,
        (172, >= 16 and <= 31, _) => false,
        (192, 168, _) or (192, 0, 0 or 2) => false,
        (198, 18 or 19, _) or (198, 51, 100) or (203, 0, 113) => false,
        _ => true,
    };

    private static bool IsPublicIpv6(byte[] bytes) =>
        (bytes[0] & 0xE0) == 0x20
        && !(bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] == 0x0D && bytes[3] == 0xB8)
        && !(bytes[0] == 0x3F && bytes[1] == 0xFF && bytes[2] < 0x10);
}
