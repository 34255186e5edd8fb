using System;
using IpmiPS.Wire;

namespace IpmiPS.Packets;

/// <summary>Authentication types of the session header. IPMI 2.0 section 13.6, table 13-8.</summary>
internal enum AuthType : byte
{
    None = 0,
    Md2 = 1,
    Md5 = 2,
    Straight = 4,
    Oem = 5,
    RmcpPlus = 6,
}

/// <summary>
/// A packet of class IPMI, parsed but neither checked nor decrypted. The two layouts (IPMI 2.0 section 13.6, table 13-8):
/// <code>
/// IPMI 1.5   auth type, sequence (4), session id (4), [authentication code (16) unless type none], length (1), payload, [pad]
/// RMCP+      06h, payload type (bit 7 encrypted, bit 6 authenticated), [OEM IANA (4), OEM payload id (2) for type 2],
///            session id (4), sequence (4), length (2), payload, [pad FFh.., pad length, next header 07h, authentication code]
/// </code>
/// </summary>
internal readonly struct SessionPacket
{
    public const int AuthCodeLength15 = 16;

    /// <summary>The whole datagram.</summary>
    public ArraySegment<byte> Datagram { get; init; }

    public AuthType AuthType { get; init; }

    public PayloadType PayloadType { get; init; }

    public bool Encrypted { get; init; }

    public bool Authenticated { get; init; }

    public uint SessionId { get; init; }

    public uint Sequence { get; init; }

    /// <summary>IPMI 1.5: the authentication code. Empty with type none.</summary>
    public ArraySegment<byte> AuthCode { get; init; }

    public ArraySegment<byte> Payload { get; init; }

    /// <summary>RMCP+: what follows the payload.</summary>
    public ArraySegment<byte> Trailer { get; init; }

    public bool IsRmcpPlus => AuthType == AuthType.RmcpPlus;

    /// <summary>Reads what follows an RMCP header of class IPMI.</summary>
    public static SessionPacket Read(ArraySegment<byte> datagram, ByteReader reader)
    {
        var authType = (AuthType)reader.ReadByte();
        return authType == AuthType.RmcpPlus ? ReadRmcpPlus(datagram, reader) : Read15(datagram, reader, authType);
    }

    /// <summary>Writes a packet outside of a session in the layout of IPMI 1.5, which is used before the log-in also with RMCP+.</summary>
    public static byte[] WriteSessionless15(LanMessage message)
    {
        var writer = new ByteWriter(48);
        Rmcp.WriteHeader(writer, Rmcp.IpmiClass);
        writer.WriteByte((byte)AuthType.None);
        writer.WriteUInt32(0);
        writer.WriteUInt32(0);
        int length = writer.Length;
        writer.WriteByte(0);
        message.Write(writer);
        writer[length] = (byte)(writer.Length - length - 1);
        return writer.ToArray();
    }

    /// <summary>Writes a packet outside of a session in the layout of RMCP+: Open Session and RAKP.</summary>
    public static byte[] WriteSessionless20(PayloadType type, ArraySegment<byte> payload)
    {
        var writer = new ByteWriter(96);
        Rmcp.WriteHeader(writer, Rmcp.IpmiClass);
        WriteHeader20(writer, (byte)type, 0, 0, payload.Count);
        writer.WriteBytes(payload);
        return writer.ToArray();
    }

    public static void WriteHeader20(ByteWriter writer, byte typeAndFlags, uint sessionId, uint sequence, int payloadLength)
    {
        writer.WriteByte((byte)AuthType.RmcpPlus);
        writer.WriteByte(typeAndFlags);
        writer.WriteUInt32(sessionId);
        writer.WriteUInt32(sequence);
        writer.WriteUInt16(payloadLength);
    }

    private static SessionPacket Read15(ArraySegment<byte> datagram, ByteReader reader, AuthType authType)
    {
        uint sequence = reader.ReadUInt32(), sessionId = reader.ReadUInt32();
        var authCode = authType == AuthType.None ? default : reader.ReadSegment(AuthCodeLength15);
        int length = reader.ReadByte();
        return new SessionPacket
        {
            Datagram = datagram,
            AuthType = authType,
            PayloadType = PayloadType.Ipmi,
            Authenticated = authType != AuthType.None,
            SessionId = sessionId,
            Sequence = sequence,
            AuthCode = authCode,
            Payload = reader.ReadSegment(length),
        };
    }

    private static SessionPacket ReadRmcpPlus(ArraySegment<byte> datagram, ByteReader reader)
    {
        byte type = reader.ReadByte();
        var payloadType = (PayloadType)(type & 0x3F);
        if (payloadType == PayloadType.OemExplicit)
            reader.Skip(6);
        uint sessionId = reader.ReadUInt32(), sequence = reader.ReadUInt32();
        int length = reader.ReadUInt16();
        return new SessionPacket
        {
            Datagram = datagram,
            AuthType = AuthType.RmcpPlus,
            PayloadType = payloadType,
            Encrypted = (type & 0x80) != 0,
            Authenticated = (type & 0x40) != 0,
            SessionId = sessionId,
            Sequence = sequence,
            Payload = reader.ReadSegment(length),
            Trailer = reader.ReadSegment(reader.Remaining),
        };
    }
}
