using IpmiPS.Wire;

namespace IpmiPS.Commands.Dcmi;

/// <summary>Get Asset Tag: up to 16 bytes of it. DCMI 1.5 section 6.4.2.</summary>
/// <param name="offset">First byte, 0 to 62.</param>
/// <param name="count">Bytes to read, 1 to 16.</param>
public sealed class GetAssetTag(byte offset, byte count) : IpmiCommand<AssetTag>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetAssetTag, AssetTag> Definition { get; } =
        new(NetFn.GroupExtension, 0x06, "Get Asset Tag", PrivilegeLevel.User, ReadRequest, static (writer, response) => response.Write(writer)) { Group = DcmiGroup.Number };

    /// <summary>Bytes of the longest read.</summary>
    public const byte MaximumCount = 16;

    /// <summary>First byte.</summary>
    public byte Offset => offset;

    /// <summary>Bytes to read.</summary>
    public byte Count => count;

    /// <summary>Writes the request: group, offset, count.</summary>
    public override void WriteRequest(ByteWriter writer)
    {
        DcmiGroup.Write(writer);
        writer.WriteByte(offset);
        writer.WriteByte(count);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static GetAssetTag ReadRequest(ByteReader reader)
    {
        DcmiGroup.Read(reader);
        return new(reader.ReadByte(), reader.ReadByte());
    }

    /// <inheritdoc/>
    public override AssetTag ReadResponse(ByteReader reader) => AssetTag.Read(reader);
}

/// <summary>A part of the asset tag. DCMI 1.5 section 6.4.2, table 6-9.</summary>
/// <param name="Length">Length of the whole tag in bytes, 0 to 63.</param>
/// <param name="Data">The bytes of the part.</param>
public sealed record AssetTag(byte Length, byte[] Data)
{
    /// <summary>Reads the response: group, length, bytes.</summary>
    public static AssetTag Read(ByteReader reader)
    {
        DcmiGroup.Read(reader);
        return new(reader.ReadByte(), reader.ReadRest());
    }

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        DcmiGroup.Write(writer);
        writer.WriteByte(Length);
        writer.WriteBytes(Data);
    }
}
