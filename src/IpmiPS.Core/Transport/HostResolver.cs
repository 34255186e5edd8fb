using System;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Transport;

/// <summary>Resolves host names.</summary>
internal static class HostResolver
{
    /// <summary>
    /// Returns the addresses of a host in the order of the system. IPv6 addresses may have a scope. An IPv4-mapped IPv6 address (::ffff:a.b.c.d) is
    /// returned as IPv4.
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

    /// <summary>The address, as IPv4 if it is mapped to IPv6.</summary>
    public static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
