using IpmiPS.Wire;

namespace IpmiPS.Commands.Oem;

/// <summary>Supermicro X10 and later: reads or sets the duty of the fans of a zone.</summary>
/// <param name="zone">0 processors and system, 1 peripherals.</param>
/// <param name="percent">The duty to set, 0 to 100; null to read it.</param>
public sealed class SupermicroFanDuty(byte zone, byte? percent) : IpmiCommand<byte?>(Definition)
{
    /// <summary>The command's definition. The same request twice has the same effect.</summary>
    public static CommandDefinition<SupermicroFanDuty, byte?> Definition { get; } =
        new((NetFn)0x30, 0x70, "Fan Duty (Supermicro)", PrivilegeLevel.Administrator, ReadRequest, WriteResponse) { IsIdempotent = true };

    private const byte Function = 0x66, Get = 0x00, Set = 0x01;

    /// <summary>The zone.</summary>
    public byte Zone => zone;

    /// <summary>The duty to set; null to read it.</summary>
    public byte? Percent => percent;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        writer.WriteByte(Function);
        writer.WriteByte(percent is null ? Get : Set);
        writer.WriteByte(zone);
        if (percent is { } value)
            writer.WriteByte(value);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    /// <exception cref="MalformedDataException">It is another function of this command.</exception>
    public static SupermicroFanDuty ReadRequest(ByteReader reader)
    {
        byte function = reader.ReadByte();
        if (function != Function)
            throw new MalformedDataException($"Function {function:X2}h is not known.");
        bool isSet = reader.ReadByte() == Set;
        return new(reader.ReadByte(), isSet ? reader.ReadByte() : null);
    }

    /// <summary>Reads the response: the duty, if it was read.</summary>
    public override byte? ReadResponse(ByteReader reader) => percent is null ? reader.ReadByte() : null;

    private static void WriteResponse(ByteWriter writer, byte? percent)
    {
        if (percent is { } value)
            writer.WriteByte(value);
    }
}
