using IpmiPS.Wire;

namespace IpmiPS.Commands.SensorEvent;

/// <summary>Get Sensor Reading Factors: for sensors whose factors depend on the reading. IPMI 2.0 section 35.5.</summary>
/// <param name="sensorNumber">The sensor; FFh is reserved.</param>
/// <param name="reading">The raw reading that the factors are wanted for.</param>
/// <param name="lun">Logical unit of the sensor, 0 to 3.</param>
public sealed class GetSensorReadingFactors(byte sensorNumber, byte reading, byte lun = 0) : IpmiCommand<SensorReadingFactors>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetSensorReadingFactors, SensorReadingFactors> Definition { get; } =
        new(NetFn.SensorEvent, 0x23, "Get Sensor Reading Factors", PrivilegeLevel.User, ReadRequest, static (writer, response) => response.Write(writer));

    /// <summary>The sensor.</summary>
    public byte SensorNumber { get; } = sensorNumber;

    /// <summary>The raw reading.</summary>
    public byte Reading { get; } = reading;

    /// <inheritdoc/>
    public override byte Lun => lun;

    /// <summary>Reads the request's data, as a BMC does: sensor number, reading.</summary>
    public static GetSensorReadingFactors ReadRequest(ByteReader reader) => new(reader.ReadByte(), reader.ReadByte());

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        writer.WriteByte(SensorNumber);
        writer.WriteByte(Reading);
    }

    /// <inheritdoc/>
    public override SensorReadingFactors ReadResponse(ByteReader reader) => SensorReadingFactors.Read(reader);
}

/// <summary>The factors for one reading. IPMI 2.0 section 35.5.</summary>
/// <param name="NextReading">The next raw reading that has factors of its own.</param>
/// <param name="Factors">The factors.</param>
public readonly record struct SensorReadingFactors(byte NextReading, ReadingFactors Factors)
{
    /// <summary>Reads the response: next reading, six bytes of factors.</summary>
    public static SensorReadingFactors Read(ByteReader reader) => new(reader.ReadByte(), ReadingFactors.Read(reader));

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte(NextReading);
        Factors.Write(writer);
    }
}
