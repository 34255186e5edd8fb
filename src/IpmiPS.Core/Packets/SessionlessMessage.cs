using System;
using IpmiPS.Commands;
using IpmiPS.Wire;

namespace IpmiPS.Packets;

/// <summary>IPMI messages outside of a session, in a packet of IPMI 1.5 or of RMCP+: some BMCs answer only one of them.</summary>
internal static class SessionlessMessage
{
    /// <summary>Writes a request.</summary>
    public static byte[] Write(IpmiCommand command, byte sequence, bool inRmcpPlus)
    {
        var writer = new ByteWriter();
        if (!inRmcpPlus)
        {
            command.WriteRequest(writer);
            return SessionPacket.WriteSessionless15(LanMessage.Request(command, sequence, writer.AsSegment()));
        }

        LanMessage.WriteRequest(writer, command, sequence);
        return SessionPacket.WriteSessionless20(PayloadType.Ipmi, writer.AsSegment());
    }

    /// <summary>Reads a message from what follows the RMCP header. Null for a packet of a session, or with another payload.</summary>
    /// <exception cref="MalformedDataException">The packet is malformed.</exception>
    public static LanMessage? Read(ArraySegment<byte> datagram, ByteReader reader)
    {
        var packet = SessionPacket.Read(datagram, reader);
        return packet.SessionId == 0 && packet.PayloadType == PayloadType.Ipmi && !packet.Encrypted ? LanMessage.Read(new ByteReader(packet.Payload)) : null;
    }
}
