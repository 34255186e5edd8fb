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

    /// <summary>Opens a socket with a free port of all addresses of this computer.</summary>
    /// <exception cref="SocketException">The system does not support the family.</exception>
    public SweepSocket(AddressFamily family)
        : this(Any(family))
    {
    }

    /// <summary>Opens a socket with an address and port of this computer, to which others send.</summary>
    /// <exception cref="SocketException">The system does not support the family, the address is not of this computer, or the port is in use or not permitted.</exception>
    public SweepSocket(IPEndPoint local)
    {
        _any = Any(local.AddressFamily);
        Socket = new Socket(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        try
        {
            if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
                Socket.IOControl(UdpConnectionReset, [0, 0, 0, 0], null);
            Socket.ReceiveBufferSize = ReceiveBufferSize;

            // Each family has its own socket. Mono would share ports.
            if (local.AddressFamily == AddressFamily.InterNetworkV6)
                Socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.IPv6Only, true);
            Socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, false);
            Socket.Bind(local);
        }
        catch
        {
            Socket.Dispose();
            throw;
        }
    }

    /// <summary>To wait for datagrams.</summary>
    public Socket Socket { get; }

    /// <summary>Address and port of this computer.</summary>
    public IPEndPoint Local => (IPEndPoint)Socket.LocalEndPoint!;

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
    /// Passes received datagrams on, at most <paramref name="maximum"/>. Errors that other hosts cause (ICMP) are ignored, and so are datagrams that are too long, unless there is a receiver for
    /// them. The segment is valid only during the call.
    /// </summary>
    public void Receive(Action<IPEndPoint, ArraySegment<byte>> receive, int maximum, Action<IPEndPoint>? receiveTooLong = null)
    {
        for (int i = 0; i < maximum && Socket.Poll(0, SelectMode.SelectRead); i++)
        {
            EndPoint from = _any;
            int length;
            try
            {
                length = Socket.ReceiveFrom(_buffer, ref from);
            }
            catch (SocketException error) when (error.SocketErrorCode == SocketError.MessageSize)
            {
                // Windows; elsewhere, the datagram is cut without an error.
                length = _buffer.Length;
            }
            catch (SocketException)
            {
                continue;
            }

            if (length <= UdpTransport.MaximumLength)
                receive((IPEndPoint)from, new ArraySegment<byte>(_buffer, 0, length));
            else
                receiveTooLong?.Invoke((IPEndPoint)from);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Socket.Dispose();

    private static IPEndPoint Any(AddressFamily family) => new(family == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
}
