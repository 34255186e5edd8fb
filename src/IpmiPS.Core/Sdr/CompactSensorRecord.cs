using System.Collections.Generic;
using IpmiPS.Wire;

namespace IpmiPS.Sdr;

/// <summary>A sensor without analog readings, or several similar ones that share the record. Type 02h. IPMI 2.0 section 43.2.</summary>
public sealed record CompactSensorRecord : ReadableSensorRecord
{
    /// <inheritdoc/>
    public override SdrRecordType RecordType => SdrRecordType.CompactSensor;

    /// <summary>How many sensors share the record, and how they are numbered and named.</summary>
    public RecordSharing Sharing { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SensorRecord> Expand() => Sharing.Expand(this);

    internal static CompactSensorRecord ReadBody(ByteReader reader)
    {
        // 24:25 sharing; 26, 27 hysteresis; 28:30 reserved; 31 OEM; 32: id string
        var record = new CompactSensorRecord().ReadCommon<CompactSensorRecord>(reader) with
        {
            Sharing = RecordSharing.Read(reader),
            PositiveHysteresis = reader.ReadByte(),
            NegativeHysteresis = reader.ReadByte(),
        };
        reader.Skip(3);
        return record with { Oem = reader.ReadByte(), IdString = TypeLengthText.ReadSdr(reader) };
    }

    private protected override void WriteBody(ByteWriter writer)
    {
        WriteCommon(writer);
        Sharing.Write(writer);
        writer.WriteByte(PositiveHysteresis);
        writer.WriteByte(NegativeHysteresis);
        writer.WriteUInt24(0);
        writer.WriteByte(Oem);
        TypeLengthText.WriteSdr(writer, IdString);
    }
}
