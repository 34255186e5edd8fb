using IpmiPS.Wire;

namespace IpmiPS.Commands.SensorEvent;

/// <summary>Get Sensor Type. IPMI 2.0 section 35.16.</summary>
/// <param name="sensorNumber">The sensor; FFh is reserved.</param>
/// <param name="lun">Logical unit of the sensor, 0 to 3.</param>
public sealed class GetSensorType(byte sensorNumber, byte lun = 0) : IpmiCommand<SensorTypeCodes>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetSensorType, SensorTypeCodes> Definition { get; } =
        new(NetFn.SensorEvent, 0x2F, "Get Sensor Type", PrivilegeLevel.User, ReadRequest, static (writer, response) => response.Write(writer));

    /// <summary>The sensor.</summary>
    public byte SensorNumber { get; } = sensorNumber;

    /// <inheritdoc/>
    public override byte Lun => lun;

    /// <summary>Reads the request's data, as a BMC does: sensor number.</summary>
    public static GetSensorType ReadRequest(ByteReader reader) => new(reader.ReadByte());

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer) => writer.WriteByte(SensorNumber);

    /// <inheritdoc/>
    public override SensorTypeCodes ReadResponse(ByteReader reader) => SensorTypeCodes.Read(reader);
}

/// <summary>What kind of sensor one is. IPMI 2.0 sections 35.15 and 35.16.</summary>
/// <param name="SensorType">Sensor type code, table 42-3.</param>
/// <param name="EventReadingType">Event/reading type code, table 42-1; bit 7 is reserved.</param>
public readonly record struct SensorTypeCodes(byte SensorType, byte EventReadingType)
{
    /// <summary>Reads sensor type and event/reading type.</summary>
    public static SensorTypeCodes Read(ByteReader reader) => new(reader.ReadByte(), (byte)(reader.ReadByte() & 0x7F));

    /// <summary>Writes both codes.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte(SensorType);
        writer.WriteByte(EventReadingType);
    }
}
