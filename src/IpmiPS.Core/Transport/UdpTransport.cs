using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace IpmiPS.Transport;

/// <summary>A UDP socket that is connected to one address, so that the kernel drops datagrams from others.</summary>
internal sealed class UdpTransport : IDatagramTransport
{
    /// <summary>The maximum length in bytes, more than any BMC sends. Longer datagrams are dropped, because they are truncated.</summary>
    public const int MaximumLength = 2048;

    /// <summary>How many datagrams are handled before the thread is released, in case a BMC sends without end.</summary>
    private const int MaximumBatch = 64;

    private readonly Socket _socket;
    private readonly SocketAsyncEventArgs _receive = new();
    private readonly Action _receiveAll;
    private readonly Action _deliver;
    private readonly Action<Exception> _faulted;
    private volatile bool _disposed;

    /// <exception cref="SocketException">There is no route to the address.</exception>
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

        _receiveAll = ReceiveAll;
        _deliver = Deliver;
        _faulted = fault => Receiver?.Faulted(fault);

        // One byte more than the maximum: a full buffer contains the beginning of a longer datagram.
        _receive.SetBuffer(new byte[MaximumLength + 1], 0, MaximumLength + 1);
        _receive.Completed += (_, _) => Callback.Guard(_receiveAll, _faulted);
    }

    public IDatagramReceiver? Receiver { get; set; }

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
            Receiver?.NetworkFailed(error.SocketErrorCode);
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

    /// <summary>Handles the received datagram, and those that are available without waiting.</summary>
    private void ReceiveAll()
    {
        for (int turn = 0; turn < MaximumBatch; turn++)
        {
            if (_disposed)
            {
                _receive.Dispose();
                return;
            }

            // An exception in the handling of one datagram must not stop receiving.
            Callback.Guard(_deliver, _faulted);
            if (ReceiveNext())
                return;
        }

        ReceiveLater();
    }

    private void Deliver()
    {
        // A datagram longer than the buffer is an error on Windows. Linux returns its full length, other systems the length that fits.
        if (_receive.SocketError == SocketError.MessageSize || _receive.BytesTransferred > MaximumLength)
            Receiver?.ReceiveRefused($"the datagram is longer than {MaximumLength} bytes");
        else if (_receive.SocketError == SocketError.Success)
            Receiver?.Receive(new ArraySegment<byte>(_receive.Buffer!, 0, _receive.BytesTransferred));
        else
            Receiver?.NetworkFailed(_receive.SocketError);
    }

    private void ReceiveLater() => ThreadPool.QueueUserWorkItem(
        static state =>
        {
            var transport = (UdpTransport)state!;
            Callback.Guard(transport._receiveAll, transport._faulted);
        },
        this);

    /// <summary>Returns true if it waits for a datagram, false if one is already received.</summary>
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
