using System.Collections.Generic;
using IpmiPS.Wire;

namespace IpmiPS.Sdr;

/// <summary>A sensor that only sends events and has no reading. Type 03h. IPMI 2.0 section 43.3.</summary>
public sealed record EventOnlyRecord : SensorRecord
{
    /// <inheritdoc/>
    public override SdrRecordType RecordType => SdrRecordType.EventOnly;

    /// <summary>How many sensors share the record, and how they are numbered and named.</summary>
    public RecordSharing Sharing { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SensorRecord> Expand() => Sharing.Expand(this);

    internal static EventOnlyRecord ReadBody(ByteReader reader)
    {
        // 6:10 key and entity; 11 sensor type; 12 event/reading type; 13:14 sharing; 15 reserved; 16 OEM; 17: id string
        var record = new EventOnlyRecord().ReadKey<EventOnlyRecord>(reader) with
        {
            SensorType = reader.ReadByte(),
            EventReadingType = (byte)(reader.ReadByte() & 0x7F),
            Sharing = RecordSharing.Read(reader),
        };
        reader.Skip(1);
        return record with { Oem = reader.ReadByte(), IdString = TypeLengthText.ReadSdr(reader) };
    }

    private protected override void WriteBody(ByteWriter writer)
    {
        WriteKey(writer);
        writer.WriteByte(SensorType);
        writer.WriteByte(EventReadingType);
        Sharing.Write(writer);
        writer.WriteByte(0);
        writer.WriteByte(Oem);
        TypeLengthText.WriteSdr(writer, IdString);
    }
}
