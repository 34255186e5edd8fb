using IpmiPS.Wire;

namespace IpmiPS.Commands.Storage;

/// <summary>Get SDR Repository Allocation Info. IPMI 2.0 section 33.10.</summary>
public sealed class GetSdrRepositoryAllocationInfo : IpmiCommand<StorageAllocation>
{
    /// <summary>The command number.</summary>
    public const byte CommandCode = 0x21;

    /// <inheritdoc/>
    public override NetFn NetFn => NetFn.Storage;

    /// <inheritdoc/>
    public override byte Code => CommandCode;

    /// <inheritdoc/>
    public override string Name => "Get SDR Repository Allocation Info";

    /// <inheritdoc/>
    public override StorageAllocation ReadResponse(ByteReader reader) => StorageAllocation.Read(reader);
}
