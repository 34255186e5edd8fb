using IpmiPS.Wire;

namespace IpmiPS.Commands.NodeManager;

/// <summary>Get Node Manager Capabilities. Intel Node Manager 3.0.</summary>
/// <param name="domain">Domain: 0 the whole platform, 1 processors, 2 memory, 3 hardware protection, 4 high-power I/O.</param>
/// <param name="trigger">[3:0] trigger, [6:4] policy type: 1 power control.</param>
public sealed class GetNodeManagerCapabilities(byte domain, byte trigger = 0x10) : NodeManagerCommand<NodeManagerCapabilities>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetNodeManagerCapabilities, NodeManagerCapabilities> Definition { get; } =
        new(NetFn.OemGroup, 0xC9, "Get Node Manager Capabilities", PrivilegeLevel.User, ReadRequest, static (writer, response) => response.Write(writer)) { Iana = NodeManagerGroup.Iana };

    /// <summary>Domain.</summary>
    public byte Domain => domain;

    /// <summary>Trigger and type.</summary>
    public byte Trigger => trigger;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        NodeManagerGroup.Write(writer);
        writer.WriteByte(domain);
        writer.WriteByte(trigger);
    }

    /// <summary>Reads the request, as the controller does.</summary>
    public static GetNodeManagerCapabilities ReadRequest(ByteReader reader)
    {
        NodeManagerGroup.Read(reader);
        return new(reader.ReadByte(), reader.ReadByte());
    }

    /// <inheritdoc/>
    public override NodeManagerCapabilities ReadResponse(ByteReader reader) => NodeManagerCapabilities.Read(reader);
}

/// <summary>What Node Manager can do in a domain.</summary>
/// <param name="MaximumPolicies">Maximum number of policies.</param>
/// <param name="MaximumLimit">Maximum limit in watts, or of the trigger's value.</param>
/// <param name="MinimumLimit">Minimum limit.</param>
/// <param name="MinimumCorrection">Minimum correction time in milliseconds.</param>
/// <param name="MaximumCorrection">Maximum correction time in milliseconds.</param>
/// <param name="MinimumPeriod">Minimum period of statistics in seconds.</param>
/// <param name="MaximumPeriod">Maximum period of statistics in seconds.</param>
/// <param name="Scope">[3:0] domain, [7] 0 primary side of the power supplies, 1 secondary.</param>
public sealed record NodeManagerCapabilities(
    byte MaximumPolicies, ushort MaximumLimit, ushort MinimumLimit, uint MinimumCorrection, uint MaximumCorrection, ushort MinimumPeriod, ushort MaximumPeriod, byte Scope)
{
    /// <summary>Reads the response: enterprise number, then the values in this order.</summary>
    public static NodeManagerCapabilities Read(ByteReader reader)
    {
        NodeManagerGroup.Read(reader);
        return new(
            reader.ReadByte(), reader.ReadUInt16(), reader.ReadUInt16(), reader.ReadUInt32(), reader.ReadUInt32(), reader.ReadUInt16(), reader.ReadUInt16(), reader.ReadByte());
    }

    /// <summary>Writes the response, as the controller does.</summary>
    public void Write(ByteWriter writer)
    {
        NodeManagerGroup.Write(writer);
        writer.WriteByte(MaximumPolicies);
        writer.WriteUInt16(MaximumLimit);
        writer.WriteUInt16(MinimumLimit);
        writer.WriteUInt32(MinimumCorrection);
        writer.WriteUInt32(MaximumCorrection);
        writer.WriteUInt16(MinimumPeriod);
        writer.WriteUInt16(MaximumPeriod);
        writer.WriteByte(Scope);
    }
}
