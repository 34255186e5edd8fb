using System;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Channels;
using IpmiPS.Transport;

namespace IpmiPS.Client;

/// <summary>Finds the address of a host that responds.</summary>
internal static class LanDialer
{
    /// <summary>Runs work within the timeout of the options.</summary>
    /// <param name="options">The timeout.</param>
    /// <param name="work">The work.</param>
    /// <param name="invalidPackets">Returns the counter of the channel in use; null before there is one.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="IpmiException">Kinds Timeout, or ProtocolError if only invalid packets were received.</exception>
    public static async Task<T> WithTimeoutAsync<T>(IpmiConnectOptions options, Func<TimeLimit, Task<T>> work, Func<InvalidPacketCounter?> invalidPackets, CancellationToken cancellationToken)
    {
        using var limit = new TimeLimit(options.Timeout, cancellationToken);
        limit.Start();
        try
        {
            return await work(limit).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw (invalidPackets() ?? new InvalidPacketCounter()).NoResponse($"The BMC did not answer within {options.Timeout.TotalSeconds:0.###} seconds.");
        }
    }

    /// <summary>Tries the addresses of the host in turn. The next one is tried only if nothing listens at the previous one.</summary>
    public static async Task<T> TryAddressesAsync<T>(IpmiConnectOptions options, PacketTrace trace, Func<IDatagramTransport, LanEndpoint, Task<T>> work, CancellationToken cancellationToken)
    {
        if (options.Endpoint is not LanEndpoint { Port: var port } target)
            throw new ArgumentException("The options have no LAN endpoint.", nameof(options));
        if (port is < 1 or > 65535)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"Port {port} is not between 1 and 65535.");
        var addresses = await HostResolver.ResolveAsync(target.Host, cancellationToken).ConfigureAwait(false);
        LanEndpoint[] endpoints = [.. addresses.Select(address => new LanEndpoint(address.ToString(), port))];
        options.Claims?.Claim(options.ComputerName, endpoints);
        for (int i = 0; ; i++)
        {
            var endpoint = endpoints[i];
            bool last = i == endpoints.Length - 1;
            IDatagramTransport? transport = null;
            if (options.HoldBack is { } holdBack)
                await holdBack(endpoint, cancellationToken).ConfigureAwait(false);
            try
            {
                trace.Note($"Contacting {endpoint.Address}.");
                transport = options.OpenTransport(new IPEndPoint(addresses[i], port));
                return await work(transport, endpoint).ConfigureAwait(false);
            }
            catch (SocketException error)
            {
                transport?.Dispose();
                if (last)
                    throw new IpmiException(IpmiErrorKind.Unreachable, $"There is no route to {endpoint.Address}: {error.Message}", innerException: error);
            }
            catch (IpmiException error) when (error.Kind == IpmiErrorKind.Unreachable && !last)
            {
                transport?.Dispose();
            }
            catch
            {
                transport?.Dispose();
                throw;
            }
        }
    }
}
