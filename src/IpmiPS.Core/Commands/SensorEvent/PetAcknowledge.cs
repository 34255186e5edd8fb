using IpmiPS.Wire;

namespace IpmiPS.Commands.SensorEvent;

/// <summary>PET Acknowledge: tells a BMC that its trap arrived, so that it does not send it again. Needs no session. IPMI 2.0 section 30.8.</summary>
public sealed class PetAcknowledge() : IpmiAction(Definition)
{
    /// <summary>The command's definition.</summary>
    public static ActionDefinition<PetAcknowledge> Definition { get; } =
        new(NetFn.SensorEvent, 0x17, "PET Acknowledge", null, ReadRequest) { IsIdempotent = true };

    /// <summary>Sequence number of the trap.</summary>
    public ushort SequenceNumber { get; init; }

    /// <summary>Local timestamp of the trap.</summary>
    public uint LocalTimestamp { get; init; }

    /// <summary>Event source type of the trap.</summary>
    public byte EventSourceType { get; init; }

    /// <summary>Sensor device of the trap.</summary>
    public byte SensorDevice { get; init; }

    /// <summary>Sensor number of the trap.</summary>
    public byte SensorNumber { get; init; }

    /// <summary>Event data 1 of the trap.</summary>
    public byte EventData1 { get; init; }

    /// <summary>Event data 2 of the trap.</summary>
    public byte EventData2 { get; init; }

    /// <summary>Event data 3 of the trap.</summary>
    public byte EventData3 { get; init; }

    /// <summary>Writes the request: sequence number, timestamp, event source type, sensor device, sensor number, event data 1 to 3.</summary>
    public override void WriteRequest(ByteWriter writer)
    {
        writer.WriteUInt16(SequenceNumber);
        writer.WriteUInt32(LocalTimestamp);
        writer.WriteByte(EventSourceType);
        writer.WriteByte(SensorDevice);
        writer.WriteByte(SensorNumber);
        writer.WriteByte(EventData1);
        writer.WriteByte(EventData2);
        writer.WriteByte(EventData3);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static PetAcknowledge ReadRequest(ByteReader reader) => new()
    {
        SequenceNumber = reader.ReadUInt16(),
        LocalTimestamp = reader.ReadUInt32(),
        EventSourceType = reader.ReadByte(),
        SensorDevice = reader.ReadByte(),
        SensorNumber = reader.ReadByte(),
        EventData1 = reader.ReadByte(),
        EventData2 = reader.ReadByte(),
        EventData3 = reader.ReadByte(),
    };
}
