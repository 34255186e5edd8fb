using System;
using System.Net;
using System.Net.Sockets;

namespace IpmiPS.Simulator;

/// <summary>
/// The socket of one BMC. No thread waits on it: the runtime calls back for each packet. All packets use the same buffer.
/// </summary>
internal sealed class UdpListener : IPacketSender, IDisposable
{
    /// <summary>Maximum packet in bytes, more than any IPMI packet needs; longer ones are dropped.</summary>
    private const int MaximumLength = 1024;

    private readonly Socket _socket;
    private readonly SocketAsyncEventArgs _receive = new();
    private readonly Action<byte[], int, IPEndPoint> _onPacket;
    private readonly Action _handle;
    private readonly Action _receiveMore;
    private readonly Action<Exception> _onFault;
    private readonly EndPoint _any;
    private volatile bool _closed;

    /// <exception cref="SocketException">The address is not one of this machine, or the port is in use or not permitted.</exception>
    public UdpListener(IPEndPoint endPoint, Action<byte[], int, IPEndPoint> onPacket, Action<Exception> onFault)
    {
        _onPacket = onPacket;
        _handle = HandlePacket;
        _receiveMore = ReceiveMore;
        _onFault = onFault;
        _any = new IPEndPoint(endPoint.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0);
        _socket = new Socket(endPoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            IgnoreUnreachableClients(_socket);

            // By default Mono lets sockets share a port, and could choose the port of another BMC as a free one.
            _socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, false);
            _socket.Bind(endPoint);
        }
        catch
        {
            _socket.Dispose();
            throw;
        }

        EndPoint = (IPEndPoint)_socket.LocalEndPoint!;

        // One byte more than the maximum: if the buffer is full, the packet was too long.
        _receive.SetBuffer(new byte[MaximumLength + 1], 0, MaximumLength + 1);
        _receive.Completed += (_, _) => OnCompleted();
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
            // The client is gone, or the system has no buffers left. For a BMC both are a lost packet.
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

    /// <summary>Handles the packet that was received, and receives the next ones.</summary>
    private void OnCompleted()
    {
        Callback.Guard(_handle, _onFault);
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
                Callback.Guard(_handle, _onFault);
            }
        }
        catch (ObjectDisposedException)
        {
        }
        catch (InvalidOperationException) when (_closed)
        {
        }
    }

    private void HandlePacket()
    {
        // Linux returns the original length of a packet that was truncated.
        if (!_closed && _receive.SocketError == SocketError.Success && _receive.BytesTransferred is > 0 and <= MaximumLength)
            _onPacket(_receive.Buffer!, _receive.BytesTransferred, (IPEndPoint)_receive.RemoteEndPoint!);
    }

    /// <summary>On Windows a packet to a client that is gone makes the next receive fail. This switches that off (SIO_UDP_CONNRESET).</summary>
    private static void IgnoreUnreachableClients(Socket socket)
    {
        if (Environment.OSVersion.Platform == PlatformID.Win32NT)
            socket.IOControl(unchecked((int)0x9800000C), [0, 0, 0, 0], null);
    }
}
