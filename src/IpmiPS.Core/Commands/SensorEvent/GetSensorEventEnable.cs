using IpmiPS.Wire;

namespace IpmiPS.Commands.SensorEvent;

/// <summary>Get Sensor Event Enable. IPMI 2.0 section 35.11.</summary>
/// <param name="sensorNumber">The sensor; FFh is reserved.</param>
/// <param name="lun">Logical unit of the sensor, 0 to 3.</param>
public sealed class GetSensorEventEnable(byte sensorNumber, byte lun = 0) : IpmiCommand<SensorEventEnables>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetSensorEventEnable, SensorEventEnables> Definition { get; } =
        new(NetFn.SensorEvent, 0x29, "Get Sensor Event Enable", PrivilegeLevel.User, ReadRequest, static (writer, response) => response.Write(writer));

    /// <summary>The sensor.</summary>
    public byte SensorNumber { get; } = sensorNumber;

    /// <inheritdoc/>
    public override byte Lun => lun;

    /// <summary>Reads the request's data, as a BMC does: sensor number.</summary>
    public static GetSensorEventEnable ReadRequest(ByteReader reader) => new(reader.ReadByte());

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer) => writer.WriteByte(SensorNumber);

    /// <inheritdoc/>
    public override SensorEventEnables ReadResponse(ByteReader reader) => SensorEventEnables.Read(reader);
}

/// <summary>Which events a sensor sends. IPMI 2.0 section 35.11.</summary>
/// <param name="Flags">[7] event messages enabled, [6] scanning enabled.</param>
/// <param name="Events">The single events that are enabled.</param>
public readonly record struct SensorEventEnables(byte Flags, SensorEventMask Events)
{
    /// <summary>The bit of <see cref="Flags"/> for event messages.</summary>
    public const byte EventsFlag = 0x80;

    /// <summary>The bit of <see cref="Flags"/> for scanning.</summary>
    public const byte ScanningFlag = 0x40;

    /// <summary>Whether the sensor sends event messages.</summary>
    public bool EventsEnabled => (Flags & EventsFlag) != 0;

    /// <summary>Whether the sensor is scanned.</summary>
    public bool ScanningEnabled => (Flags & ScanningFlag) != 0;

    /// <summary>Reads the response: flags, [up to four bytes of events].</summary>
    public static SensorEventEnables Read(ByteReader reader) => new(reader.ReadByte(), SensorEventMask.Read(reader));

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte(Flags);
        Events.Write(writer);
    }
}
