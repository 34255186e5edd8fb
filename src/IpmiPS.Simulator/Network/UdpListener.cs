using System;
using System.Net;
using System.Net.Sockets;

namespace IpmiPS.Simulator;

/// <summary>
/// The socket of one BMC. No thread waits on it: the runtime calls when a packet is there, and the buffer is used again for the next.
/// </summary>
internal sealed class UdpListener : IPacketSender, IDisposable
{
    /// <summary>The largest packet that IPMI has any use for, in bytes; longer ones are dropped.</summary>
    private const int MaximumLength = 1024;

    private readonly Socket _socket;
    private readonly SocketAsyncEventArgs _receive = new();
    private readonly Action<byte[], int, IPEndPoint> _onPacket;
    private readonly Action _take;
    private readonly Action _receiveMore;
    private readonly Action<Exception> _onFault;
    private readonly EndPoint _any;
    private volatile bool _closed;

    /// <exception cref="SocketException">The address is not this machine's, or the port is taken or not allowed.</exception>
    public UdpListener(IPEndPoint endPoint, Action<byte[], int, IPEndPoint> onPacket, Action<Exception> onFault)
    {
        _onPacket = onPacket;
        _take = Take;
        _receiveMore = ReceiveMore;
        _onFault = onFault;
        _any = new IPEndPoint(endPoint.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0);
        _socket = new Socket(endPoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            IgnoreUnreachableClients(_socket);

            // Mono lets sockets share a port unless it is told not to; a free one that it chooses might then be another BMC's.
            _socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, false);
            _socket.Bind(endPoint);
        }
        catch
        {
            _socket.Dispose();
            throw;
        }

        EndPoint = (IPEndPoint)_socket.LocalEndPoint!;

        // One byte more than is taken: a buffer that is full holds the beginning of a longer packet.
        _receive.SetBuffer(new byte[MaximumLength + 1], 0, MaximumLength + 1);
        _receive.Completed += (_, _) => Drain();
    }

    public IPEndPoint EndPoint { get; }

    public void Start() => ReceiveMore();

    public void Send(byte[] packet, IPEndPoint to)
    {
        try
        {
            _socket.SendTo(packet, to);
        }
        catch (SocketException)
        {
            // The client is gone or the system is short of buffers; to a BMC both are a lost packet.
        }
        catch (ObjectDisposedException)
        {
        }
    }

    public void Dispose()
    {
        _closed = true;
        _socket.Dispose();
        _receive.Dispose();
    }

    /// <summary>Takes the packet that came, and asks for the next.</summary>
    private void Drain()
    {
        Callback.Guard(_take, _onFault);
        Callback.Guard(_receiveMore, _onFault);
    }

    private void ReceiveMore()
    {
        try
        {
            while (!_closed)
            {
                _receive.RemoteEndPoint = _any;
                if (_socket.ReceiveFromAsync(_receive))
                    return;
                Callback.Guard(_take, _onFault);
            }
        }
        catch (ObjectDisposedException)
        {
        }
        catch (InvalidOperationException) when (_closed)
        {
        }
    }

    private void Take()
    {
        // Linux gives the length that a packet had, also where it was cut.
        if (!_closed && _receive.SocketError == SocketError.Success && _receive.BytesTransferred is > 0 and <= MaximumLength)
            _onPacket(_receive.Buffer!, _receive.BytesTransferred, (IPEndPoint)_receive.RemoteEndPoint!);
    }

    /// <summary>On Windows an answer to a client that went away makes the next receive fail; this switches it off (SIO_UDP_CONNRESET).</summary>
    private static void IgnoreUnreachableClients(Socket socket)
    {
        if (Environment.OSVersion.Platform == PlatformID.Win32NT)
            socket.IOControl(unchecked((int)0x9800000C), [0, 0, 0, 0], null);
    }
}
