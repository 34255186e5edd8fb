using System.ComponentModel;
using IpmiPS.Inventory;

namespace IpmiPS;

/// <summary>
/// A record of a FRU's MultiRecord area. Each type in the specification has its own class; other records have
/// only their data. FRU 1.0 section 16.
/// </summary>
[DefaultProperty(nameof(Type))]
public class FruMultiRecord
{
    internal FruMultiRecord(FruRecordHeader header)
    {
        Type = header.TypeName;
        TypeId = header.TypeId;
        Version = header.Version;
        ChecksumValid = header.IsChecksumValid;
        Data = header.Data;
    }

    /// <summary>Name of the record type, such as "DC Output".</summary>
    public string Type { get; }

    /// <summary>Record type ID; C0h to FFh are OEM types.</summary>
    public byte TypeId { get; }

    /// <summary>Version of the record's format; 2 in the specification.</summary>
    public byte Version { get; }

    /// <summary>Whether the checksums of the record's header and data are correct.</summary>
    public bool ChecksumValid { get; }

    /// <summary>The record's data.</summary>
    public byte[] Data { get; }

    /// <inheritdoc/>
    public override string ToString() => Type;
}
