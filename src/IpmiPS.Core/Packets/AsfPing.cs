using IpmiPS.Wire;

namespace IpmiPS.Packets;

/// <summary>ASF presence ping and pong. IPMI 2.0 section 13.2.3 and 13.2.4; ASF 2.0 section 3.2.4.</summary>
internal static class AsfPing
{
    public const byte PongType = 0x40;
    public const byte PingType = 0x80;

    private const uint AsfIana = 4542;
    private const byte IpmiSupported = 0x81;

    /// <summary>IANA 4542, message type 80h, tag, reserved, length 0.</summary>
    public static byte[] WritePing(byte tag)
    {
        var writer = new ByteWriter(12);
        Rmcp.WriteHeader(writer, Rmcp.AsfClass);
        WriteAsf(writer, PingType, tag, 0);
        return writer.ToArray();
    }

    /// <summary>IANA 4542, type 40h, tag, reserved, length 16: IANA, OEM data, supported entities, interactions, 6 reserved.</summary>
    public static byte[] WritePong(byte tag)
    {
        var writer = new ByteWriter(28);
        Rmcp.WriteHeader(writer, Rmcp.AsfClass);
        WriteAsf(writer, PongType, tag, 16);
        writer.WriteUInt32BigEndian(AsfIana);
        writer.WriteUInt32BigEndian(0);
        writer.WriteByte(IpmiSupported);
        writer.WriteRepeated(0, 7);
        return writer.ToArray();
    }

    /// <summary>Reads an ASF message after its RMCP header.</summary>
    public static AsfMessage Read(ByteReader reader)
    {
        if (reader.ReadUInt32BigEndian() is var iana and not AsfIana)
            throw new MalformedDataException($"ASF message of IANA number {iana}, not {AsfIana}.");
        byte type = reader.ReadByte(), tag = reader.ReadByte();
        reader.Skip(1);
        int length = reader.ReadByte();
        if (type != PongType)
            return new AsfMessage(type, tag, false);
        var body = reader.Slice(length);
        uint enterprise = body.ReadUInt32BigEndian();
        body.Skip(4);
        return new AsfMessage(type, tag, (body.ReadByte() & 0x80) != 0, enterprise == AsfIana ? 0 : enterprise);
    }

    private static void WriteAsf(ByteWriter writer, byte type, byte tag, byte length)
    {
        writer.WriteUInt32BigEndian(AsfIana);
        writer.WriteByte(type);
        writer.WriteByte(tag);
        writer.WriteByte(0);
        writer.WriteByte(length);
    }
}

/// <param name="Type">80h ping, 40h pong.</param>
/// <param name="Tag">Copied from ping to pong.</param>
/// <param name="SupportsIpmi">Whether a pong names IPMI among the supported entities.</param>
/// <param name="VendorId">IANA enterprise number of a pong; 0 if it is that of ASF, which means none.</param>
internal readonly record struct AsfMessage(byte Type, byte Tag, bool SupportsIpmi, uint VendorId = 0);
