using IpmiPS.Wire;

namespace IpmiPS.Commands.SensorEvent;

/// <summary>Get Sensor Hysteresis. IPMI 2.0 section 35.7.</summary>
/// <param name="sensorNumber">The sensor; FFh is reserved.</param>
/// <param name="lun">Logical unit of the sensor, 0 to 3.</param>
public sealed class GetSensorHysteresis(byte sensorNumber, byte lun = 0) : IpmiCommand<SensorHysteresis>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetSensorHysteresis, SensorHysteresis> Definition { get; } =
        new(NetFn.SensorEvent, 0x25, "Get Sensor Hysteresis", PrivilegeLevel.User, ReadRequest, static (writer, response) => response.Write(writer));

    /// <summary>The sensor.</summary>
    public byte SensorNumber { get; } = sensorNumber;

    /// <inheritdoc/>
    public override byte Lun => lun;

    /// <summary>Reads the request's data, as a BMC does: sensor number, reserved.</summary>
    public static GetSensorHysteresis ReadRequest(ByteReader reader)
    {
        var command = new GetSensorHysteresis(reader.ReadByte());
        reader.Skip(1);
        return command;
    }

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        writer.WriteByte(SensorNumber);
        writer.WriteByte(0xFF); // reserved for a mask
    }

    /// <inheritdoc/>
    public override SensorHysteresis ReadResponse(ByteReader reader) => SensorHysteresis.Read(reader);
}

/// <summary>A sensor's hysteresis in raw counts; 0 is none. IPMI 2.0 sections 35.6 and 35.7.</summary>
/// <param name="Positive">What a reading must fall below an upper threshold for it to be passed no longer.</param>
/// <param name="Negative">What a reading must rise above a lower threshold for it to be passed no longer.</param>
public readonly record struct SensorHysteresis(byte Positive, byte Negative)
{
    /// <summary>Reads positive-going and negative-going hysteresis.</summary>
    public static SensorHysteresis Read(ByteReader reader) => new(reader.ReadByte(), reader.ReadByte());

    /// <summary>Writes both values.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte(Positive);
        writer.WriteByte(Negative);
    }
}
