using IpmiPS.Wire;

namespace IpmiPS.Commands.Storage;

/// <summary>
/// Reserve SEL. The reservation lasts until an entry is added or deleted, the log is cleared or another client reserves.
/// The response is the reservation ID. IPMI 2.0 section 31.4.
/// </summary>
public sealed class ReserveSel() : IpmiCommand<ushort>(Definition)
{
    /// <summary>The command's definition. Idempotent: a second reservation replaces the first.</summary>
    public static CommandDefinition<ReserveSel, ushort> Definition { get; } =
        new(NetFn.Storage, 0x42, "Reserve SEL", PrivilegeLevel.User, static _ => new(), static (writer, id) => writer.WriteUInt16(id)) { IsIdempotent = true };

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => SelCompletionCode.Describe(code);

    /// <inheritdoc/>
    public override ushort ReadResponse(ByteReader reader) => reader.ReadUInt16();
}
