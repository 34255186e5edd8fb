using System.Linq;
using IpmiPS.Wire;

namespace IpmiPS.Sel;

/// <summary>A stored SEL record, 16 bytes. IPMI 2.0 section 32.</summary>
public sealed record SelRecord
{
    /// <summary>Bytes of a record.</summary>
    public const int Length = 16;

    /// <summary>Record type of system events, the only type that the specification defines.</summary>
    public const byte SystemEventType = 0x02;

    /// <summary>First OEM record type with a time.</summary>
    public const byte FirstTimestampedOemType = 0xC0;

    /// <summary>First OEM record type without a time.</summary>
    public const byte FirstUntimestampedOemType = 0xE0;

    /// <summary>Record ID, 0001h to FFFEh.</summary>
    public ushort Id { get; init; }

    /// <summary>Record type: 02h system event, C0h to DFh OEM with a time, E0h to FFh OEM without.</summary>
    public byte Type { get; init; } = SystemEventType;

    /// <summary>IPMI time; null for types without one.</summary>
    public uint? Timestamp { get; init; }

    /// <summary>The event, for system event records.</summary>
    public SelEvent? Event { get; init; }

    /// <summary>The manufacturer's IANA number, for OEM records with a time.</summary>
    public int? ManufacturerId { get; init; }

    /// <summary>The manufacturer's data: 6 bytes with a time, 13 without; for undefined record types, everything after the type.</summary>
    public byte[] OemData { get; init; } = [];

    /// <summary>Whether the record type is defined by the specification or an OEM type.</summary>
    public bool IsStandardType => Type is SystemEventType or >= FirstTimestampedOemType;

    /// <summary>
    /// Reads a record. Some BMCs log events with undefined record types; these are read as events if they look
    /// like one, and otherwise kept as bytes.
    /// </summary>
    /// <exception cref="MalformedDataException">Fewer than 16 bytes.</exception>
    public static SelRecord Read(ByteReader reader)
    {
        ushort id = reader.ReadUInt16();
        byte type = reader.ReadByte();
        byte[] body = reader.ReadBytes(Length - 3);
        var fields = new ByteReader(body);
        if (type >= FirstUntimestampedOemType)
            return new SelRecord { Id = id, Type = type, OemData = body };
        if (type >= FirstTimestampedOemType)
            return new SelRecord { Id = id, Type = type, Timestamp = fields.ReadUInt32(), ManufacturerId = fields.ReadUInt24(), OemData = fields.ReadRest() };

        uint timestamp = fields.ReadUInt32();
        var systemEvent = SelEvent.Read(fields);
        return type == SystemEventType || systemEvent.IsPlausible
            ? new SelRecord { Id = id, Type = type, Timestamp = timestamp, Event = systemEvent }
            : new SelRecord { Id = id, Type = type, OemData = body };
    }

    /// <summary>Writes the record's 16 bytes.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteUInt16(Id);
        writer.WriteByte(Type);
        if (Event is { } systemEvent)
        {
            writer.WriteUInt32(Timestamp ?? SelClock.Unspecified);
            systemEvent.Write(writer);
            return;
        }

        if (ManufacturerId is { } manufacturer)
        {
            writer.WriteUInt32(Timestamp ?? SelClock.Unspecified);
            writer.WriteUInt24(manufacturer);
        }

        writer.WriteBytes(OemData);
    }

    /// <inheritdoc/>
    public bool Equals(SelRecord? other) =>
        other is not null && (Id, Type, Timestamp, Event, ManufacturerId) == (other.Id, other.Type, other.Timestamp, other.Event, other.ManufacturerId)
        && OemData.SequenceEqual(other.OemData);

    /// <inheritdoc/>
    public override int GetHashCode() => (Id, Type, Timestamp, Event).GetHashCode();
}

/// <summary>The event of a system event record. IPMI 2.0 section 32.1, table 32-1, bytes 8 to 16.</summary>
public readonly record struct SelEvent
{
    private const byte DeassertionBit = 0x80;

    /// <summary>
    /// Generator: low byte the slave address (bit 0 clear) or software ID (bit 0 set), high byte channel in bits 7:4 and LUN
    /// in bits 1:0.
    /// </summary>
    public ushort GeneratorId { get; init; }

    /// <summary>Event message revision: 04h, or 03h for IPMI 1.0.</summary>
    public byte Revision { get; init; }

    /// <summary>Sensor type code.</summary>
    public byte SensorType { get; init; }

    /// <summary>Sensor number.</summary>
    public byte SensorNumber { get; init; }

    /// <summary>Event/reading type code, 7 bits.</summary>
    public byte EventType { get; init; }

    /// <summary>Whether the state ended.</summary>
    public bool IsDeassertion { get; init; }

    /// <summary>Event data 1: bits 7:6 usage of data 2, 5:4 usage of data 3, 3:0 offset. IPMI 2.0 table 29-6.</summary>
    public byte Data1 { get; init; }

    /// <summary>Event data 2.</summary>
    public byte Data2 { get; init; }

    /// <summary>Event data 3.</summary>
    public byte Data3 { get; init; }

    /// <summary>Offset of the event within the event/reading type.</summary>
    public int Offset => Data1 & 0x0F;

    /// <summary>Bits 7:6 of event data 1: 0 data 2 unspecified, 1 reading or previous state, 2 OEM, 3 sensor-specific.</summary>
    public int Data2Usage => Data1 >> 6;

    /// <summary>Bits 5:4 of event data 1: 0 data 3 unspecified, 1 threshold, 2 OEM, 3 sensor-specific.</summary>
    public int Data3Usage => Data1 >> 4 & 3;

    /// <summary>Whether the bytes of an undefined record type look like an event.</summary>
    internal bool IsPlausible => Revision is 0x03 or 0x04 && EventType is (>= 0x01 and <= 0x0C) or (>= 0x6F and <= 0x7F);

    /// <summary>Reads generator (2), revision, sensor type, sensor number, direction and event type, data 1 to 3.</summary>
    public static SelEvent Read(ByteReader reader)
    {
        ushort generator = reader.ReadUInt16();
        byte revision = reader.ReadByte();
        byte sensorType = reader.ReadByte();
        byte sensorNumber = reader.ReadByte();
        byte eventType = reader.ReadByte();
        return new SelEvent
        {
            GeneratorId = generator,
            Revision = revision,
            SensorType = sensorType,
            SensorNumber = sensorNumber,
            EventType = (byte)(eventType & ~DeassertionBit),
            IsDeassertion = (eventType & DeassertionBit) != 0,
            Data1 = reader.ReadByte(),
            Data2 = reader.ReadByte(),
            Data3 = reader.ReadByte(),
        };
    }

    /// <summary>Writes the same nine bytes.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteUInt16(GeneratorId);
        writer.WriteByte(Revision);
        writer.WriteByte(SensorType);
        writer.WriteByte(SensorNumber);
        writer.WriteByte((byte)(EventType | (IsDeassertion ? DeassertionBit : 0)));
        writer.WriteByte(Data1);
        writer.WriteByte(Data2);
        writer.WriteByte(Data3);
    }
}
