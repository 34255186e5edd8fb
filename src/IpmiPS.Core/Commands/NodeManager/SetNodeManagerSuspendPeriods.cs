using IpmiPS.Wire;

namespace IpmiPS.Commands.NodeManager;

/// <summary>Set Node Manager Policy Suspend Periods. Intel Node Manager 3.0.</summary>
/// <param name="domain">Domain: 0 the whole platform, 1 processors, 2 memory, 3 hardware protection, 4 high-power I/O.</param>
/// <param name="policy">Policy id.</param>
/// <param name="periods">Up to five periods; none removes them.</param>
public sealed class SetNodeManagerSuspendPeriods(byte domain, byte policy, SuspendPeriod[] periods) : NodeManagerAction(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<SetNodeManagerSuspendPeriods, NoData> Definition { get; } =
        new(NetFn.OemGroup, 0xC5, "Set Node Manager Policy Suspend Periods", PrivilegeLevel.Administrator, ReadRequest, static (writer, _) => NodeManagerGroup.Write(writer)) { Iana = NodeManagerGroup.Iana, IsIdempotent = true };

    /// <summary>Domain.</summary>
    public byte Domain => domain;

    /// <summary>Policy id.</summary>
    public byte Policy => policy;

    /// <summary>The periods.</summary>
    public SuspendPeriod[] Periods => periods;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        NodeManagerGroup.Write(writer);
        writer.WriteByte(domain);
        writer.WriteByte(policy);
        writer.WriteByte((byte)periods.Length);
        foreach (var period in periods)
        {
            writer.WriteByte(period.Start);
            writer.WriteByte(period.Stop);
            writer.WriteByte(period.Days);
        }
    }

    /// <summary>Reads the request, as the controller does.</summary>
    public static SetNodeManagerSuspendPeriods ReadRequest(ByteReader reader)
    {
        NodeManagerGroup.Read(reader);
        byte domain = reader.ReadByte(), policy = reader.ReadByte();
        var periods = new SuspendPeriod[reader.ReadByte()];
        for (int i = 0; i < periods.Length; i++)
            periods[i] = new(reader.ReadByte(), reader.ReadByte(), reader.ReadByte());
        return new(domain, policy, periods);
    }
}
