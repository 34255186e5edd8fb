using System;
using IpmiPS.Commands;
using IpmiPS.Packets;
using IpmiPS.Wire;

namespace IpmiPS.Client;

/// <summary>
/// Tells a listener of packets in words. Payloads are shown decoded and in plain, but nothing that could help to find a password or
/// a key: no authentication codes, no random numbers of RAKP, no data of commands that carry secrets.
/// </summary>
internal sealed class PacketTrace(IIpmiTrace? trace)
{
    public void Note(string text) => trace?.Note(text);

    public void Warning(string text) => trace?.Warning(text);

    public void Ignored(string reason)
    {
        if (trace is { WantsPackets: true })
            trace.Packet($"ignored: {reason}");
    }

    /// <summary>A packet outside of a session, or one that is not opened.</summary>
    public void Sent(byte[] packet, int attempt)
    {
        if (trace is { WantsPackets: true })
            trace.Packet($"sent{(attempt > 1 ? $" again ({attempt})" : "")}: {Describe(new ArraySegment<byte>(packet))}");
    }

    /// <summary>A packet outside of a session, or one that is not opened.</summary>
    public void Received(ArraySegment<byte> packet)
    {
        if (trace is { WantsPackets: true })
            trace.Packet($"received: {Describe(packet)}");
    }

    /// <summary>A request within a session, in plain.</summary>
    public void SentRequest(IpmiCommand command, IpmbTarget target, byte sequence, ArraySegment<byte> data, int attempt)
    {
        if (trace is not { WantsPackets: true })
            return;
        string shown = command.HoldsSecret ? $"{data.Count} bytes not shown" : Hex.Format(data, " ");
        trace.Packet($"sent{(attempt > 1 ? $" again ({attempt})" : "")}: {command.Name} ({(byte)command.NetFn:X2}h/{command.Code:X2}h) to {target}, sequence {sequence}: {shown}");
    }

    /// <summary>An answer within a session, in plain.</summary>
    public void ReceivedAnswer(IpmiCommand command, byte sequence, ArraySegment<byte> data)
    {
        if (trace is { WantsPackets: true })
            trace.Packet($"received: {command.Name} answer, sequence {sequence}: {(command.HoldsSecret ? $"{data.Count} bytes not shown" : Hex.Format(data, " "))}");
    }

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
