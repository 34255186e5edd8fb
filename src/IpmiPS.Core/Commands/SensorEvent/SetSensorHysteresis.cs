using IpmiPS.Wire;

namespace IpmiPS.Commands.SensorEvent;

/// <summary>Set Sensor Hysteresis. IPMI 2.0 section 35.6.</summary>
/// <param name="sensorNumber">The sensor; FFh is reserved.</param>
/// <param name="hysteresis">The values in raw counts; 0 where the sensor has no such thresholds.</param>
/// <param name="lun">Logical unit of the sensor, 0 to 3.</param>
public sealed class SetSensorHysteresis(byte sensorNumber, SensorHysteresis hysteresis, byte lun = 0) : IpmiAction
{
    /// <summary>The command number.</summary>
    public const byte CommandCode = 0x24;

    /// <summary>The sensor.</summary>
    public byte SensorNumber { get; } = sensorNumber;

    /// <summary>The values in raw counts.</summary>
    public SensorHysteresis Hysteresis { get; } = hysteresis;

    /// <inheritdoc/>
    public override NetFn NetFn => NetFn.SensorEvent;

    /// <inheritdoc/>
    public override byte Code => CommandCode;

    /// <summary>Setting the same twice is harmless.</summary>
    public override bool IsIdempotent => true;

    /// <inheritdoc/>
    public override byte Lun => lun;

    /// <inheritdoc/>
    public override PrivilegeLevel Privilege => PrivilegeLevel.Operator;

    /// <summary>Reads the request's data, as a BMC does: sensor number, reserved, positive, negative.</summary>
    public static SetSensorHysteresis ReadRequest(ByteReader reader, byte lun = 0)
    {
        byte sensorNumber = reader.ReadByte();
        reader.Skip(1);
        return new SetSensorHysteresis(sensorNumber, SensorHysteresis.Read(reader), lun);
    }

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        writer.WriteByte(SensorNumber);
        writer.WriteByte(0xFF); // reserved for a mask
        Hysteresis.Write(writer);
    }
}
