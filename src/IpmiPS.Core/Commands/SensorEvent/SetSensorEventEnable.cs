using IpmiPS.Wire;

namespace IpmiPS.Commands.SensorEvent;

/// <summary>Set Sensor Event Enable. IPMI 2.0 section 35.10.</summary>
/// <param name="sensorNumber">The sensor; FFh is reserved.</param>
/// <param name="control">[7] event messages on, [6] scanning on, [5:4] 0 leave the single events, 1 enable, 2 disable those of <paramref name="events"/>.</param>
/// <param name="events">The events to enable or disable; null leaves the bytes out.</param>
/// <param name="lun">Logical unit of the sensor, 0 to 3.</param>
public sealed class SetSensorEventEnable(byte sensorNumber, byte control, SensorEventMask? events = null, byte lun = 0) : IpmiAction(Definition)
{
    /// <summary>The command's definition.</summary>
    public static ActionDefinition<SetSensorEventEnable> Definition { get; } =
        new(NetFn.SensorEvent, 0x28, "Set Sensor Event Enable", PrivilegeLevel.Operator, ReadRequest) { IsIdempotent = true };

    /// <summary>The bits of <see cref="Control"/> that enable single events.</summary>
    public const byte Enable = 0x10;

    /// <summary>The bits of <see cref="Control"/> that disable single events.</summary>
    public const byte Disable = 0x20;

    /// <summary>The sensor.</summary>
    public byte SensorNumber { get; } = sensorNumber;

    /// <summary>[7] event messages on, [6] scanning on, [5:4] what to do with <see cref="Events"/>.</summary>
    public byte Control { get; } = control;

    /// <summary>The events to enable or disable.</summary>
    public SensorEventMask? Events { get; } = events;

    /// <inheritdoc/>
    public override byte Lun => lun;

    /// <summary>Reads the request's data, as a BMC does: sensor number, control, [up to four bytes of events].</summary>
    public static SetSensorEventEnable ReadRequest(ByteReader reader) =>
        new(reader.ReadByte(), reader.ReadByte(), reader.IsAtEnd ? null : SensorEventMask.Read(reader));

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        writer.WriteByte(SensorNumber);
        writer.WriteByte(Control);
        Events?.Write(writer);
    }
}
