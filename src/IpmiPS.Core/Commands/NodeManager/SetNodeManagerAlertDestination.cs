using IpmiPS.Wire;

namespace IpmiPS.Commands.NodeManager;

/// <summary>Set Node Manager Alert Destination. Intel Node Manager 3.0.</summary>
/// <param name="destination">The destination.</param>
public sealed class SetNodeManagerAlertDestination(NodeManagerDestination destination) : NodeManagerAction(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<SetNodeManagerAlertDestination, NoData> Definition { get; } =
        new(NetFn.OemGroup, 0xCE, "Set Node Manager Alert Destination", PrivilegeLevel.Administrator, ReadRequest, static (writer, _) => NodeManagerGroup.Write(writer)) { Iana = NodeManagerGroup.Iana, IsIdempotent = true };

    /// <summary>The destination.</summary>
    public NodeManagerDestination Destination => destination;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        NodeManagerGroup.Write(writer);
        destination.WriteValues(writer);
    }

    /// <summary>Reads the request, as the controller does.</summary>
    public static SetNodeManagerAlertDestination ReadRequest(ByteReader reader)
    {
        NodeManagerGroup.Read(reader);
        return new(NodeManagerDestination.ReadValues(reader));
    }
}
