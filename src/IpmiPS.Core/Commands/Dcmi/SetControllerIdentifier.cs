using IpmiPS.Wire;

namespace IpmiPS.Commands.Dcmi;

/// <summary>Set Management Controller Identifier String: up to 16 bytes of the identifier. The part with the terminating NUL puts the identifier in force, and restarts DHCP where it is in use. DCMI 1.5 section 6.4.6.2.</summary>
/// <param name="offset">First byte: 0, 16, 32 or 48.</param>
/// <param name="data">The bytes of the part, 1 to 16.</param>
public sealed class SetControllerIdentifier(byte offset, byte[] data) : IpmiCommand<byte>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<SetControllerIdentifier, byte> Definition { get; } =
        new(NetFn.GroupExtension, 0x0A, "Set Management Controller Identifier String", PrivilegeLevel.Administrator, ReadRequest, WriteLength) { Group = DcmiGroup.Number, IsIdempotent = true };

    /// <summary>First byte.</summary>
    public byte Offset => offset;

    /// <summary>The bytes of the part.</summary>
    public byte[] Data => data;

    /// <summary>Writes the request: group, offset, count, bytes.</summary>
    public override void WriteRequest(ByteWriter writer)
    {
        DcmiGroup.Write(writer);
        writer.WriteByte(offset);
        writer.WriteByte((byte)data.Length);
        writer.WriteBytes(data);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static SetControllerIdentifier ReadRequest(ByteReader reader)
    {
        DcmiGroup.Read(reader);
        byte offset = reader.ReadByte();
        return new(offset, reader.ReadBytes(reader.ReadByte()));
    }

    /// <summary>Reads the response: group, length of the whole text.</summary>
    public override byte ReadResponse(ByteReader reader)
    {
        DcmiGroup.Read(reader);
        return reader.ReadByte();
    }

    private static void WriteLength(ByteWriter writer, byte length)
    {
        DcmiGroup.Write(writer);
        writer.WriteByte(length);
    }
}
