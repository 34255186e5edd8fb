using System;
using System.Net.Sockets;
using System.Threading;
using IpmiPS.Commands;
using IpmiPS.Packets;
using IpmiPS.Wire;

namespace IpmiPS.Channels;

/// <summary>
/// Describes packets to the listener of a connection. Payloads are shown decoded and decrypted, but nothing that could help to find a password or
/// a key: no authentication codes, no random numbers of RAKP, no data of commands that carry secrets.
/// </summary>
internal sealed class PacketTrace(IIpmiTrace? trace)
{
    /// <summary>Received packets that are described after each sent one. More of them, as in a flood, would only fill the log.</summary>
    private const int MaximumReceived = 100;

    private int _received;
    private int _lastFailure;

    public void Note(string text) => trace?.Note(text);

    public void Warning(string text) => trace?.Warning(text);

    public void Ignored(string reason)
    {
        if (ShowsReceived())
            trace!.Packet($"ignored: {reason}");
    }

    /// <summary>The network reports that packets do not arrive. A repeated error is shown once.</summary>
    public void NetworkFailed(SocketError error)
    {
        if (Interlocked.Exchange(ref _lastFailure, (int)error) != (int)error)
            Note($"The network reports {error}.");
    }

    /// <summary>A packet as it is on the wire: outside of a session, or still sealed.</summary>
    public void Sent(byte[] packet, int attempt)
    {
        if (trace is { WantsPackets: true })
            Sent($"sent{(attempt > 1 ? $" again ({attempt})" : "")}: {Describe(new ArraySegment<byte>(packet))}");
    }

    /// <summary>A packet as it is on the wire: outside of a session, or still sealed.</summary>
    public void Received(ArraySegment<byte> packet)
    {
        if (ShowsReceived())
            trace!.Packet($"received: {Describe(packet)}");
    }

    /// <summary>A payload of a session that is not an IPMI message. Its content is not shown: it may be what a user types.</summary>
    public void SentPayload(PayloadType type, int length)
    {
        if (trace is { WantsPackets: true })
            Sent($"sent: RMCP+ {type}, {length} bytes of payload");
    }

    /// <summary>A request of a session, decrypted.</summary>
    public void SentRequest(IpmiCommand command, IpmbTarget target, byte sequence, ArraySegment<byte> data, int attempt)
    {
        if (trace is not { WantsPackets: true })
            return;
        string shown = command.HoldsSecret ? $"{data.Count} bytes not shown" : Hex.Format(data, " ");
        Sent($"sent{(attempt > 1 ? $" again ({attempt})" : "")}: {command.Name} ({(byte)command.NetFn:X2}h/{command.Code:X2}h) to {target}, sequence {sequence}: {shown}");
    }

    /// <summary>A response of a session, decrypted.</summary>
    public void ReceivedResponse(IpmiCommand command, byte sequence, ArraySegment<byte> data)
    {
        if (trace is { WantsPackets: true })
            trace.Packet($"received: {command.Name} answer, sequence {sequence}: {(command.HoldsSecret ? $"{data.Count} bytes not shown" : Hex.Format(data, " "))}");
    }

    private void Sent(string text)
    {
        int received = Interlocked.Exchange(ref _received, 0);
        if (received > MaximumReceived)
            trace!.Packet($"{received - MaximumReceived} more lines about packets were not shown");
        trace!.Packet(text);
    }

    private bool ShowsReceived() => trace is { WantsPackets: true } && Interlocked.Increment(ref _received) <= MaximumReceived;

    private static string Describe(ArraySegment<byte> datagram)
    {
        try
        {
            var reader = new ByteReader(datagram);
            byte messageClass = Rmcp.ReadHeader(reader);
            if (messageClass == Rmcp.AsfClass)
                return $"ASF message type {AsfPing.Read(reader).Type:X2}h";
            var packet = SessionPacket.Read(datagram, reader);
            if (packet.SessionId == 0 && packet.PayloadType == PayloadType.Ipmi)
            {
                var message = LanMessage.Read(new ByteReader(packet.Payload));
                return $"IPMI message {message.NetFn:X2}h/{message.Command:X2}h without session, sequence {message.Sequence}: {Hex.Format(message.Data, " ")}";
            }

            string kind = packet.IsRmcpPlus ? $"RMCP+ {packet.PayloadType}" : $"IPMI 1.5 packet, authentication {packet.AuthType}";
            return $"{kind}, session {packet.SessionId:X8}h, sequence {packet.Sequence}, {packet.Payload.Count} bytes of payload";
        }
        catch (MalformedDataException malformed)
        {
            return $"{datagram.Count} bytes that are not an IPMI packet ({malformed.Message})";
        }
    }
}
