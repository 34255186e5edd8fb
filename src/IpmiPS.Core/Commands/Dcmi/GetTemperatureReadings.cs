using IpmiPS.Wire;

namespace IpmiPS.Commands.Dcmi;

/// <summary>Get Temperature Readings: the temperatures of an entity, up to eight from a start. DCMI 1.5 section 6.7.3.</summary>
/// <param name="entityId">40h or 37h inlet, 41h or 03h processor, 42h or 07h baseboard.</param>
/// <param name="instance">Entity instance; 0 for all.</param>
/// <param name="start">First instance to return, from 1.</param>
/// <param name="sensorType">Sensor type, 01h for temperature.</param>
public sealed class GetTemperatureReadings(byte entityId, byte instance = 0, byte start = 1, byte sensorType = GetDcmiSensorInfo.Temperature) : IpmiCommand<TemperatureReadings>(Definition)
{
    /// <summary>Maximum number of readings in one response.</summary>
    public const int PageSize = 8;

    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetTemperatureReadings, TemperatureReadings> Definition { get; } =
        new(NetFn.GroupExtension, 0x10, "Get Temperature Readings", PrivilegeLevel.User, ReadRequest, static (writer, response) => response.Write(writer)) { Group = DcmiGroup.Number };

    /// <summary>Entity id.</summary>
    public byte EntityId => entityId;

    /// <summary>Entity instance.</summary>
    public byte Instance => instance;

    /// <summary>First instance to return.</summary>
    public byte Start => start;

    /// <summary>Sensor type.</summary>
    public byte SensorType => sensorType;

    /// <summary>Writes the request: group, sensor type, entity id, instance, start.</summary>
    public override void WriteRequest(ByteWriter writer)
    {
        DcmiGroup.Write(writer);
        writer.WriteByte(sensorType);
        writer.WriteByte(entityId);
        writer.WriteByte(instance);
        writer.WriteByte(start);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static GetTemperatureReadings ReadRequest(ByteReader reader)
    {
        DcmiGroup.Read(reader);
        byte type = reader.ReadByte();
        return new(reader.ReadByte(), reader.ReadByte(), reader.ReadByte(), type);
    }

    /// <inheritdoc/>
    public override TemperatureReadings ReadResponse(ByteReader reader) => TemperatureReadings.Read(reader);
}

/// <summary>Temperatures. DCMI 1.5 section 6.7.3, table 6-22.</summary>
/// <param name="Total">Number of readings of the entity.</param>
/// <param name="Readings">Readings of this page.</param>
public sealed record TemperatureReadings(byte Total, DcmiTemperature[] Readings)
{
    /// <summary>Reads the response: group, total, count, pairs of temperature and instance.</summary>
    public static TemperatureReadings Read(ByteReader reader)
    {
        DcmiGroup.Read(reader);
        byte total = reader.ReadByte();
        var readings = new DcmiTemperature[reader.ReadByte()];
        for (int i = 0; i < readings.Length; i++)
            readings[i] = DcmiTemperature.Read(reader);
        return new(total, readings);
    }

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        DcmiGroup.Write(writer);
        writer.WriteByte(Total);
        writer.WriteByte((byte)Readings.Length);
        foreach (var reading in Readings)
            reading.Write(writer);
    }
}

/// <summary>One temperature.</summary>
/// <param name="Celsius">Degrees Celsius, -127 to 127.</param>
/// <param name="Instance">Entity instance.</param>
public readonly record struct DcmiTemperature(int Celsius, byte Instance)
{
    private const byte Sign = 0x80;

    /// <summary>Reads a pair: [7] sign, [6:0] magnitude, which is not two's complement; instance.</summary>
    public static DcmiTemperature Read(ByteReader reader)
    {
        byte value = reader.ReadByte();
        int magnitude = value & ~Sign;
        return new((value & Sign) != 0 ? -magnitude : magnitude, reader.ReadByte());
    }

    /// <summary>Writes the pair, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte((byte)(Celsius < 0 ? Sign | -Celsius : Celsius));
        writer.WriteByte(Instance);
    }
}
