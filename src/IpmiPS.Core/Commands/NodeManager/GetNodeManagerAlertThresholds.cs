using IpmiPS.Wire;

namespace IpmiPS.Commands.NodeManager;

/// <summary>Get Node Manager Policy Alert Thresholds. Intel Node Manager 3.0.</summary>
/// <param name="domain">Domain: 0 the whole platform, 1 processors, 2 memory, 3 hardware protection, 4 high-power I/O.</param>
/// <param name="policy">Policy id.</param>
public sealed class GetNodeManagerAlertThresholds(byte domain, byte policy) : NodeManagerCommand<ushort[]>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetNodeManagerAlertThresholds, ushort[]> Definition { get; } =
        new(NetFn.OemGroup, 0xC4, "Get Node Manager Policy Alert Thresholds", PrivilegeLevel.User, ReadRequest, WriteResponse) { Iana = NodeManagerGroup.Iana };

    /// <summary>Domain.</summary>
    public byte Domain => domain;

    /// <summary>Policy id.</summary>
    public byte Policy => policy;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        NodeManagerGroup.Write(writer);
        writer.WriteByte(domain);
        writer.WriteByte(policy);
    }

    /// <summary>Reads the request, as the controller does.</summary>
    public static GetNodeManagerAlertThresholds ReadRequest(ByteReader reader)
    {
        NodeManagerGroup.Read(reader);
        return new(reader.ReadByte(), reader.ReadByte());
    }

    /// <summary>Reads the response: enterprise number, count, thresholds in watts or degrees Celsius, up to three.</summary>
    public override ushort[] ReadResponse(ByteReader reader)
    {
        NodeManagerGroup.Read(reader);
        var values = new ushort[reader.ReadByte()];
        for (int i = 0; i < values.Length; i++)
            values[i] = reader.ReadUInt16();
        return values;
    }

    private static void WriteResponse(ByteWriter writer, ushort[] values)
    {
        NodeManagerGroup.Write(writer);
        writer.WriteByte((byte)values.Length);
        foreach (ushort value in values)
            writer.WriteUInt16(value);
    }
}
