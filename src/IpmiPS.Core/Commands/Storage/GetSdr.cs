using IpmiPS.Wire;

namespace IpmiPS.Commands.Storage;

/// <summary>Get SDR: one record of the repository, or a part of it. IPMI 2.0 section 33.12.</summary>
/// <param name="request">Which record, and which part of it.</param>
public sealed class GetSdr(SdrRequest request) : IpmiCommand<SdrPart>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetSdr, SdrPart> Definition { get; } =
        new(NetFn.Storage, 0x23, "Get SDR", PrivilegeLevel.User, ReadRequest, static (writer, response) => response.Write(writer));

    /// <summary>Which record, and which part of it.</summary>
    public SdrRequest Request { get; } = request;

    /// <summary>Reads the request's data, as a BMC does.</summary>
    public static GetSdr ReadRequest(ByteReader reader) => new(SdrRequest.Read(reader));

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer) => Request.Write(writer);

    /// <inheritdoc/>
    public override SdrPart ReadResponse(ByteReader reader) => SdrPart.Read(reader);
}

/// <summary>The request of Get SDR and Get Device SDR. IPMI 2.0 sections 33.12 and 35.3.</summary>
/// <param name="Reservation">Needed for parts that do not begin at offset 0; 0 otherwise.</param>
/// <param name="RecordId">The record; 0000h is the first, FFFFh the last.</param>
/// <param name="Offset">Where in the record the part begins.</param>
/// <param name="Count">Number of bytes; FFh is the whole record.</param>
public readonly record struct SdrRequest(ushort Reservation, ushort RecordId, byte Offset, byte Count)
{
    /// <summary>ID for the first record.</summary>
    public const ushort FirstRecord = 0x0000;

    /// <summary>In a request the last record; in a response, no more records.</summary>
    public const ushort LastRecord = 0xFFFF;

    /// <summary>Count for the whole record.</summary>
    public const byte WholeRecord = 0xFF;

    /// <summary>Reads the request: reservation id, record id, offset, count.</summary>
    public static SdrRequest Read(ByteReader reader) =>
        new(reader.ReadUInt16(), reader.ReadUInt16(), reader.ReadByte(), reader.ReadByte());

    /// <summary>Writes the request.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteUInt16(Reservation);
        writer.WriteUInt16(RecordId);
        writer.WriteByte(Offset);
        writer.WriteByte(Count);
    }
}

/// <summary>The response of Get SDR and Get Device SDR. IPMI 2.0 sections 33.12 and 35.3.</summary>
/// <param name="NextRecordId">The record after this one; FFFFh after the last.</param>
/// <param name="Data">The requested bytes.</param>
public sealed record SdrPart(ushort NextRecordId, byte[] Data)
{
    /// <summary>Reads the response: next record id, record data.</summary>
    public static SdrPart Read(ByteReader reader) => new(reader.ReadUInt16(), reader.ReadRest());

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteUInt16(NextRecordId);
        writer.WriteBytes(Data);
    }
}
