using System;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Channels;
using IpmiPS.Transport;

namespace IpmiPS.Client;

/// <summary>From a host name to a socket that something answers on.</summary>
internal static class LanDialer
{
    /// <summary>Runs the work within the time that the options give it.</summary>
    /// <param name="options">The time.</param>
    /// <param name="work">The work.</param>
    /// <param name="invalidPackets">Returns the counter of the channel in use; null before there is one.</param>
    /// <param name="cancellationToken">Ends the work before its time.</param>
    /// <exception cref="IpmiException">Kinds Timeout, or ProtocolError where something answered that was no IPMI.</exception>
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

    /// <summary>Tries the addresses of the host in turn; the next one only where nothing listens at the one before.</summary>
    public static async Task<T> TryAddressesAsync<T>(IpmiConnectOptions options, PacketTrace trace, Func<IDatagramTransport, IPEndPoint, Task<T>> contact, CancellationToken cancellationToken)
    {
        if (options.Port is < 1 or > 65535)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"Port {options.Port} is not between 1 and 65535.");
        var addresses = await HostResolver.ResolveAsync(options.HostName, cancellationToken).ConfigureAwait(false);
        IPEndPoint[] endPoints = [.. addresses.Select(address => new IPEndPoint(address, options.Port))];
        options.Claims?.Claim(options.Name ?? options.HostName, endPoints);
        for (int i = 0; ; i++)
        {
            var endPoint = endPoints[i];
            bool last = i == endPoints.Length - 1;
            IDatagramTransport? transport = null;
            try
            {
                trace.Note($"Contacting {endPoint}.");
                transport = options.OpenTransport(endPoint);
                return await contact(transport, endPoint).ConfigureAwait(false);
            }
            catch (SocketException error)
            {
                transport?.Dispose();
                if (last)
                    throw new IpmiException(IpmiErrorKind.Unreachable, $"There is no way to {endPoint}: {error.Message}", innerException: error);
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
