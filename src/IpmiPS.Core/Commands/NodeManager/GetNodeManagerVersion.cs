using IpmiPS.Wire;

namespace IpmiPS.Commands.NodeManager;

/// <summary>Get Node Manager Version. Intel Node Manager 3.0.</summary>
public sealed class GetNodeManagerVersion() : NodeManagerCommand<NodeManagerVersion>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetNodeManagerVersion, NodeManagerVersion> Definition { get; } =
        new(NetFn.OemGroup, 0xCA, "Get Node Manager Version", PrivilegeLevel.User, ReadRequest, static (writer, response) => response.Write(writer)) { Iana = NodeManagerGroup.Iana };

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        NodeManagerGroup.Write(writer);
    }

    /// <summary>Reads the request, as the controller does.</summary>
    public static GetNodeManagerVersion ReadRequest(ByteReader reader)
    {
        NodeManagerGroup.Read(reader);
        return new();
    }

    /// <inheritdoc/>
    public override NodeManagerVersion ReadResponse(ByteReader reader) => NodeManagerVersion.Read(reader);
}

/// <summary>Version of Node Manager.</summary>
/// <param name="Version">1 for 1.0, 2 for 1.5, 3 for 2.0, 4 for 2.5, 5 for 3.0.</param>
/// <param name="Interface">Version of its IPMI interface: 1 for 1.0, 2 for 2.0, 3 for 3.0.</param>
/// <param name="Patch">Patch version.</param>
/// <param name="FirmwareMajor">Major firmware revision.</param>
/// <param name="FirmwareMinor">Minor firmware revision.</param>
public sealed record NodeManagerVersion(byte Version, byte Interface, byte Patch, byte FirmwareMajor, byte FirmwareMinor)
{
    /// <summary>Reads the response: enterprise number, then the values in this order.</summary>
    public static NodeManagerVersion Read(ByteReader reader)
    {
        NodeManagerGroup.Read(reader);
        return new(reader.ReadByte(), reader.ReadByte(), reader.ReadByte(), reader.ReadByte(), reader.ReadByte());
    }

    /// <summary>Writes the response, as the controller does.</summary>
    public void Write(ByteWriter writer)
    {
        NodeManagerGroup.Write(writer);
        writer.WriteByte(Version);
        writer.WriteByte(Interface);
        writer.WriteByte(Patch);
        writer.WriteByte(FirmwareMajor);
        writer.WriteByte(FirmwareMinor);
    }
}
