using System;
using System.Net.Sockets;

namespace IpmiPS.Transport;

/// <summary>Carries datagrams to and from one address. Nothing above it knows sockets.</summary>
internal interface IDatagramTransport : IDisposable
{
    /// <summary>Gets every datagram, one at a time, on any thread. The segment is valid only during the call.</summary>
    Action<ArraySegment<byte>>? Received { get; set; }

    /// <summary>Told when the network reports that nothing listens at the other end (ICMP); reception goes on.</summary>
    Action<SocketError>? Failed { get; set; }

    /// <summary>Begins to receive; called once, when the handlers are set.</summary>
    void Start();

    /// <summary>Sends a datagram. Errors of the network are told to <see cref="Failed"/>; nothing is thrown.</summary>
    void Send(byte[] datagram);
}
