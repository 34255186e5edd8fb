using IpmiPS.Wire;

namespace IpmiPS.Commands.Storage;

/// <summary>Get SEL Allocation Info. IPMI 2.0 section 31.3.</summary>
public sealed class GetSelAllocationInfo() : IpmiCommand<StorageAllocation>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetSelAllocationInfo, StorageAllocation> Definition { get; } =
        new(NetFn.Storage, 0x41, "Get SEL Allocation Info", PrivilegeLevel.User, static _ => new(), static (writer, response) => response.Write(writer));

    /// <inheritdoc/>
    public override StorageAllocation ReadResponse(ByteReader reader) => StorageAllocation.Read(reader);
}
