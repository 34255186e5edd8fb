using IpmiPS.Wire;

namespace IpmiPS.Commands.Storage;

/// <summary>Get SDR Repository Info. IPMI 2.0 section 33.9.</summary>
public sealed class GetSdrRepositoryInfo() : IpmiCommand<SdrRepositoryInfo>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetSdrRepositoryInfo, SdrRepositoryInfo> Definition { get; } =
        new(NetFn.Storage, 0x20, "Get SDR Repository Info", PrivilegeLevel.User, static _ => new(), static (writer, response) => response.Write(writer));

    /// <inheritdoc/>
    public override SdrRepositoryInfo ReadResponse(ByteReader reader) => SdrRepositoryInfo.Read(reader);
}

/// <summary>How many records an SDR repository has and when it was last changed. IPMI 2.0 section 33.9, table 33-3.</summary>
public sealed record SdrRepositoryInfo
{
    /// <summary>Version of the SDR commands, BCD with the digits swapped: 51h is 1.5 (and 2.0).</summary>
    public byte Version { get; init; } = 0x51;

    /// <summary>Number of records; some BMCs report a wrong one.</summary>
    public ushort RecordCount { get; init; }

    /// <summary>Free bytes; FFFEh: that or more; FFFFh: not specified.</summary>
    public ushort FreeSpace { get; init; }

    /// <summary>When a record was last added, in seconds since 1970 by the BMC's clock.</summary>
    public uint LastAddition { get; init; }

    /// <summary>When a record was last deleted or the repository cleared, in seconds since 1970 by the BMC's clock.</summary>
    public uint LastErase { get; init; }

    /// <summary>[7] overflow, [6:5] update mode, [3] Delete SDR, [2] Partial Add SDR, [1] Reserve SDR Repository, [0] Get SDR Repository Allocation Info.</summary>
    public byte Operations { get; init; }

    /// <summary>Whether the repository can only be changed in update mode, in which the BMC may not respond to other commands.</summary>
    public bool IsModalOnly => (Operations >> 5 & 0x03) == 2;

    /// <summary>Whether records can be added in pieces.</summary>
    public bool HasPartialAdd => (Operations & 0x04) != 0;

    /// <summary>Reads the response: version, record count, free space, last addition, last erase, operation support.</summary>
    public static SdrRepositoryInfo Read(ByteReader reader) => new()
    {
        Version = reader.ReadByte(),
        RecordCount = reader.ReadUInt16(),
        FreeSpace = reader.ReadUInt16(),
        LastAddition = reader.ReadUInt32(),
        LastErase = reader.ReadUInt32(),
        Operations = reader.ReadByte(),
    };

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte(Version);
        writer.WriteUInt16(RecordCount);
        writer.WriteUInt16(FreeSpace);
        writer.WriteUInt32(LastAddition);
        writer.WriteUInt32(LastErase);
        writer.WriteByte(Operations);
    }
}
