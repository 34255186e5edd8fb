using System;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Transport;

/// <summary>Host names to addresses.</summary>
internal static class HostResolver
{
    /// <summary>
    /// The addresses of a host, in the order in which the system would try them. IPv6 addresses may carry a scope; an IPv4 address that is
    /// written as one of IPv6 (::ffff:a.b.c.d) is given as IPv4.
    /// </summary>
    /// <exception cref="IpmiException">Kind NameResolution.</exception>
    public static async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out var address))
            return [Plain(address)];
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(host).WaitAsync(cancellationToken).ConfigureAwait(false);
            if (addresses.Length > 0)
                return [.. addresses.Select(Plain).Distinct()];
        }
        catch (Exception error) when (error is SocketException or ArgumentException)
        {
            throw new IpmiException(IpmiErrorKind.NameResolution, $"The host name '{host}' cannot be resolved: {error.Message}", innerException: error);
        }

        throw new IpmiException(IpmiErrorKind.NameResolution, $"The host name '{host}' has no address.");
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
