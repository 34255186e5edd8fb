using IpmiPS.Wire;

namespace IpmiPS.Commands.SensorEvent;

/// <summary>Set Sensor Hysteresis. IPMI 2.0 section 35.6.</summary>
/// <param name="sensorNumber">The sensor; FFh is reserved.</param>
/// <param name="hysteresis">The values in raw counts; 0 if the sensor has no such thresholds.</param>
/// <param name="lun">Logical unit of the sensor, 0 to 3.</param>
public sealed class SetSensorHysteresis(byte sensorNumber, SensorHysteresis hysteresis, byte lun = 0) : IpmiAction(Definition)
{
    /// <summary>The command's definition.</summary>
    public static ActionDefinition<SetSensorHysteresis> Definition { get; } =
        new(NetFn.SensorEvent, 0x24, "Set Sensor Hysteresis", PrivilegeLevel.Operator, ReadRequest) { IsIdempotent = true };

    /// <summary>The sensor.</summary>
    public byte SensorNumber { get; } = sensorNumber;

    /// <summary>The values in raw counts.</summary>
    public SensorHysteresis Hysteresis { get; } = hysteresis;

    /// <inheritdoc/>
    public override byte Lun => lun;

    /// <summary>Reads the request's data, as a BMC does: sensor number, reserved, positive, negative.</summary>
    public static SetSensorHysteresis ReadRequest(ByteReader reader)
    {
        byte sensorNumber = reader.ReadByte();
        reader.Skip(1);
        return new SetSensorHysteresis(sensorNumber, SensorHysteresis.Read(reader));
    }

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        writer.WriteByte(SensorNumber);
        writer.WriteByte(0xFF); // reserved for a mask
        Hysteresis.Write(writer);
    }
}
