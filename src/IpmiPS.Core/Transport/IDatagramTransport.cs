using System;
using System.Net.Sockets;

namespace IpmiPS.Transport;

/// <summary>Carries datagrams to and from one address. Nothing above it knows sockets.</summary>
internal interface IDatagramTransport : IDisposable
{
    /// <summary>Gets what arrives; may be exchanged at any time.</summary>
    IDatagramReceiver? Receiver { get; set; }

    /// <summary>Begins to receive; called once, when the receiver is set.</summary>
    void Start();

    /// <summary>Sends a datagram. Errors of the network go to the receiver; nothing is thrown.</summary>
    void Send(byte[] datagram);
}

/// <summary>The upper end of a transport. Called on any thread, for one datagram at a time.</summary>
internal interface IDatagramReceiver
{
    /// <summary>Takes a datagram. The segment is valid only during the call.</summary>
    void Receive(ArraySegment<byte> datagram);

    /// <summary>A datagram came that is not handed on, because it is longer than any of IPMI.</summary>
    void ReceiveRefused(string reason);

    /// <summary>The network reports that nothing listens at the other end (ICMP); reception goes on.</summary>
    void NetworkFailed(SocketError error);

    /// <summary>An exception left the handling of a datagram. It goes no further; whoever waits must learn of it here.</summary>
    void Faulted(Exception fault);
}
