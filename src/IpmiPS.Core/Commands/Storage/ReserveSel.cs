using IpmiPS.Wire;

namespace IpmiPS.Commands.Storage;

/// <summary>
/// Reserve SEL. The reservation lasts until an entry is added or deleted, the log is cleared or somebody else reserves.
/// The answer is the reservation ID. IPMI 2.0 section 31.4.
/// </summary>
public sealed class ReserveSel : IpmiCommand<ushort>
{
    /// <summary>The command number.</summary>
    public const byte CommandCode = 0x42;

    /// <inheritdoc/>
    public override NetFn NetFn => NetFn.Storage;

    /// <inheritdoc/>
    public override byte Code => CommandCode;

    /// <summary>A second reservation takes the place of the first.</summary>
    public override bool IsIdempotent => true;

    /// <inheritdoc/>
    public override string Name => "Reserve SEL";

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => SelCompletionCode.Describe(code);

    /// <inheritdoc/>
    public override ushort ReadResponse(ByteReader reader) => reader.ReadUInt16();
}
