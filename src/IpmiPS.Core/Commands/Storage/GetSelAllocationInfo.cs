using IpmiPS.Wire;

namespace IpmiPS.Commands.Storage;

/// <summary>Get SEL Allocation Info. IPMI 2.0 section 31.3.</summary>
public sealed class GetSelAllocationInfo : IpmiCommand<StorageAllocation>
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
    public override StorageAllocation ReadResponse(ByteReader reader) => StorageAllocation.Read(reader);
}
