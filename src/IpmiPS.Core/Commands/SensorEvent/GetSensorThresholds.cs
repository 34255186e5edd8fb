using IpmiPS.Wire;

namespace IpmiPS.Commands.SensorEvent;

/// <summary>Get Sensor Thresholds. IPMI 2.0 section 35.9.</summary>
/// <param name="sensorNumber">The sensor; FFh is reserved.</param>
/// <param name="lun">Logical unit of the sensor, 0 to 3.</param>
public sealed class GetSensorThresholds(byte sensorNumber, byte lun = 0) : IpmiCommand<Thresholds>
{
    /// <summary>The command number.</summary>
    public const byte CommandCode = 0x27;

    /// <summary>The sensor.</summary>
    public byte SensorNumber { get; } = sensorNumber;

    /// <inheritdoc/>
    public override NetFn NetFn => NetFn.SensorEvent;

    /// <inheritdoc/>
    public override byte Code => CommandCode;

    /// <inheritdoc/>
    public override byte Lun => lun;

    /// <summary>Reads the request's data, as a BMC does: sensor number.</summary>
    public static GetSensorThresholds ReadRequest(ByteReader reader, byte lun = 0) => new(reader.ReadByte(), lun);

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer) => writer.WriteByte(SensorNumber);

    /// <summary>Reads the response: readable thresholds, then the six values.</summary>
    public override Thresholds ReadResponse(ByteReader reader) => Thresholds.Read(reader);
}
