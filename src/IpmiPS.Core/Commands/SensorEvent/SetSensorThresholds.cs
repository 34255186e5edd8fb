using IpmiPS.Wire;

namespace IpmiPS.Commands.SensorEvent;

/// <summary>Set Sensor Thresholds. The caller sees to their order, lowest to highest. IPMI 2.0 section 35.8.</summary>
/// <param name="sensorNumber">The sensor; FFh is reserved.</param>
/// <param name="thresholds">The values; those in its mask are set.</param>
/// <param name="lun">Logical unit of the sensor, 0 to 3.</param>
public sealed class SetSensorThresholds(byte sensorNumber, Thresholds thresholds, byte lun = 0) : IpmiAction(Definition)
{
    /// <summary>The command's definition.</summary>
    public static ActionDefinition<SetSensorThresholds> Definition { get; } =
        new(NetFn.SensorEvent, 0x26, "Set Sensor Thresholds", PrivilegeLevel.Operator, ReadRequest) { IsIdempotent = true };

    /// <summary>The sensor.</summary>
    public byte SensorNumber { get; } = sensorNumber;

    /// <summary>The values; those in its mask are set.</summary>
    public Thresholds Thresholds { get; } = thresholds;

    /// <inheritdoc/>
    public override byte Lun => lun;

    /// <summary>Reads the request's data, as a BMC does: sensor number, mask, six values.</summary>
    /// <exception cref="MalformedDataException">The mask has reserved bits.</exception>
    public static SetSensorThresholds ReadRequest(ByteReader reader)
    {
        byte sensorNumber = reader.ReadByte();
        var values = reader.Slice(7);
        byte mask = values.PeekByte();
        return (mask & ~(byte)ThresholdMask.All) == 0
            ? new SetSensorThresholds(sensorNumber, Thresholds.Read(values))
            : throw new MalformedDataException($"The mask {mask:X2}h names thresholds that do not exist.");
    }

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        writer.WriteByte(SensorNumber);
        Thresholds.Write(writer);
    }
}
