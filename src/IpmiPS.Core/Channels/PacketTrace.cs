using System;
using System.Net.Sockets;
using System.Threading;
using IpmiPS.Commands;
using IpmiPS.Packets;
using IpmiPS.Wire;

namespace IpmiPS.Channels;

/// <summary>
/// Tells a listener of packets in words. Payloads are shown decoded and in plain, but nothing that could help to find a password or
/// a key: no authentication codes, no random numbers of RAKP, no data of commands that carry secrets.
/// </summary>
internal sealed class PacketTrace(IIpmiTrace? trace)
{
    /// <summary>So many packets are told between two that were sent; a flood of them says nothing new and would fill any log.</summary>
    private const int MaximumUnasked = 100;

    private int _unasked;
    private int _lastFailure;

    public void Note(string text) => trace?.Note(text);

    public void Warning(string text) => trace?.Warning(text);

    public void Ignored(string reason)
    {
        if (TellsMore())
            trace!.Packet($"ignored: {reason}");
    }

    /// <summary>The network says that packets do not arrive. Told once until it says something else.</summary>
    public void NetworkFailed(SocketError error)
    {
        if (Interlocked.Exchange(ref _lastFailure, (int)error) != (int)error)
            Note($"The network reports {error}.");
    }

    /// <summary>A packet outside of a session, or one that is not opened.</summary>
    public void Sent(byte[] packet, int attempt)
    {
        if (trace is { WantsPackets: true })
            Sent($"sent{(attempt > 1 ? $" again ({attempt})" : "")}: {Describe(new ArraySegment<byte>(packet))}");
    }

    /// <summary>A packet outside of a session, or one that is not opened.</summary>
    public void Received(ArraySegment<byte> packet)
    {
        if (TellsMore())
            trace!.Packet($"received: {Describe(packet)}");
    }

    /// <summary>A payload within a session that is no request. Its content is somebody's typing.</summary>
    public void SentPayload(PayloadType type, int length)
    {
        if (trace is { WantsPackets: true })
            Sent($"sent: RMCP+ {type}, {length} bytes of payload");
    }

    /// <summary>A request within a session, in plain.</summary>
    public void SentRequest(IpmiCommand command, IpmbTarget target, byte sequence, ArraySegment<byte> data, int attempt)
    {
        if (trace is not { WantsPackets: true })
            return;
        string shown = command.HoldsSecret ? $"{data.Count} bytes not shown" : Hex.Format(data, " ");
        Sent($"sent{(attempt > 1 ? $" again ({attempt})" : "")}: {command.Name} ({(byte)command.NetFn:X2}h/{command.Code:X2}h) to {target}, sequence {sequence}: {shown}");
    }

    /// <summary>An answer within a session, in plain.</summary>
    public void ReceivedResponse(IpmiCommand command, byte sequence, ArraySegment<byte> data)
    {
        if (trace is { WantsPackets: true })
            trace.Packet($"received: {command.Name} answer, sequence {sequence}: {(command.HoldsSecret ? $"{data.Count} bytes not shown" : Hex.Format(data, " "))}");
    }

    private void Sent(string text)
    {
        int unasked = Interlocked.Exchange(ref _unasked, 0);
        if (unasked > MaximumUnasked)
            trace!.Packet($"{unasked - MaximumUnasked} more lines about packets were not shown");
        trace!.Packet(text);
    }

    private bool TellsMore() => trace is { WantsPackets: true } && Interlocked.Increment(ref _unasked) <= MaximumUnasked;

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
            return $"{datagram.Count} bytes that are no IPMI packet ({malformed.Message})";
        }
    }
}
