using IpmiPS.Wire;

namespace IpmiPS.Commands.Storage;

/// <summary>How the space of an SDR repository or of a SEL is divided. Both commands have this response. IPMI 2.0 section 33.10, table 33-4, and 31.3, table 31-3.</summary>
public sealed record StorageAllocation
{
    /// <summary>Number of allocation units; 0 is not specified.</summary>
    public ushort Units { get; init; }

    /// <summary>Bytes in an allocation unit; 0 is not specified.</summary>
    public ushort UnitSize { get; init; }

    /// <summary>Allocation units that are free.</summary>
    public ushort FreeUnits { get; init; }

    /// <summary>The largest free block, in allocation units.</summary>
    public ushort MaximumFreeBlock { get; init; }

    /// <summary>The largest record, in allocation units.</summary>
    public byte MaximumRecordSize { get; init; }

    /// <summary>Reads the response: units, unit size, free units, largest free block, maximum record size.</summary>
    public static StorageAllocation Read(ByteReader reader) => new()
    {
        Units = reader.ReadUInt16(),
        UnitSize = reader.ReadUInt16(),
        FreeUnits = reader.ReadUInt16(),
        MaximumFreeBlock = reader.ReadUInt16(),
        MaximumRecordSize = reader.ReadByte(),
    };

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteUInt16(Units);
        writer.WriteUInt16(UnitSize);
        writer.WriteUInt16(FreeUnits);
        writer.WriteUInt16(MaximumFreeBlock);
        writer.WriteByte(MaximumRecordSize);
    }
}
