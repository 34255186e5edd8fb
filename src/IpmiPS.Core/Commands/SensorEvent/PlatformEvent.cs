using IpmiPS.Wire;

namespace IpmiPS.Commands.SensorEvent;

/// <summary>
/// Platform Event Message: reports an event to the event receiver. The receiver logs it and acts on it, so it is
/// never sent twice. IPMI 2.0 section 29.3.
/// </summary>
public sealed class PlatformEvent() : IpmiAction(Definition)
{
    /// <summary>The command's definition.</summary>
    public static ActionDefinition<PlatformEvent> Definition { get; } =
        new(NetFn.SensorEvent, 0x02, "Platform Event Message", PrivilegeLevel.Operator, ReadRequest) { IsIdempotent = false };

    /// <summary>Event message revision of IPMI 1.5 and 2.0.</summary>
    public const byte CurrentRevision = 0x04;

    /// <summary>
    /// Software ID of the generator with bit 0 set; only sent over the system interface. Null over LAN and IPMB, where the
    /// message itself says who sent it.
    /// </summary>
    public byte? GeneratorId { get; init; }

    /// <summary>Event message revision.</summary>
    public byte Revision { get; init; } = CurrentRevision;

    /// <summary>Sensor type code.</summary>
    public byte SensorType { get; init; }

    /// <summary>Number of the sensor that saw it.</summary>
    public byte SensorNumber { get; init; }

    /// <summary>Whether the state ended (bit 7 of the event type byte).</summary>
    public bool IsDeassertion { get; init; }

    /// <summary>Event/reading type code, 7 bits.</summary>
    public byte EventType { get; init; }

    /// <summary>Event data 1: bits 7:6 what data 2 holds, 5:4 what data 3 holds, 3:0 offset of the event.</summary>
    public byte EventData1 { get; init; }

    /// <summary>Event data 2; FFh unspecified.</summary>
    public byte EventData2 { get; init; } = 0xFF;

    /// <summary>Event data 3; FFh unspecified.</summary>
    public byte EventData3 { get; init; } = 0xFF;

    /// <summary>Writes the request: [generator], revision, sensor type, sensor number, direction and event type, data 1 to 3.</summary>
    public override void WriteRequest(ByteWriter writer)
    {
        if (GeneratorId is { } generator)
            writer.WriteByte(generator);
        writer.WriteByte(Revision);
        writer.WriteByte(SensorType);
        writer.WriteByte(SensorNumber);
        writer.WriteByte((byte)(EventType & 0x7F | (IsDeassertion ? 0x80 : 0)));
        writer.WriteByte(EventData1);
        writer.WriteByte(EventData2);
        writer.WriteByte(EventData3);
    }

    /// <summary>Reads the request, as a BMC does: seven bytes, or eight that begin with the generator.</summary>
    public static PlatformEvent ReadRequest(ByteReader reader)
    {
        byte? generator = reader.Remaining >= 8 ? reader.ReadByte() : null;
        byte revision = reader.ReadByte();
        byte sensorType = reader.ReadByte();
        byte sensorNumber = reader.ReadByte();
        byte eventType = reader.ReadByte();
        return new PlatformEvent
        {
            GeneratorId = generator,
            Revision = revision,
            SensorType = sensorType,
            SensorNumber = sensorNumber,
            IsDeassertion = (eventType & 0x80) != 0,
            EventType = (byte)(eventType & 0x7F),
            EventData1 = reader.ReadByte(),
            EventData2 = reader.ReadByte(),
            EventData3 = reader.ReadByte(),
        };
    }
}
