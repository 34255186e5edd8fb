using System;
using System.Linq;
using IpmiPS.Wire;

namespace IpmiPS.Commands.Storage;

/// <summary>Get Auxiliary Log Status. IPMI 2.0 section 31.12.</summary>
/// <param name="log">The log.</param>
public sealed class GetAuxiliaryLogStatus(AuxiliaryLog log) : IpmiCommand<AuxiliaryLogStatus>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetAuxiliaryLogStatus, AuxiliaryLogStatus> Definition { get; } =
        new(NetFn.Storage, 0x5A, "Get Auxiliary Log Status", PrivilegeLevel.User, ReadRequest, static (writer, response) => response.Write(writer));

    /// <summary>The log.</summary>
    public AuxiliaryLog Log => log;

    /// <summary>Writes the request: [3:0] log type.</summary>
    public override void WriteRequest(ByteWriter writer) => writer.WriteByte((byte)((byte)log & 0x0F));

    /// <summary>Reads the request, as a BMC does.</summary>
    public static GetAuxiliaryLogStatus ReadRequest(ByteReader reader) => new((AuxiliaryLog)(reader.ReadByte() & 0x0F));

    /// <inheritdoc/>
    public override AuxiliaryLogStatus ReadResponse(ByteReader reader) => AuxiliaryLogStatus.Read(reader);
}

/// <summary>State of an auxiliary log. IPMI 2.0 section 31.12, table 31-12.</summary>
/// <param name="Timestamp">IPMI time of the last change; for OEM logs, of the vendor's data.</param>
/// <param name="Data">For the machine check log the number of entries, 4 bytes, least significant first; for OEM logs the vendor's data.</param>
public sealed record AuxiliaryLogStatus(uint Timestamp, byte[] Data)
{
    /// <summary>Number of entries of a machine check log; null if the data are shorter.</summary>
    public uint? Entries => Data.Length >= 4 ? new ByteReader(Data).ReadUInt32() : null;

    /// <summary>Reads the response: time, data.</summary>
    public static AuxiliaryLogStatus Read(ByteReader reader) => new(reader.ReadUInt32(), reader.ReadRest());

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteUInt32(Timestamp);
        writer.WriteBytes(Data);
    }

    /// <inheritdoc/>
    public bool Equals(AuxiliaryLogStatus? other) => other is not null && Timestamp == other.Timestamp && Data.SequenceEqual(other.Data);

    /// <inheritdoc/>
    public override int GetHashCode() => (Timestamp, Data.Length).GetHashCode();
}
