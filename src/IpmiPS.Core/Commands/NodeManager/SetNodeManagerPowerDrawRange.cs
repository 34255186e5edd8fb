using IpmiPS.Wire;

namespace IpmiPS.Commands.NodeManager;

/// <summary>Set Node Manager Power Draw Range: the least and the most that the machine can take. Intel Node Manager 3.0.</summary>
/// <param name="domain">Domain: 0 the whole platform, 1 processors, 2 memory, 3 hardware protection, 4 high-power I/O.</param>
/// <param name="minimum">Minimum in watts.</param>
/// <param name="maximum">Maximum in watts.</param>
public sealed class SetNodeManagerPowerDrawRange(byte domain, ushort minimum, ushort maximum) : NodeManagerAction(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<SetNodeManagerPowerDrawRange, NoData> Definition { get; } =
        new(NetFn.OemGroup, 0xCB, "Set Node Manager Power Draw Range", PrivilegeLevel.Administrator, ReadRequest, static (writer, _) => NodeManagerGroup.Write(writer)) { Iana = NodeManagerGroup.Iana, IsIdempotent = true };

    /// <summary>Domain.</summary>
    public byte Domain => domain;

    /// <summary>Minimum in watts.</summary>
    public ushort Minimum => minimum;

    /// <summary>Maximum in watts.</summary>
    public ushort Maximum => maximum;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        NodeManagerGroup.Write(writer);
        writer.WriteByte(domain);
        writer.WriteUInt16(minimum);
        writer.WriteUInt16(maximum);
    }

    /// <summary>Reads the request, as the controller does.</summary>
    public static SetNodeManagerPowerDrawRange ReadRequest(ByteReader reader)
    {
        NodeManagerGroup.Read(reader);
        return new(reader.ReadByte(), reader.ReadUInt16(), reader.ReadUInt16());
    }
}
