using IpmiPS.Wire;

namespace IpmiPS.Commands.NodeManager;

/// <summary>Set Node Manager Policy Alert Thresholds. Intel Node Manager 3.0.</summary>
/// <param name="domain">Domain: 0 the whole platform, 1 processors, 2 memory, 3 hardware protection, 4 high-power I/O.</param>
/// <param name="policy">Policy id.</param>
/// <param name="values">Thresholds in watts or degrees Celsius, up to three.</param>
public sealed class SetNodeManagerAlertThresholds(byte domain, byte policy, ushort[] values) : NodeManagerAction(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<SetNodeManagerAlertThresholds, NoData> Definition { get; } =
        new(NetFn.OemGroup, 0xC3, "Set Node Manager Policy Alert Thresholds", PrivilegeLevel.Administrator, ReadRequest, static (writer, _) => NodeManagerGroup.Write(writer)) { Iana = NodeManagerGroup.Iana, IsIdempotent = true };

    /// <summary>Domain.</summary>
    public byte Domain => domain;

    /// <summary>Policy id.</summary>
    public byte Policy => policy;

    /// <summary>The thresholds.</summary>
    public ushort[] Values => values;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        NodeManagerGroup.Write(writer);
        writer.WriteByte(domain);
        writer.WriteByte(policy);
        writer.WriteByte((byte)values.Length);
        foreach (ushort value in values)
            writer.WriteUInt16(value);
    }

    /// <summary>Reads the request, as the controller does.</summary>
    public static SetNodeManagerAlertThresholds ReadRequest(ByteReader reader)
    {
        NodeManagerGroup.Read(reader);
        byte domain = reader.ReadByte(), policy = reader.ReadByte();
        var values = new ushort[reader.ReadByte()];
        for (int i = 0; i < values.Length; i++)
            values[i] = reader.ReadUInt16();
        return new(domain, policy, values);
    }
}
