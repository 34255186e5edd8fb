using System;
using IpmiPS.Wire;

namespace IpmiPS.Packets;

/// <summary>
/// The RMCP header that every packet on port 623 begins with. IPMI 2.0 section 13.1.3, table 13-1:
/// version (06h = ASF 2.0), reserved (00h), sequence (FFh = no RMCP acknowledgement), class (06h ASF, 07h IPMI; bit 7 = acknowledgement).
/// </summary>
internal static class Rmcp
{
    public const int HeaderLength = 4;
    public const byte AsfClass = 0x06;
    public const byte IpmiClass = 0x07;

    private const byte Version = 0x06;
    private const byte NoAcknowledge = 0xFF;

    public static void WriteHeader(ByteWriter writer, byte messageClass, byte sequence = NoAcknowledge)
    {
        writer.WriteByte(Version);
        writer.WriteByte(0);
        writer.WriteByte(sequence);
        writer.WriteByte(messageClass);
    }

    /// <summary>Reads the header and returns the message class.</summary>
    public static byte ReadHeader(ByteReader reader)
    {
        byte version = reader.ReadByte();
        if (version != Version)
            throw new MalformedDataException($"RMCP version {version:X2}h is not 06h.");
        reader.Skip(2);
        return reader.ReadByte();
    }
}
