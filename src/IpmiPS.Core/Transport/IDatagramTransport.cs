using System;
using System.Net.Sockets;

namespace IpmiPS.Transport;

/// <summary>Carries datagrams to and from one address. The layers above it use no sockets.</summary>
internal interface IDatagramTransport : IDisposable
{
    /// <summary>The receiver of datagrams; may be replaced at any time.</summary>
    IDatagramReceiver? Receiver { get; set; }

    /// <summary>Starts receiving. Called once, after the receiver is set.</summary>
    void Start();

    /// <summary>Sends a datagram. Network errors go to the receiver and are not thrown.</summary>
    void Send(byte[] datagram);
}

/// <summary>Receives the datagrams of a transport. Called on any thread, for one datagram at a time.</summary>
internal interface IDatagramReceiver
{
    /// <summary>Handles a datagram. The segment is valid only during the call.</summary>
    void Receive(ArraySegment<byte> datagram);

    /// <summary>Reports a datagram that is dropped because it is too long for IPMI.</summary>
    void ReceiveRefused(string reason);

    /// <summary>Reports that nothing listens at the other end (ICMP); receiving continues.</summary>
    void NetworkFailed(SocketError error);

    /// <summary>Reports an exception from the handling of a datagram. It is not rethrown, so the receiver must pass it to its callers.</summary>
    void Faulted(Exception fault);
}
