using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace IpmiPS.Transport;

/// <summary>A UDP socket connected to one address, so that the kernel keeps strangers' datagrams away.</summary>
internal sealed class UdpTransport : IDatagramTransport
{
    /// <summary>More than any BMC sends, in bytes. A longer datagram is refused, because the end of it is lost.</summary>
    public const int MaximumLength = 2048;

    /// <summary>So many datagrams are handled in a row; then it is others' turn, should a BMC send without end.</summary>
    private const int TurnLength = 64;

    private readonly Socket _socket;
    private readonly SocketAsyncEventArgs _receive = new();
    private readonly Action _receiveAll;
    private readonly Action _deliver;
    private readonly Action<Exception> _faulted;
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

        _receiveAll = ReceiveAll;
        _deliver = Deliver;
        _faulted = fault => Receiver?.Faulted(fault);

        // One byte more than is taken: a buffer that is full holds the beginning of a longer datagram.
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

            // Whatever one datagram leads to, the next one is received.
            Callback.Guard(_deliver, _faulted);
            if (ReceiveNext())
                return;
        }

        ReceiveLater();
    }

    private void Deliver()
    {
        // What is longer than the buffer is an error on Windows; Linux gives the length that the datagram had, other systems what fits.
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
