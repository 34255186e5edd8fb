using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace IpmiPS.Transport;

/// <summary>A UDP socket connected to one address, so that the kernel keeps strangers' datagrams away.</summary>
internal sealed class UdpTransport : IDatagramTransport
{
    /// <summary>More than any BMC sends; a longer datagram arrives cut and is refused as malformed.</summary>
    private const int BufferLength = 2048;

    /// <summary>So many datagrams are handled in a row; then it is others' turn, should a BMC send without end.</summary>
    private const int TurnLength = 64;

    private readonly Socket _socket;
    private readonly SocketAsyncEventArgs _receive = new();
    private volatile bool _disposed;

    /// <exception cref="SocketException">There is no way to the address.</exception>
    public UdpTransport(IPEndPoint remote)
    {
        _socket = new Socket(remote.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            _socket.Connect(remote);
        }
        catch
        {
            _socket.Dispose();
            throw;
        }

        _receive.SetBuffer(new byte[BufferLength], 0, BufferLength);
        _receive.Completed += (_, _) => ReceiveAll();
    }

    public Action<ArraySegment<byte>>? Received { get; set; }

    public Action<SocketError>? Failed { get; set; }

    public void Start()
    {
        if (!ReceiveNext())
            ReceiveLater();
    }

    public void Send(byte[] datagram)
    {
        try
        {
            _socket.Send(datagram);
        }
        catch (SocketException error)
        {
            Failed?.Invoke(error.SocketErrorCode);
        }
        catch (ObjectDisposedException)
        {
        }
    }

    public void Dispose()
    {
        _disposed = true;
        _socket.Dispose();
    }

    /// <summary>Handles the datagram that has arrived and all that follow at once, until one is waited for.</summary>
    private void ReceiveAll()
    {
        for (int turn = 0; turn < TurnLength; turn++)
        {
            if (_disposed)
            {
                _receive.Dispose();
                return;
            }

            // Windows reports what is longer than the buffer, where others just cut it.
            if (_receive.SocketError is SocketError.Success or SocketError.MessageSize)
                Received?.Invoke(new ArraySegment<byte>(_receive.Buffer!, 0, _receive.BytesTransferred));
            else
                Failed?.Invoke(_receive.SocketError);
            if (ReceiveNext())
                return;
        }

        ReceiveLater();
    }

    private void ReceiveLater() => ThreadPool.QueueUserWorkItem(static transport => ((UdpTransport)transport!).ReceiveAll(), this);

    /// <summary>True when a datagram is waited for, false when one is already there.</summary>
    private bool ReceiveNext()
    {
        try
        {
            return _socket.ReceiveAsync(_receive);
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }
}
