using IpmiPS.Wire;

namespace IpmiPS.Commands.Dcmi;

/// <summary>Get Power Reading. DCMI 1.5 section 6.6.1.</summary>
/// <param name="mode">1 for the system's power statistics, 2 for those of a rolling average.</param>
/// <param name="period">Period of the rolling average, for mode 2: [7:6] unit (0 s, 1 min, 2 h, 3 d), [5:0] count.</param>
public sealed class GetPowerReading(byte mode = GetPowerReading.SystemStatistics, byte period = 0) : IpmiCommand<PowerReading>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetPowerReading, PowerReading> Definition { get; } =
        new(NetFn.GroupExtension, 0x02, "Get Power Reading", PrivilegeLevel.User, ReadRequest, static (writer, response) => response.Write(writer)) { Group = DcmiGroup.Number };

    /// <summary>Mode: the system's power statistics.</summary>
    public const byte SystemStatistics = 1;

    /// <summary>Mode: the statistics of a rolling average.</summary>
    public const byte RollingAverage = 2;

    /// <summary>Mode.</summary>
    public byte Mode => mode;

    /// <summary>Period of the rolling average.</summary>
    public byte Period => period;

    /// <summary>Writes the request: group, mode, period, reserved.</summary>
    public override void WriteRequest(ByteWriter writer)
    {
        DcmiGroup.Write(writer);
        writer.WriteByte(mode);
        writer.WriteByte(period);
        writer.WriteByte(0);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static GetPowerReading ReadRequest(ByteReader reader)
    {
        DcmiGroup.Read(reader);
        var command = new GetPowerReading(reader.ReadByte(), reader.ReadByte());
        reader.Skip(1);
        return command;
    }

    /// <inheritdoc/>
    public override PowerReading ReadResponse(ByteReader reader) => PowerReading.Read(reader);
}

/// <summary>Power statistics. DCMI 1.5 section 6.6.1, table 6-16.</summary>
public sealed record PowerReading
{
    /// <summary>Present power in watts.</summary>
    public ushort Current { get; init; }

    /// <summary>Minimum power over the period in watts.</summary>
    public ushort Minimum { get; init; }

    /// <summary>Maximum power over the period in watts.</summary>
    public ushort Maximum { get; init; }

    /// <summary>Average power over the period in watts.</summary>
    public ushort Average { get; init; }

    /// <summary>Time of the reading, as IPMI time.</summary>
    public uint Time { get; init; }

    /// <summary>Period of the statistics in milliseconds; for a rolling average, the period as requested.</summary>
    public uint Period { get; init; }

    /// <summary>Whether power is being measured.</summary>
    public bool IsActive { get; init; }

    /// <summary>Reads the response: group, current, minimum, maximum, average, time, period, [6] measurement active.</summary>
    public static PowerReading Read(ByteReader reader)
    {
        DcmiGroup.Read(reader);
        return new()
        {
            Current = reader.ReadUInt16(),
            Minimum = reader.ReadUInt16(),
            Maximum = reader.ReadUInt16(),
            Average = reader.ReadUInt16(),
            Time = reader.ReadUInt32(),
            Period = reader.ReadUInt32(),
            IsActive = (reader.ReadByte() & 0x40) != 0,
        };
    }

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        DcmiGroup.Write(writer);
        writer.WriteUInt16(Current);
        writer.WriteUInt16(Minimum);
        writer.WriteUInt16(Maximum);
        writer.WriteUInt16(Average);
        writer.WriteUInt32(Time);
        writer.WriteUInt32(Period);
        writer.WriteByte(IsActive ? (byte)0x40 : (byte)0);
    }
}
