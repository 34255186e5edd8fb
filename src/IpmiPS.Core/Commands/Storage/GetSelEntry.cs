using IpmiPS.Wire;

namespace IpmiPS.Commands.Storage;

/// <summary>Get SEL Entry. IPMI 2.0 section 31.5.</summary>
/// <param name="recordId">Record to read: <see cref="FirstEntry"/>, <see cref="LastEntry"/> or an ID from an earlier response.</param>
/// <param name="reservation">Reservation ID; ignored if <paramref name="offset"/> is 0.</param>
/// <param name="offset">First byte to read, 0 to 15.</param>
/// <param name="count">Bytes to read; <see cref="WholeRecord"/> for all.</param>
public sealed class GetSelEntry(ushort recordId, ushort reservation = 0, byte offset = 0, byte count = GetSelEntry.WholeRecord) : IpmiCommand<SelEntryData>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetSelEntry, SelEntryData> Definition { get; } =
        new(NetFn.Storage, 0x43, "Get SEL Entry", PrivilegeLevel.User, ReadRequest, static (writer, response) => response.Write(writer));

    /// <summary>The oldest entry.</summary>
    public const ushort FirstEntry = 0x0000;

    /// <summary>In a request the newest entry; as next record ID, no more entries.</summary>
    public const ushort LastEntry = 0xFFFF;

    /// <summary>Count for the whole record.</summary>
    public const byte WholeRecord = 0xFF;

    /// <summary>Record to read.</summary>
    public ushort RecordId => recordId;

    /// <summary>Reservation ID.</summary>
    public ushort Reservation => reservation;

    /// <summary>First byte to read.</summary>
    public byte Offset => offset;

    /// <summary>Bytes to read.</summary>
    public byte Count => count;

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => SelCompletionCode.Describe(code);

    /// <summary>Writes the request: reservation, record ID, offset, count.</summary>
    public override void WriteRequest(ByteWriter writer)
    {
        writer.WriteUInt16(reservation);
        writer.WriteUInt16(recordId);
        writer.WriteByte(offset);
        writer.WriteByte(count);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static GetSelEntry ReadRequest(ByteReader reader)
    {
        ushort reservation = reader.ReadUInt16();
        return new GetSelEntry(reader.ReadUInt16(), reservation, reader.ReadByte(), reader.ReadByte());
    }

    /// <inheritdoc/>
    public override SelEntryData ReadResponse(ByteReader reader) => SelEntryData.Read(reader);
}

/// <summary>A SEL record, or part of one, and which comes after it. IPMI 2.0 section 31.5, table 31-5.</summary>
/// <param name="NextRecordId">ID of the next record; FFFFh after the last.</param>
/// <param name="Data">The requested bytes.</param>
public sealed record SelEntryData(ushort NextRecordId, byte[] Data)
{
    /// <summary>Reads the response: next record ID, record data.</summary>
    public static SelEntryData Read(ByteReader reader) => new(reader.ReadUInt16(), reader.ReadRest());

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteUInt16(NextRecordId);
        writer.WriteBytes(Data);
    }
}
