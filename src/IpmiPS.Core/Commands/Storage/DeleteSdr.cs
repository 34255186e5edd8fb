using IpmiPS.Wire;

namespace IpmiPS.Commands.Storage;

/// <summary>Delete SDR. The response is the ID of the deleted record. IPMI 2.0 section 33.15.</summary>
/// <param name="reservation">Reservation ID.</param>
/// <param name="recordId">Record to delete.</param>
public sealed class DeleteSdr(ushort reservation, ushort recordId) : IpmiCommand<ushort>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<DeleteSdr, ushort> Definition { get; } =
        new(NetFn.Storage, 0x26, "Delete SDR", PrivilegeLevel.Operator, ReadRequest, static (writer, id) => writer.WriteUInt16(id)) { IsIdempotent = false };

    /// <summary>Reservation ID.</summary>
    public ushort Reservation => reservation;

    /// <summary>Record to delete.</summary>
    public ushort RecordId => recordId;

    /// <summary>Writes the request: reservation, record ID.</summary>
    public override void WriteRequest(ByteWriter writer)
    {
        writer.WriteUInt16(reservation);
        writer.WriteUInt16(recordId);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static DeleteSdr ReadRequest(ByteReader reader) => new(reader.ReadUInt16(), reader.ReadUInt16());

    /// <inheritdoc/>
    public override ushort ReadResponse(ByteReader reader) => reader.ReadUInt16();
}
