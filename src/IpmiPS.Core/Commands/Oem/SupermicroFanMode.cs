using IpmiPS.Wire;

namespace IpmiPS.Commands.Oem;

/// <summary>Supermicro X10 and later: reads or sets the fan mode.</summary>
/// <param name="mode">The mode to set; null to read it.</param>
public sealed class SupermicroFanMode(byte? mode) : IpmiCommand<byte?>(Definition)
{
    /// <summary>Mode: the BMC controls the fans.</summary>
    public const byte Standard = 0;

    /// <summary>Mode: full speed. The BMC leaves a duty alone only in this mode.</summary>
    public const byte Full = 1;

    /// <summary>The command's definition. The same request twice has the same effect.</summary>
    public static CommandDefinition<SupermicroFanMode, byte?> Definition { get; } =
        new((NetFn)0x30, 0x45, "Fan Mode (Supermicro)", PrivilegeLevel.Administrator, ReadRequest, WriteResponse) { IsIdempotent = true };

    private const byte Get = 0x00, Set = 0x01;

    /// <summary>The mode to set; null to read it.</summary>
    public byte? Mode => mode;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        writer.WriteByte(mode is null ? Get : Set);
        if (mode is { } value)
            writer.WriteByte(value);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static SupermicroFanMode ReadRequest(ByteReader reader) => new(reader.ReadByte() == Set ? reader.ReadByte() : null);

    /// <summary>Reads the response: the mode, if it was read.</summary>
    public override byte? ReadResponse(ByteReader reader) => mode is null ? reader.ReadByte() : null;

    private static void WriteResponse(ByteWriter writer, byte? mode)
    {
        if (mode is { } value)
            writer.WriteByte(value);
    }
}
