using IpmiPS.Wire;

namespace IpmiPS.Commands.Dcmi;

/// <summary>The first data byte of every DCMI request and response, which names the body that defined the command. DCMI 1.5 section 6.</summary>
internal static class DcmiGroup
{
    /// <summary>DCMI.</summary>
    public const byte Number = 0xDC;

    /// <summary>Writes the byte.</summary>
    public static void Write(ByteWriter writer) => writer.WriteByte(Number);

    /// <summary>Reads the byte.</summary>
    /// <exception cref="MalformedDataException">It names another body.</exception>
    public static void Read(ByteReader reader)
    {
        byte group = reader.ReadByte();
        if (group != Number)
            throw new MalformedDataException($"The data belongs to group {group:X2}h, not to DCMI (DCh).");
    }
}
