using IpmiPS.Wire;

namespace IpmiPS.Commands.NodeManager;

/// <summary>Get Node Manager Alert Destination. Intel Node Manager 3.0.</summary>
public sealed class GetNodeManagerAlertDestination() : NodeManagerCommand<NodeManagerDestination>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetNodeManagerAlertDestination, NodeManagerDestination> Definition { get; } =
        new(NetFn.OemGroup, 0xCF, "Get Node Manager Alert Destination", PrivilegeLevel.User, ReadRequest, static (writer, response) => response.Write(writer)) { Iana = NodeManagerGroup.Iana };

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        NodeManagerGroup.Write(writer);
    }

    /// <summary>Reads the request, as the controller does.</summary>
    public static GetNodeManagerAlertDestination ReadRequest(ByteReader reader)
    {
        NodeManagerGroup.Read(reader);
        return new();
    }

    /// <inheritdoc/>
    public override NodeManagerDestination ReadResponse(ByteReader reader) => NodeManagerDestination.Read(reader);
}

/// <summary>Where Node Manager sends alerts.</summary>
/// <param name="Channel">[3:0] channel of the BMC, [7] alerts are off.</param>
/// <param name="Address">Slave address of the receiver, or the destination selector of the channel.</param>
/// <param name="AlertString">[6:0] alert string selector, [7] the string is sent.</param>
public readonly record struct NodeManagerDestination(byte Channel, byte Address, byte AlertString)
{
    /// <summary>Reads the response: enterprise number, then the values in this order.</summary>
    public static NodeManagerDestination Read(ByteReader reader)
    {
        NodeManagerGroup.Read(reader);
        return ReadValues(reader);
    }

    /// <summary>Writes the response, as the controller does.</summary>
    public void Write(ByteWriter writer)
    {
        NodeManagerGroup.Write(writer);
        WriteValues(writer);
    }

    internal static NodeManagerDestination ReadValues(ByteReader reader) => new(reader.ReadByte(), reader.ReadByte(), reader.ReadByte());

    internal void WriteValues(ByteWriter writer)
    {
        writer.WriteByte(Channel);
        writer.WriteByte(Address);
        writer.WriteByte(AlertString);
    }
}
