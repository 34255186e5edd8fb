using IpmiPS.Wire;

namespace IpmiPS.Commands.SensorEvent;

/// <summary>Set Sensor Type: for sensors that can be made to be of different kinds. IPMI 2.0 section 35.15.</summary>
/// <param name="sensorNumber">The sensor; FFh is reserved.</param>
/// <param name="codes">What the sensor is to be.</param>
/// <param name="lun">Logical unit of the sensor, 0 to 3.</param>
public sealed class SetSensorType(byte sensorNumber, SensorTypeCodes codes, byte lun = 0) : IpmiAction(Definition)
{
    /// <summary>The command's definition.</summary>
    public static ActionDefinition<SetSensorType> Definition { get; } =
        new(NetFn.SensorEvent, 0x2E, "Set Sensor Type", PrivilegeLevel.Operator, ReadRequest) { IsIdempotent = true };

    /// <summary>The sensor.</summary>
    public byte SensorNumber { get; } = sensorNumber;

    /// <summary>What the sensor is to be.</summary>
    public SensorTypeCodes Codes { get; } = codes;

    /// <inheritdoc/>
    public override byte Lun => lun;

    /// <summary>Reads the request's data, as a BMC does: sensor number, sensor type, event/reading type.</summary>
    public static SetSensorType ReadRequest(ByteReader reader) => new(reader.ReadByte(), SensorTypeCodes.Read(reader));

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        writer.WriteByte(SensorNumber);
        Codes.Write(writer);
    }
}
