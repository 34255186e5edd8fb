using IpmiPS.Wire;

namespace IpmiPS.Commands.Oem;

/// <summary>
/// Dell: leaves the fans to the BMC, takes them over, or sets their duty. iDRAC 6 to 8, and 9 with older firmware; newer firmware refuses it with D4h.
/// </summary>
/// <param name="function">1 mode, 2 duty.</param>
/// <param name="data">Mode: 1 automatic, 0 manual. Duty: FFh for all fans, percent.</param>
public sealed class DellFans(byte function, byte[] data) : IpmiCommand<byte?>(Definition)
{
    /// <summary>Function: mode.</summary>
    public const byte Mode = 0x01;

    /// <summary>Function: duty.</summary>
    public const byte Duty = 0x02;

    /// <summary>The command's definition. The same request twice has the same effect.</summary>
    public static CommandDefinition<DellFans, byte?> Definition { get; } =
        new((NetFn)0x30, 0x30, "Fan Control (Dell)", PrivilegeLevel.Administrator, ReadRequest, static (_, _) => { }) { IsIdempotent = true };

    private const byte AllFans = 0xFF;

    /// <summary>What is set.</summary>
    public byte Function => function;

    /// <summary>Its values.</summary>
    public byte[] Data => data;

    /// <summary>Leaves the fans to the BMC, or takes them over.</summary>
    public static DellFans SetMode(bool isAutomatic) => new(Mode, [(byte)(isAutomatic ? 1 : 0)]);

    /// <summary>Sets the duty of all fans, 0 to 100 percent.</summary>
    public static DellFans SetPercent(byte percent) => new(Duty, [AllFans, percent]);

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        writer.WriteByte(function);
        writer.WriteBytes(data);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static DellFans ReadRequest(ByteReader reader) => new(reader.ReadByte(), reader.ReadRest());

    /// <summary>The response has no data.</summary>
    public override byte? ReadResponse(ByteReader reader) => null;
}
