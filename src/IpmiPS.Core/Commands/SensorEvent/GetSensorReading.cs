using IpmiPS.Wire;

namespace IpmiPS.Commands.SensorEvent;

/// <summary>Get Sensor Reading: present reading and states. IPMI 2.0 section 35.14.</summary>
/// <param name="sensorNumber">The sensor; FFh is reserved.</param>
/// <param name="lun">Logical unit of the sensor, 0 to 3.</param>
public sealed class GetSensorReading(byte sensorNumber, byte lun = 0) : IpmiCommand<SensorReadingAndStates>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetSensorReading, SensorReadingAndStates> Definition { get; } =
        new(NetFn.SensorEvent, 0x2D, "Get Sensor Reading", PrivilegeLevel.User, ReadRequest, static (writer, response) => response.Write(writer));

    /// <summary>The sensor.</summary>
    public byte SensorNumber { get; } = sensorNumber;

    /// <inheritdoc/>
    public override byte Lun => lun;

    /// <summary>Reads the request's data, as a BMC does: sensor number.</summary>
    public static GetSensorReading ReadRequest(ByteReader reader) => new(reader.ReadByte());

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer) => writer.WriteByte(SensorNumber);

    /// <inheritdoc/>
    public override SensorReadingAndStates ReadResponse(ByteReader reader) => SensorReadingAndStates.Read(reader);
}

/// <summary>A sensor's present reading and states. IPMI 2.0 section 35.14, table 35-15.</summary>
public sealed record SensorReadingAndStates
{
    /// <summary>The bit of <see cref="Flags"/> that is set while the sensor is scanned.</summary>
    public const byte ScanningFlag = 0x40;

    /// <summary>The raw reading; without meaning for discrete sensors and while <see cref="IsUnavailable"/>.</summary>
    public byte Reading { get; init; }

    /// <summary>[7] event messages enabled, [6] scanning enabled, [5] reading or state unavailable.</summary>
    public byte Flags { get; init; }

    /// <summary>Thresholds that are passed, or states 0 to 7; null if the BMC omits them.</summary>
    public byte? States { get; init; }

    /// <summary>States 8 to 14, of discrete sensors; null if the BMC omits them.</summary>
    public byte? MoreStates { get; init; }

    /// <summary>Whether the sensor sends event messages.</summary>
    public bool EventsEnabled => (Flags & 0x80) != 0;

    /// <summary>Whether the sensor is being scanned. Where not, reading and states are not those of now.</summary>
    public bool ScanningEnabled => (Flags & ScanningFlag) != 0;

    /// <summary>Whether there is no valid reading: not updated yet, or what the sensor watches is not there.</summary>
    public bool IsUnavailable => (Flags & 0x20) != 0;

    /// <summary>States 0 to 14 of a discrete sensor as bits; the reserved bit 15 is left out.</summary>
    public ushort StateBits => (ushort)((States ?? 0) | ((MoreStates ?? 0) & 0x7F) << 8);

    /// <summary>Thresholds of a threshold-based sensor that the reading is at or beyond.</summary>
    public ThresholdMask PassedThresholds => (ThresholdMask)(States ?? 0) & ThresholdMask.All;

    /// <summary>Reads the response: reading, flags, [thresholds or states 0 to 7], [states 8 to 14].</summary>
    public static SensorReadingAndStates Read(ByteReader reader) => new()
    {
        Reading = reader.ReadByte(),
        Flags = reader.ReadByte(),
        States = reader.IsAtEnd ? null : reader.ReadByte(),
        MoreStates = reader.IsAtEnd ? null : reader.ReadByte(),
    };

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte(Reading);
        writer.WriteByte(Flags);
        if (States is not { } states)
            return;
        writer.WriteByte(states);
        if (MoreStates is { } more)
            writer.WriteByte(more);
    }
}
