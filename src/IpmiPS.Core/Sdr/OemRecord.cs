using IpmiPS.Wire;

namespace IpmiPS.Sdr;

/// <summary>An OEM record, type C0h, kept raw. IPMI 2.0 section 43.12.</summary>
public sealed record OemRecord : SdrRecord
{
    /// <inheritdoc/>
    public override SdrRecordType RecordType => SdrRecordType.Oem;

    /// <summary>IANA enterprise number of the vendor.</summary>
    public int ManufacturerId { get; init; }

    /// <summary>The bytes after the manufacturer id.</summary>
    public byte[] Data { get; init; } = [];

    internal static OemRecord ReadBody(ByteReader reader) => new()
    {
        // 6:8 manufacturer id, 9: data
        ManufacturerId = reader.ReadUInt24() & 0x0FFFFF,
        Data = reader.ReadRest(),
    };

    private protected override void WriteBody(ByteWriter writer)
    {
        writer.WriteUInt24(ManufacturerId);
        writer.WriteBytes(Data);
    }
}
