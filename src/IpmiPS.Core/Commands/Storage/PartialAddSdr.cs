using IpmiPS.Wire;

namespace IpmiPS.Commands.Storage;

/// <summary>
/// Partial Add SDR: a record in several pieces, from offset 0 and without gaps, under one reservation. The BMC assigns the record ID, and the response
/// is that ID. IPMI 2.0 section 33.14.
/// </summary>
/// <param name="reservation">Reservation ID.</param>
/// <param name="recordId">ID from the first piece's response; 0 for the first piece.</param>
/// <param name="offset">Offset of this piece in the record.</param>
/// <param name="isLast">Whether this piece completes the record.</param>
/// <param name="data">The piece.</param>
public sealed class PartialAddSdr(ushort reservation, ushort recordId, byte offset, bool isLast, byte[] data) : IpmiCommand<ushort>(Definition)
{
    private const byte LastPiece = 1;

    /// <summary>The command's definition.</summary>
    public static CommandDefinition<PartialAddSdr, ushort> Definition { get; } =
        new(NetFn.Storage, 0x25, "Partial Add SDR", PrivilegeLevel.Operator, ReadRequest, static (writer, id) => writer.WriteUInt16(id)) { IsIdempotent = false };

    /// <summary>Reservation ID.</summary>
    public ushort Reservation => reservation;

    /// <summary>ID from the first piece's response.</summary>
    public ushort RecordId => recordId;

    /// <summary>Offset of this piece.</summary>
    public byte Offset => offset;

    /// <summary>Whether this piece completes the record.</summary>
    public bool IsLast => isLast;

    /// <summary>The piece.</summary>
    public byte[] Data => data;

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) =>
        code == AddSdr.LengthMismatch ? "record rejected, its length does not match the bytes written" : null;

    /// <summary>Writes the request: reservation, record ID, offset, progress (bits 3:0, 1 = last piece), data.</summary>
    public override void WriteRequest(ByteWriter writer)
    {
        writer.WriteUInt16(reservation);
        writer.WriteUInt16(recordId);
        writer.WriteByte(offset);
        writer.WriteByte(isLast ? LastPiece : (byte)0);
        writer.WriteBytes(data);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static PartialAddSdr ReadRequest(ByteReader reader) =>
        new(reader.ReadUInt16(), reader.ReadUInt16(), reader.ReadByte(), (reader.ReadByte() & 0x0F) == LastPiece, reader.ReadRest());

    /// <inheritdoc/>
    public override ushort ReadResponse(ByteReader reader) => reader.ReadUInt16();
}
