using IpmiPS.Wire;

namespace IpmiPS.Commands.Storage;

/// <summary>Delete SEL Entry. The response is the ID of the deleted record. IPMI 2.0 section 31.8.</summary>
/// <param name="reservation">Reservation ID; 0 if the BMC has no Reserve SEL.</param>
/// <param name="recordId">Record to delete; 0000h the first, FFFFh the last.</param>
public sealed class DeleteSelEntry(ushort reservation, ushort recordId) : IpmiCommand<ushort>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<DeleteSelEntry, ushort> Definition { get; } =
        new(NetFn.Storage, 0x46, "Delete SEL Entry", PrivilegeLevel.Operator, ReadRequest, static (writer, id) => writer.WriteUInt16(id)) { IsIdempotent = false };

    /// <summary>Reservation ID.</summary>
    public ushort Reservation => reservation;

    /// <summary>Record to delete.</summary>
    public ushort RecordId => recordId;

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => SelCompletionCode.Describe(code);

    /// <summary>Writes the request: reservation, record ID.</summary>
    public override void WriteRequest(ByteWriter writer)
    {
        writer.WriteUInt16(reservation);
        writer.WriteUInt16(recordId);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static DeleteSelEntry ReadRequest(ByteReader reader) => new(reader.ReadUInt16(), reader.ReadUInt16());

    /// <inheritdoc/>
    public override ushort ReadResponse(ByteReader reader) => reader.ReadUInt16();
}
