using IpmiPS.Wire;

namespace IpmiPS.Commands.NodeManager;

/// <summary>Set Node Manager Policy: adds, replaces or removes a policy. Intel Node Manager 3.0.</summary>
/// <param name="policy">Policy id.</param>
/// <param name="values">The policy.</param>
/// <param name="isRemoved">Whether the policy is removed.</param>
public sealed class SetNodeManagerPolicy(byte policy, NodeManagerPolicy values, bool isRemoved = false) : NodeManagerAction(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<SetNodeManagerPolicy, NoData> Definition { get; } =
        new(NetFn.OemGroup, 0xC1, "Set Node Manager Policy", PrivilegeLevel.Administrator, ReadRequest, static (writer, _) => NodeManagerGroup.Write(writer)) { Iana = NodeManagerGroup.Iana, IsIdempotent = true };

    private const byte AddBit = 0x10;

    /// <summary>Policy id.</summary>
    public byte Policy => policy;

    /// <summary>The policy.</summary>
    public NodeManagerPolicy Values => values;

    /// <summary>Whether the policy is removed.</summary>
    public bool IsRemoved => isRemoved;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        NodeManagerGroup.Write(writer);
        writer.WriteByte(values.DomainByte);
        writer.WriteByte(policy);
        values.WriteValues(writer, values.CpuCorrection << 5 | (isRemoved ? 0 : AddBit));
    }

    /// <summary>Reads the request, as the controller does.</summary>
    public static SetNodeManagerPolicy ReadRequest(ByteReader reader)
    {
        NodeManagerGroup.Read(reader);
        byte domain = reader.ReadByte(), policy = reader.ReadByte();
        bool isAdded = (reader.PeekByte() & AddBit) != 0;
        return new(policy, NodeManagerPolicy.ReadValues(reader, domain), !isAdded);
    }
}
