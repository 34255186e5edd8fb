using System;
using IpmiPS.Packets;
using IpmiPS.Wire;

namespace IpmiPS.Sessions;

/// <summary>
/// RAKP Message 1. IPMI 2.0 section 13.20, table 13-11: tag, reserved (3), BMC session id (4), console random number (16),
/// role (3:0 privilege, bit 4 name-only look-up), reserved (2), user name length, user name.
/// </summary>
internal sealed record Rakp1(byte Tag, uint BmcSessionId, byte[] ConsoleRandom, byte Role, byte[] UserName)
{
    public const byte NameOnlyLookup = 0x10;

    public const int MaximumUserName = 16;

    public static Rakp1 Read(ByteReader reader)
    {
        byte tag = reader.ReadByte();
        reader.Skip(3);
        uint id = reader.ReadUInt32();
        byte[] random = reader.ReadBytes(16);
        byte role = reader.ReadByte();
        reader.Skip(2);
        return new(tag, id, random, role, reader.ReadBytes(reader.ReadByte()));
    }

    public void Write(ByteWriter writer)
    {
        writer.WriteByte(Tag);
        writer.WriteUInt24(0);
        writer.WriteUInt32(BmcSessionId);
        writer.WriteBytes(ConsoleRandom);
        writer.WriteByte(Role);
        writer.WriteUInt16(0);
        writer.WriteByte((byte)UserName.Length);
        writer.WriteBytes(UserName);
    }
}

/// <summary>
/// RAKP Message 2. IPMI 2.0 section 13.21, table 13-12: tag, status, reserved (2), console session id (4), BMC random number (16),
/// BMC GUID (16), key exchange authentication code.
/// </summary>
internal sealed record Rakp2(byte Tag, RmcpStatus Status, uint ConsoleSessionId)
{
    public byte[] BmcRandom { get; init; } = [];

    public byte[] BmcGuid { get; init; } = [];

    public byte[] Code { get; init; } = [];

    public static Rakp2 Read(ByteReader reader)
    {
        byte tag = reader.ReadByte();
        var status = (RmcpStatus)reader.ReadByte();
        if (status != RmcpStatus.NoErrors)
            return new(tag, status, 0);
        reader.Skip(2);
        return new(tag, status, reader.ReadUInt32()) { BmcRandom = reader.ReadBytes(16), BmcGuid = reader.ReadBytes(16), Code = reader.ReadRest() };
    }

    public void Write(ByteWriter writer)
    {
        writer.WriteByte(Tag);
        writer.WriteByte((byte)Status);
        writer.WriteUInt16(0);
        writer.WriteUInt32(ConsoleSessionId);
        if (Status != RmcpStatus.NoErrors)
            return;
        writer.WriteBytes(BmcRandom);
        writer.WriteBytes(BmcGuid);
        writer.WriteBytes(Code);
    }
}

/// <summary>RAKP Message 3. IPMI 2.0 section 13.22, table 13-13: tag, status, reserved (2), BMC session id (4), key exchange authentication code.</summary>
internal sealed record Rakp3(byte Tag, RmcpStatus Status, uint BmcSessionId, byte[] Code)
{
    public static Rakp3 Read(ByteReader reader)
    {
        byte tag = reader.ReadByte();
        var status = (RmcpStatus)reader.ReadByte();
        reader.Skip(2);
        return new(tag, status, reader.ReadUInt32(), reader.ReadRest());
    }

    public void Write(ByteWriter writer)
    {
        writer.WriteByte(Tag);
        writer.WriteByte((byte)Status);
        writer.WriteUInt16(0);
        writer.WriteUInt32(BmcSessionId);
        writer.WriteBytes(Code);
    }
}

/// <summary>RAKP Message 4. IPMI 2.0 section 13.23, table 13-14: tag, status, reserved (2), console session id (4), integrity check value.</summary>
internal sealed record Rakp4(byte Tag, RmcpStatus Status, uint ConsoleSessionId, byte[] Code)
{
    public static Rakp4 Read(ByteReader reader)
    {
        byte tag = reader.ReadByte();
        var status = (RmcpStatus)reader.ReadByte();
        if (status != RmcpStatus.NoErrors)
            return new(tag, status, 0, []);
        reader.Skip(2);
        return new(tag, status, reader.ReadUInt32(), reader.ReadRest());
    }

    public void Write(ByteWriter writer)
    {
        writer.WriteByte(Tag);
        writer.WriteByte((byte)Status);
        writer.WriteUInt16(0);
        writer.WriteUInt32(ConsoleSessionId);
        writer.WriteBytes(Code);
    }
}
