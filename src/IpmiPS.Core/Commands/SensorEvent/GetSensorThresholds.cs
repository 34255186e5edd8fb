using IpmiPS.Wire;

namespace IpmiPS.Commands.SensorEvent;

/// <summary>Get Sensor Thresholds. IPMI 2.0 section 35.9.</summary>
/// <param name="sensorNumber">The sensor; FFh is reserved.</param>
/// <param name="lun">Logical unit of the sensor, 0 to 3.</param>
public sealed class GetSensorThresholds(byte sensorNumber, byte lun = 0) : IpmiCommand<Thresholds>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetSensorThresholds, Thresholds> Definition { get; } =
        new(NetFn.SensorEvent, 0x27, "Get Sensor Thresholds", PrivilegeLevel.User, ReadRequest, static (writer, response) => response.Write(writer));

    /// <summary>The sensor.</summary>
    public byte SensorNumber { get; } = sensorNumber;

    /// <inheritdoc/>
    public override byte Lun => lun;

    /// <summary>Reads the request's data, as a BMC does: sensor number.</summary>
    public static GetSensorThresholds ReadRequest(ByteReader reader) => new(reader.ReadByte());

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer) => writer.WriteByte(SensorNumber);

    /// <summary>Reads the response: readable thresholds, then the six values.</summary>
    public override Thresholds ReadResponse(ByteReader reader) => Thresholds.Read(reader);
}
