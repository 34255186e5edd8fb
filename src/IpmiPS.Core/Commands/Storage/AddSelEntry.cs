using IpmiPS.Wire;

namespace IpmiPS.Commands.Storage;

/// <summary>
/// Add SEL Entry. The BMC assigns the record ID, and the time if the record type has one. The response is the record ID.
/// IPMI 2.0 section 31.6.
/// </summary>
/// <param name="record">The record, 16 bytes.</param>
public sealed class AddSelEntry(byte[] record) : IpmiCommand<ushort>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<AddSelEntry, ushort> Definition { get; } =
        new(NetFn.Storage, 0x44, "Add SEL Entry", PrivilegeLevel.Operator, ReadRequest, static (writer, id) => writer.WriteUInt16(id)) { IsIdempotent = false };

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
