using IpmiPS.Wire;

namespace IpmiPS.Commands.SensorEvent;

/// <summary>Get Sensor Event Status: the events that have occurred; a sensor without automatic re-arming keeps them until it is re-armed. IPMI 2.0 section 35.13.</summary>
/// <param name="sensorNumber">The sensor; FFh is reserved.</param>
/// <param name="lun">Logical unit of the sensor, 0 to 3.</param>
public sealed class GetSensorEventStatus(byte sensorNumber, byte lun = 0) : IpmiCommand<SensorEventStatus>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetSensorEventStatus, SensorEventStatus> Definition { get; } =
        new(NetFn.SensorEvent, 0x2B, "Get Sensor Event Status", PrivilegeLevel.User, ReadRequest, static (writer, response) => response.Write(writer));

    /// <summary>The sensor.</summary>
    public byte SensorNumber { get; } = sensorNumber;

    /// <inheritdoc/>
    public override byte Lun => lun;

    /// <summary>Reads the request's data, as a BMC does: sensor number.</summary>
    public static GetSensorEventStatus ReadRequest(ByteReader reader) => new(reader.ReadByte());

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer) => writer.WriteByte(SensorNumber);

    /// <inheritdoc/>
    public override SensorEventStatus ReadResponse(ByteReader reader) => SensorEventStatus.Read(reader);
}

/// <summary>The events of a sensor that have happened. IPMI 2.0 section 35.13, table 35-14.</summary>
/// <param name="Flags">[7] event messages enabled, [6] scanning enabled, [5] reading or state unavailable.</param>
/// <param name="Events">The events.</param>
public readonly record struct SensorEventStatus(byte Flags, SensorEventMask Events)
{
    /// <summary>Reads the response: flags, [up to four bytes of events].</summary>
    public static SensorEventStatus Read(ByteReader reader) => new(reader.ReadByte(), SensorEventMask.Read(reader));

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte(Flags);
        Events.Write(writer);
    }
}
