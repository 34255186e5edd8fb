using IpmiPS.Wire;

namespace IpmiPS.Commands.Dcmi;

/// <summary>Get Asset Tag: up to 16 bytes of it. DCMI 1.5 section 6.4.2.</summary>
/// <param name="offset">First byte, 0 to 62.</param>
/// <param name="count">Bytes to read, 1 to 16.</param>
public sealed class GetAssetTag(byte offset, byte count) : IpmiCommand<DcmiText>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetAssetTag, DcmiText> Definition { get; } =
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
    public override DcmiText ReadResponse(ByteReader reader) => DcmiText.Read(reader);

    /// <summary>80h to 83h say that the tag in the FRU data is binary, BCD plus, 6-bit ASCII or Unicode; the bytes follow all the same.</summary>
    public override bool IsInformation(byte code) => code is >= 0x80 and <= 0x83;

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => code switch
    {
        0x80 => "the tag is binary",
        0x81 => "the tag is BCD plus",
        0x82 => "the tag is 6-bit ASCII",
        0x83 => "the tag is Unicode",
        _ => null,
    };
}

