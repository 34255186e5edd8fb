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

/// <summary>Completion codes of the configuration parameters. DCMI 1.5 section 6.1.2.</summary>
internal static class ConfigurationCodes
{
    public static string? Describe(byte code) => code switch
    {
        0x80 => "parameter not supported",
        0x82 => "parameter is read-only",
        0x83 => "parameter is write-only",
        _ => null,
    };
}
