using IpmiPS.Wire;

namespace IpmiPS.Commands.Storage;

/// <summary>
/// Add SEL Entry. The BMC assigns the record ID, and the time where the record type has one; the answer is the record ID.
/// IPMI 2.0 section 31.6.
/// </summary>
/// <param name="record">The record, 16 bytes.</param>
public sealed class AddSelEntry(byte[] record) : IpmiCommand<ushort>
{
    /// <summary>The command number.</summary>
    public const byte CommandCode = 0x44;

    /// <inheritdoc/>
    public override NetFn NetFn => NetFn.Storage;

    /// <inheritdoc/>
    public override byte Code => CommandCode;

    /// <inheritdoc/>
    public override string Name => "Add SEL Entry";

    /// <inheritdoc/>
    public override PrivilegeLevel Privilege => PrivilegeLevel.Operator;

    /// <inheritdoc/>
    public override bool IsIdempotent => false;

    /// <summary>The record.</summary>
    public byte[] Record => record;

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => SelCompletionCode.Describe(code);

    /// <summary>Writes the request: the record.</summary>
    public override void WriteRequest(ByteWriter writer) => writer.WriteBytes(record);

    /// <summary>Reads the request, as a BMC does.</summary>
    public static AddSelEntry ReadRequest(ByteReader reader) => new(reader.ReadBytes(16));

    /// <inheritdoc/>
    public override ushort ReadResponse(ByteReader reader) => reader.ReadUInt16();
}
