using IpmiPS.Inventory;
using IpmiPS.Wire;

namespace IpmiPS;

/// <summary>An OEM record. FRU 1.0 section 18.7, table 18-11.</summary>
public class FruOemRecord : FruMultiRecord
{
    internal FruOemRecord(FruRecordHeader header, ByteReader reader)
        : base(header)
    {
        ManufacturerId = reader.ReadUInt24();
        OemData = reader.ReadRest();
    }

    /// <summary>The manufacturer's IANA number.</summary>
    public int ManufacturerId { get; }

    /// <summary>The data after the manufacturer's number.</summary>
    public byte[] OemData { get; }
}
