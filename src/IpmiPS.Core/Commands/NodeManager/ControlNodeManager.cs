using IpmiPS.Wire;

namespace IpmiPS.Commands.NodeManager;

/// <summary>Enable/Disable Node Manager Policy Control. Intel Node Manager 3.0.</summary>
/// <param name="flags">[2:0] 0 off and 1 on for all, 2 off and 3 on for a domain, 4 off and 5 on for a policy.</param>
/// <param name="domain">Domain: 0 the whole platform, 1 processors, 2 memory, 3 hardware protection, 4 high-power I/O.</param>
/// <param name="policy">Policy id.</param>
public sealed class ControlNodeManager(byte flags, byte domain, byte policy) : NodeManagerAction(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<ControlNodeManager, NoData> Definition { get; } =
        new(NetFn.OemGroup, 0xC0, "Enable/Disable Node Manager Policy Control", PrivilegeLevel.Administrator, ReadRequest, static (writer, _) => NodeManagerGroup.Write(writer)) { Iana = NodeManagerGroup.Iana, IsIdempotent = true };

    /// <summary>What is enabled or disabled.</summary>
    public byte Flags => flags;

    /// <summary>Domain.</summary>
    public byte Domain => domain;

    /// <summary>Policy id.</summary>
    public byte Policy => policy;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        NodeManagerGroup.Write(writer);
        writer.WriteByte(flags);
        writer.WriteByte(domain);
        writer.WriteByte(policy);
    }

    /// <summary>Reads the request, as the controller does.</summary>
    public static ControlNodeManager ReadRequest(ByteReader reader)
    {
        NodeManagerGroup.Read(reader);
        return new(reader.ReadByte(), reader.ReadByte(), reader.ReadByte());
    }
}
