using IpmiPS.Wire;

namespace IpmiPS.Commands.Storage;

/// <summary>Get SEL Info. IPMI 2.0 section 31.2.</summary>
public sealed class GetSelInfo() : IpmiCommand<SelRepositoryInfo>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetSelInfo, SelRepositoryInfo> Definition { get; } =
        new(NetFn.Storage, 0x40, "Get SEL Info", PrivilegeLevel.User, static _ => new(), static (writer, response) => response.Write(writer));

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => SelCompletionCode.Describe(code);

    /// <inheritdoc/>
    public override SelRepositoryInfo ReadResponse(ByteReader reader) => SelRepositoryInfo.Read(reader);
}

/// <summary>Size, fill and times of the log. IPMI 2.0 section 31.2, table 31-2.</summary>
public sealed record SelRepositoryInfo
{
    /// <summary>Version of the SEL command set, BCD with the least significant digit in bits 7:4: 51h is 1.5.</summary>
    public byte Version { get; init; } = 0x51;

    /// <summary>Number of entries.</summary>
    public ushort Entries { get; init; }

    /// <summary>Free space in bytes; FFFFh is 65535 or more.</summary>
    public ushort FreeBytes { get; init; }

    /// <summary>IPMI time of the last entry added; FFFFFFFFh is none or not known.</summary>
    public uint LastAdd { get; init; }

    /// <summary>IPMI time of the last delete or clear.</summary>
    public uint LastErase { get; init; }

    /// <summary>Bit 7 overflow: events were dropped for lack of space; 3 delete, 2 partial add, 1 reserve, 0 allocation info supported.</summary>
    public byte OperationSupport { get; init; }

    /// <summary>Whether events were dropped because the log was full.</summary>
    public bool Overflow => (OperationSupport & 0x80) != 0;

    /// <summary>Whether Delete SEL Entry is supported.</summary>
    public bool CanDelete => (OperationSupport & 0x08) != 0;

    /// <summary>Whether Partial Add SEL Entry is supported.</summary>
    public bool CanPartialAdd => (OperationSupport & 0x04) != 0;

    /// <summary>Whether Reserve SEL is supported.</summary>
    public bool CanReserve => (OperationSupport & 0x02) != 0;

    /// <summary>Whether Get SEL Allocation Info is supported.</summary>
    public bool HasAllocationInfo => (OperationSupport & 0x01) != 0;

    /// <summary>Reads the response: version, entries, free bytes, last add, last erase, operation support.</summary>
    public static SelRepositoryInfo Read(ByteReader reader) => new()
    {
        Version = reader.ReadByte(),
        Entries = reader.ReadUInt16(),
        FreeBytes = reader.ReadUInt16(),
        LastAdd = reader.ReadUInt32(),
        LastErase = reader.ReadUInt32(),
        OperationSupport = reader.ReadByte(),
    };

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte(Version);
        writer.WriteUInt16(Entries);
        writer.WriteUInt16(FreeBytes);
        writer.WriteUInt32(LastAdd);
        writer.WriteUInt32(LastErase);
        writer.WriteByte(OperationSupport);
    }
}
