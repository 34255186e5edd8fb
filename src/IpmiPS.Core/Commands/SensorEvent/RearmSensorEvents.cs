using IpmiPS.Wire;

namespace IpmiPS.Commands.SensorEvent;

/// <summary>Re-arm Sensor Events: the sensor may report its events again. IPMI 2.0 section 35.12.</summary>
/// <param name="sensorNumber">The sensor; FFh is reserved.</param>
/// <param name="events">The events to re-arm; null is all of them.</param>
/// <param name="lun">Logical unit of the sensor, 0 to 3.</param>
public sealed class RearmSensorEvents(byte sensorNumber, SensorEventMask? events = null, byte lun = 0) : IpmiAction(Definition)
{
    /// <summary>The command's definition. Not idempotent: re-arming twice could make the sensor send its event twice.</summary>
    public static ActionDefinition<RearmSensorEvents> Definition { get; } =
        new(NetFn.SensorEvent, 0x2A, "Re-arm Sensor Events", PrivilegeLevel.Operator, ReadRequest) { IsIdempotent = false };

    private const byte OnlySelected = 0x80;

    /// <summary>The sensor.</summary>
    public byte SensorNumber { get; } = sensorNumber;

    /// <summary>The events to re-arm; null is all of them.</summary>
    public SensorEventMask? Events { get; } = events;

    /// <inheritdoc/>
    public override byte Lun => lun;

    /// <summary>Reads the request's data, as a BMC does: sensor number, [7] only those selected, [up to four bytes of events].</summary>
    public static RearmSensorEvents ReadRequest(ByteReader reader)
    {
        byte sensorNumber = reader.ReadByte();
        bool onlySelected = (reader.ReadByte() & OnlySelected) != 0;
        var events = SensorEventMask.Read(reader);
        return new(sensorNumber, onlySelected ? events : null);
    }

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        writer.WriteByte(SensorNumber);
        writer.WriteByte(Events is null ? (byte)0 : OnlySelected);
        Events?.Write(writer);
    }
}
