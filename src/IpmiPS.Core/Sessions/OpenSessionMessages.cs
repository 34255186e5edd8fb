using System;
using IpmiPS.Crypto;
using IpmiPS.Packets;
using IpmiPS.Wire;

namespace IpmiPS.Sessions;

/// <summary>
/// RMCP+ Open Session Request. IPMI 2.0 section 13.17, table 13-9: tag, maximum privilege, reserved (2), console session id (4),
/// then for authentication (00h), integrity (01h) and confidentiality (02h): type, reserved (2), length 08h, algorithm, reserved (3).
/// </summary>
internal sealed record OpenSessionRequest(byte Tag, byte Privilege, uint ConsoleSessionId, AuthenticationAlgorithm Authentication, IntegrityAlgorithm Integrity, ConfidentialityAlgorithm Confidentiality)
{
    public static OpenSessionRequest Read(ByteReader reader)
    {
        byte tag = reader.ReadByte(), privilege = reader.ReadByte();
        reader.Skip(2);
        uint id = reader.ReadUInt32();
        return new(tag, privilege, id,
            (AuthenticationAlgorithm)SecurityPayload.Read(reader), (IntegrityAlgorithm)SecurityPayload.Read(reader), (ConfidentialityAlgorithm)SecurityPayload.Read(reader));
    }

    public void Write(ByteWriter writer)
    {
        writer.WriteByte(Tag);
        writer.WriteByte(Privilege);
        writer.WriteUInt16(0);
        writer.WriteUInt32(ConsoleSessionId);
        SecurityPayload.Write(writer, 0, (byte)Authentication);
        SecurityPayload.Write(writer, 1, (byte)Integrity);
        SecurityPayload.Write(writer, 2, (byte)Confidentiality);
    }
}

/// <summary>
/// RMCP+ Open Session Response. IPMI 2.0 section 13.18, table 13-10: tag, status, maximum privilege, reserved, console session id (4),
/// BMC session id (4), algorithms as in the request. An error may end after the status or after the console's id; some BMCs send the status alone.
/// </summary>
internal sealed record OpenSessionResponse(byte Tag, RmcpStatus Status)
{
    /// <summary>Whether the response has a tag; an error that consists of the status alone has none.</summary>
    public bool HasTag { get; init; } = true;

    public byte Privilege { get; init; }

    public uint ConsoleSessionId { get; init; }

    public uint BmcSessionId { get; init; }

    public AuthenticationAlgorithm Authentication { get; init; }

    public IntegrityAlgorithm Integrity { get; init; }

    public ConfidentialityAlgorithm Confidentiality { get; init; }

    public static OpenSessionResponse Read(ByteReader reader)
    {
        bool hasTag = reader.Remaining != 1 || (RmcpStatus)reader.PeekByte() is RmcpStatus.NoErrors or > RmcpStatus.IllegalParameter;
        byte tag = hasTag ? reader.ReadByte() : (byte)0;
        var status = (RmcpStatus)reader.ReadByte();
        if (status != RmcpStatus.NoErrors)
            return new(tag, status) { HasTag = hasTag };
        byte privilege = reader.ReadByte();
        reader.Skip(1);
        return new(tag, status)
        {
            Privilege = privilege,
            ConsoleSessionId = reader.ReadUInt32(),
            BmcSessionId = reader.ReadUInt32(),
            Authentication = (AuthenticationAlgorithm)SecurityPayload.Read(reader),
            Integrity = (IntegrityAlgorithm)SecurityPayload.Read(reader),
            Confidentiality = (ConfidentialityAlgorithm)SecurityPayload.Read(reader),
        };
    }

    public void Write(ByteWriter writer)
    {
        if (HasTag)
            writer.WriteByte(Tag);
        writer.WriteByte((byte)Status);
        if (!HasTag)
            return;
        writer.WriteByte(Privilege);
        writer.WriteByte(0);
        writer.WriteUInt32(ConsoleSessionId);
        if (Status != RmcpStatus.NoErrors)
            return;
        writer.WriteUInt32(BmcSessionId);
        SecurityPayload.Write(writer, 0, (byte)Authentication);
        SecurityPayload.Write(writer, 1, (byte)Integrity);
        SecurityPayload.Write(writer, 2, (byte)Confidentiality);
    }
}

/// <summary>One algorithm proposal within Open Session: type, reserved (2), length, algorithm, reserved (3).</summary>
internal static class SecurityPayload
{
    private const byte Length = 8;

    public static byte Read(ByteReader reader)
    {
        reader.Skip(3);
        int length = reader.ReadByte();
        byte algorithm = (byte)(reader.ReadByte() & 0x3F);
        reader.Skip(3);

        // Length 0 is a wildcard: the other end may choose. It has no algorithm, which is read as 0.
        return length == 0 ? (byte)0 : algorithm;
    }

    public static void Write(ByteWriter writer, byte type, byte algorithm)
    {
        writer.WriteByte(type);
        writer.WriteUInt16(0);
        writer.WriteByte(Length);
        writer.WriteByte(algorithm);
        writer.WriteUInt24(0);
    }
}
