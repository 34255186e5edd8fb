using IpmiPS.Wire;

namespace IpmiPS.Commands.Storage;

/// <summary>Get SDR Repository Allocation Info. IPMI 2.0 section 33.10.</summary>
public sealed class GetSdrRepositoryAllocationInfo() : IpmiCommand<StorageAllocation>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetSdrRepositoryAllocationInfo, StorageAllocation> Definition { get; } =
        new(NetFn.Storage, 0x21, "Get SDR Repository Allocation Info", PrivilegeLevel.User, static _ => new(), static (writer, response) => response.Write(writer));

    /// <inheritdoc/>
    public override StorageAllocation ReadResponse(ByteReader reader) => StorageAllocation.Read(reader);
}
