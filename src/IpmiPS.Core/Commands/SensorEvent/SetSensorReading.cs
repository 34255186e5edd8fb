using IpmiPS.Wire;

namespace IpmiPS.Commands.SensorEvent;

/// <summary>Set Sensor Reading and Event Status, of sensors whose values software supplies. IPMI 2.0 section 35.17.</summary>
public sealed class SetSensorReading() : IpmiAction(Definition)
{
    private const int EventDataLength = 3;

    /// <summary>The command's definition. Not idempotent: the sensor may send its event again.</summary>
    public static ActionDefinition<SetSensorReading> Definition { get; } =
        new(NetFn.SensorEvent, 0x30, "Set Sensor Reading And Event Status", PrivilegeLevel.Operator, ReadRequest) { IsIdempotent = false };

    /// <summary>Completion code: the reading or a status bit cannot be set.</summary>
    public const byte NotSettable = 0x80;

    /// <summary>Completion code: the event data bytes cannot be set.</summary>
    public const byte EventDataNotSettable = 0x81;

    /// <summary>The sensor; FFh is reserved.</summary>
    public byte SensorNumber { get; init; }

    /// <summary>LUN of the sensor, 0 to 3.</summary>
    public byte SensorLun { get; init; }

    /// <summary>
    /// [7:6] event data: 0 not used, 1 used with the offset, 2 used without the offset; [5:4] deassertion bits and [3:2] assertion bits: 0 stay, 1 written,
    /// 2 cleared where the given bit is 0, 3 set where it is 1; [1:0] reading: 0 stays, 1 written.
    /// </summary>
    public byte Operation { get; init; }

    /// <summary>The raw reading.</summary>
    public byte Reading { get; init; }

    /// <summary>The status bits; null leaves them out, and the event data too.</summary>
    public SensorEventMask? Events { get; init; }

    /// <summary>Event data 1 to 3; null leaves them out.</summary>
    public byte[]? EventData { get; init; }

    /// <inheritdoc/>
    public override byte Lun => SensorLun;

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => code switch
    {
        NotSettable => "the reading or an event bit of this sensor cannot be set",
        EventDataNotSettable => "the event data of this sensor cannot be set",
        _ => null,
    };

    /// <summary>Reads the request's data, as a BMC does: sensor number, operation, reading, [four bytes of events], [three bytes of event data].</summary>
    public static SetSensorReading ReadRequest(ByteReader reader) => new()
    {
        SensorNumber = reader.ReadByte(),
        Operation = reader.ReadByte(),
        Reading = reader.ReadByte(),
        Events = reader.IsAtEnd ? null : SensorEventMask.Read(reader),
        EventData = reader.IsAtEnd ? null : reader.ReadBytes(EventDataLength),
    };

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        writer.WriteByte(SensorNumber);
        writer.WriteByte(Operation);
        writer.WriteByte(Reading);
        if (Events is not { } events)
            return;
        events.Write(writer);
        if (EventData is { } data)
            writer.WriteBytes(data);
    }
}
