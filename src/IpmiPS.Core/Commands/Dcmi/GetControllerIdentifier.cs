using IpmiPS.Wire;

namespace IpmiPS.Commands.Dcmi;

/// <summary>Get Management Controller Identifier String: up to 16 bytes of it. DCMI 1.5 section 6.4.6.1.</summary>
/// <param name="offset">First byte, 0 to 63.</param>
/// <param name="count">Bytes to read, 1 to 16.</param>
public sealed class GetControllerIdentifier(byte offset, byte count) : IpmiCommand<DcmiText>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetControllerIdentifier, DcmiText> Definition { get; } =
        new(NetFn.GroupExtension, 0x09, "Get Management Controller Identifier String", PrivilegeLevel.User, ReadRequest, static (writer, response) => response.Write(writer)) { Group = DcmiGroup.Number };

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
    public static GetControllerIdentifier ReadRequest(ByteReader reader)
    {
        DcmiGroup.Read(reader);
        return new(reader.ReadByte(), reader.ReadByte());
    }

    /// <inheritdoc/>
    public override DcmiText ReadResponse(ByteReader reader) => DcmiText.Read(reader);
}
