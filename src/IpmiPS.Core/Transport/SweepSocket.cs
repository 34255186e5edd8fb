using System;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace IpmiPS.Transport;

/// <summary>A UDP socket for many addresses of one family. It never waits; one thread uses it.</summary>
internal sealed class SweepSocket : IDisposable
{
    /// <summary>SIO_UDP_CONNRESET: without it, Windows reports each "port unreachable" of any host as an error of the socket.</summary>
    private const int UdpConnectionReset = unchecked((int)0x9800000C);

    private const int ReceiveBufferSize = 1 << 20;

    // One byte more than the maximum: a full buffer contains the beginning of a longer datagram.
    private readonly byte[] _buffer = new byte[UdpTransport.MaximumLength + 1];
    private readonly IPEndPoint _any;

    /// <exception cref="SocketException">The system does not support the family.</exception>
    public SweepSocket(AddressFamily family)
    {
        _any = new IPEndPoint(family == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
        Socket = new Socket(family, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        try
        {
            if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
                Socket.IOControl(UdpConnectionReset, [0, 0, 0, 0], null);
            Socket.ReceiveBufferSize = ReceiveBufferSize;
            Socket.Bind(_any);
        }
        catch
        {
            Socket.Dispose();
            throw;
        }
    }

    /// <summary>To wait for datagrams.</summary>
    public Socket Socket { get; }

    /// <summary>Sends a datagram. Returns false if the system cannot take it now, because its buffers or its table of neighbors are full.</summary>
    /// <exception cref="SocketException">It cannot be sent, for example because there is no route.</exception>
    public bool TrySend(byte[] datagram, IPEndPoint to)
    {
        try
        {
            Socket.SendTo(datagram, to);
            return true;
        }
        catch (SocketException error) when (error.SocketErrorCode is SocketError.WouldBlock or SocketError.NoBufferSpaceAvailable or SocketError.IOPending or SocketError.TryAgain)
        {
            return false;
        }
    }

    /// <summary>
    /// Passes received datagrams on, at most <paramref name="maximum"/>. Errors that other hosts cause (ICMP) and datagrams that are too long are ignored. The segment is valid only
    /// during the call.
    /// </summary>
    public void Receive(Action<IPEndPoint, ArraySegment<byte>> receive, int maximum)
    {
        for (int i = 0; i < maximum && Socket.Poll(0, SelectMode.SelectRead); i++)
        {
            EndPoint from = _any;
            int length;
            try
            {
                length = Socket.ReceiveFrom(_buffer, ref from);
            }
            catch (SocketException)
            {
                continue;
            }

            if (length <= UdpTransport.MaximumLength)
                receive((IPEndPoint)from, new ArraySegment<byte>(_buffer, 0, length));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Socket.Dispose();
}
