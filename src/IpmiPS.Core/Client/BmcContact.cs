using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Transport;

namespace IpmiPS.Client;

/// <summary>From a host name to a socket that something answers on.</summary>
internal static class BmcContact
{
    /// <summary>Runs the work within the time that the options give it.</summary>
    /// <exception cref="IpmiException">Kind Timeout.</exception>
    public static async Task<T> WithTimeoutAsync<T>(IpmiConnectOptions options, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(options.Timeout);
        try
        {
            return await work(timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IpmiException(IpmiErrorKind.Timeout, $"The BMC did not answer within {options.Timeout.TotalSeconds:0.###} seconds.");
        }
    }

    /// <summary>Tries the addresses of the host in turn; the next one only where nothing listens at the one before.</summary>
    public static async Task<T> TryAddressesAsync<T>(IpmiConnectOptions options, PacketTrace trace, Func<UdpTransport, IPEndPoint, Task<T>> contact, CancellationToken cancellationToken)
    {
        if (options.Port is < 1 or > 65535)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"Port {options.Port} is not between 1 and 65535.");
        var addresses = await HostResolver.ResolveAsync(options.HostName, cancellationToken).ConfigureAwait(false);
        for (int i = 0; ; i++)
        {
            var endPoint = new IPEndPoint(addresses[i], options.Port);
            bool last = i == addresses.Length - 1;
            UdpTransport? transport = null;
            try
            {
                trace.Note($"Contacting {endPoint}.");
                transport = new UdpTransport(endPoint);
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
