using IpmiPS.Wire;

namespace IpmiPS.Commands.NodeManager;

/// <summary>Reset Node Manager Statistics. Intel Node Manager 3.0.</summary>
/// <param name="mode">0 all statistics, 1 those of a policy, 1Bh to 1Fh one kind.</param>
/// <param name="domain">Domain: 0 the whole platform, 1 processors, 2 memory, 3 hardware protection, 4 high-power I/O.</param>
/// <param name="policy">Policy id.</param>
public sealed class ResetNodeManagerStatistics(byte mode, byte domain, byte policy) : NodeManagerAction(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<ResetNodeManagerStatistics, NoData> Definition { get; } =
        new(NetFn.OemGroup, 0xC7, "Reset Node Manager Statistics", PrivilegeLevel.Operator, ReadRequest, static (writer, _) => NodeManagerGroup.Write(writer)) { Iana = NodeManagerGroup.Iana, IsIdempotent = true };

    /// <summary>Which statistics.</summary>
    public byte Mode => mode;

    /// <summary>Domain.</summary>
    public byte Domain => domain;

    /// <summary>Policy id.</summary>
    public byte Policy => policy;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        NodeManagerGroup.Write(writer);
        writer.WriteByte(mode);
        writer.WriteByte(domain);
        writer.WriteByte(policy);
    }

    /// <summary>Reads the request, as the controller does.</summary>
    public static ResetNodeManagerStatistics ReadRequest(ByteReader reader)
    {
        NodeManagerGroup.Read(reader);
        return new(reader.ReadByte(), reader.ReadByte(), reader.ReadByte());
    }
}
