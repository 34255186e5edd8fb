using IpmiPS.Wire;

namespace IpmiPS.Commands.Storage;

/// <summary>Add SDR: appends a record to the repository. The BMC assigns the record ID, and the response is that ID. IPMI 2.0 section 33.13.</summary>
/// <param name="record">The record with its five-byte header; its ID is ignored.</param>
public sealed class AddSdr(byte[] record) : IpmiCommand<ushort>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<AddSdr, ushort> Definition { get; } =
        new(NetFn.Storage, 0x24, "Add SDR", PrivilegeLevel.Operator, ReadRequest, static (writer, id) => writer.WriteUInt16(id)) { IsIdempotent = false };

    /// <summary>Completion code: the record's length does not match its header.</summary>
    public const byte LengthMismatch = 0x80;

    private const int HeaderLength = 5;

    /// <summary>The record.</summary>
    public byte[] Record => record;

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => code == LengthMismatch ? "record rejected, its length does not match its header" : null;

    /// <summary>Writes the request: the record.</summary>
    public override void WriteRequest(ByteWriter writer) => writer.WriteBytes(record);

    /// <summary>Reads the request, as a BMC does.</summary>
    public static AddSdr ReadRequest(ByteReader reader) => new([.. reader.ReadBytes(HeaderLength), .. reader.ReadRest()]);

    /// <inheritdoc/>
    public override ushort ReadResponse(ByteReader reader) => reader.ReadUInt16();
}
