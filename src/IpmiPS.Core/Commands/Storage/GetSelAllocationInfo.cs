using IpmiPS.Wire;

namespace IpmiPS.Commands.Storage;

/// <summary>Get SEL Allocation Info. IPMI 2.0 section 31.3.</summary>
public sealed class GetSelAllocationInfo : IpmiCommand<SelAllocationInfo>
{
    /// <summary>The command number.</summary>
    public const byte CommandCode = 0x41;

    /// <inheritdoc/>
    public override NetFn NetFn => NetFn.Storage;

    /// <inheritdoc/>
    public override byte Code => CommandCode;

    /// <inheritdoc/>
    public override string Name => "Get SEL Allocation Info";

    /// <inheritdoc/>
    public override SelAllocationInfo ReadResponse(ByteReader reader) => SelAllocationInfo.Read(reader);
}

/// <summary>How the log's storage is divided. IPMI 2.0 section 31.3, table 31-3.</summary>
public sealed record SelAllocationInfo
{
    /// <summary>Number of allocation units; 0 is unspecified.</summary>
    public ushort Units { get; init; }

    /// <summary>Size of a unit in bytes; 0 is unspecified.</summary>
    public ushort UnitSize { get; init; }

    /// <summary>Free units.</summary>
    public ushort FreeUnits { get; init; }

    /// <summary>Largest free block in units.</summary>
    public ushort LargestFreeBlock { get; init; }

    /// <summary>Largest record in units.</summary>
    public byte MaximumRecordSize { get; init; }

    /// <summary>Reads the response: units, unit size, free units, largest free block, maximum record size.</summary>
    public static SelAllocationInfo Read(ByteReader reader) => new()
    {
        Units = reader.ReadUInt16(),
        UnitSize = reader.ReadUInt16(),
        FreeUnits = reader.ReadUInt16(),
        LargestFreeBlock = reader.ReadUInt16(),
        MaximumRecordSize = reader.ReadByte(),
    };

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteUInt16(Units);
        writer.WriteUInt16(UnitSize);
        writer.WriteUInt16(FreeUnits);
        writer.WriteUInt16(LargestFreeBlock);
        writer.WriteByte(MaximumRecordSize);
    }
}
