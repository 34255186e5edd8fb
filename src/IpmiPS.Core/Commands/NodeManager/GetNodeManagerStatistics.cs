using IpmiPS.Wire;

namespace IpmiPS.Commands.NodeManager;

/// <summary>Get Node Manager Statistics. Intel Node Manager 3.0.</summary>
/// <param name="mode">1 power, 2 inlet temperature, 3 throttling, 4 airflow, 5 outlet temperature, 6 chassis power, 11h to 13h those of a policy.</param>
/// <param name="domain">Domain: 0 the whole platform, 1 processors, 2 memory, 3 hardware protection, 4 high-power I/O.</param>
/// <param name="policy">Policy id.</param>
public sealed class GetNodeManagerStatistics(byte mode, byte domain, byte policy) : NodeManagerCommand<NodeManagerStatistics>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetNodeManagerStatistics, NodeManagerStatistics> Definition { get; } =
        new(NetFn.OemGroup, 0xC8, "Get Node Manager Statistics", PrivilegeLevel.User, ReadRequest, static (writer, response) => response.Write(writer)) { Iana = NodeManagerGroup.Iana };

    /// <summary>Which statistics.</summary>
    public byte Mode => mode;

    /// <summary>Domain.</summary>
    public byte Domain => domain;

    /// <summary>Policy id.</summary>
    public byte Policy => policy;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        NodeManagerGroup.Write(writer);
        writer.WriteByte(mode);
        writer.WriteByte(domain);
        writer.WriteByte(policy);
    }

    /// <summary>Reads the request, as the controller does.</summary>
    public static GetNodeManagerStatistics ReadRequest(ByteReader reader)
    {
        NodeManagerGroup.Read(reader);
        return new(reader.ReadByte(), reader.ReadByte(), reader.ReadByte());
    }

    /// <inheritdoc/>
    public override NodeManagerStatistics ReadResponse(ByteReader reader) => NodeManagerStatistics.Read(reader);
}

/// <summary>Statistics of Node Manager: watts, degrees Celsius, percent or tenths of CFM.</summary>
public sealed record NodeManagerStatistics
{
    /// <summary>Mode: power in watts.</summary>
    public const byte Power = 1;

    /// <summary>Mode: inlet temperature in degrees Celsius.</summary>
    public const byte InletTemperature = 2;

    private const byte AdministrativeBit = 0x10, OperationalBit = 0x20, MeasuringBit = 0x40, LimitingBit = 0x80;

    /// <summary>Present value.</summary>
    public ushort Current { get; init; }

    /// <summary>Minimum over the period.</summary>
    public ushort Minimum { get; init; }

    /// <summary>Maximum over the period.</summary>
    public ushort Maximum { get; init; }

    /// <summary>Average over the period.</summary>
    public ushort Average { get; init; }

    /// <summary>Time of the reading, as IPMI time.</summary>
    public uint Time { get; init; }

    /// <summary>Period of the statistics in seconds.</summary>
    public uint Period { get; init; }

    /// <summary>Domain.</summary>
    public byte Domain { get; init; }

    /// <summary>Whether the policy, or Node Manager, is enabled.</summary>
    public bool IsEnabled { get; init; }

    /// <summary>Whether it is operating.</summary>
    public bool IsOperational { get; init; }

    /// <summary>Whether the value is being measured.</summary>
    public bool IsMeasuring { get; init; }

    /// <summary>Whether a policy is limiting the power.</summary>
    public bool IsLimiting { get; init; }

    /// <summary>Reads the response: enterprise number, current, minimum, maximum, average, time, period, domain with states.</summary>
    public static NodeManagerStatistics Read(ByteReader reader)
    {
        NodeManagerGroup.Read(reader);
        ushort current = reader.ReadUInt16(), minimum = reader.ReadUInt16(), maximum = reader.ReadUInt16(), average = reader.ReadUInt16();
        uint time = reader.ReadUInt32(), period = reader.ReadUInt32();
        byte state = reader.ReadByte();
        return new()
        {
            Current = current,
            Minimum = minimum,
            Maximum = maximum,
            Average = average,
            Time = time,
            Period = period,
            Domain = (byte)(state & 0x0F),
            IsEnabled = (state & AdministrativeBit) != 0,
            IsOperational = (state & OperationalBit) != 0,
            IsMeasuring = (state & MeasuringBit) != 0,
            IsLimiting = (state & LimitingBit) != 0,
        };
    }

    /// <summary>Writes the response, as the controller does.</summary>
    public void Write(ByteWriter writer)
    {
        NodeManagerGroup.Write(writer);
        writer.WriteUInt16(Current);
        writer.WriteUInt16(Minimum);
        writer.WriteUInt16(Maximum);
        writer.WriteUInt16(Average);
        writer.WriteUInt32(Time);
        writer.WriteUInt32(Period);
        writer.WriteByte((byte)(Domain & 0x0F | (IsEnabled ? AdministrativeBit : 0) | (IsOperational ? OperationalBit : 0) | (IsMeasuring ? MeasuringBit : 0) | (IsLimiting ? LimitingBit : 0)));
    }
}
