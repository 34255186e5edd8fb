using IpmiPS.Wire;

namespace IpmiPS.Commands.Dcmi;

/// <summary>Set Thermal Limit. DCMI 1.5 section 6.7.1.</summary>
/// <param name="entityId">37h or 40h, the inlet.</param>
/// <param name="instance">Entity instance.</param>
/// <param name="limit">The limit.</param>
public sealed class SetThermalLimit(byte entityId, byte instance, DcmiThermalLimit limit) : DcmiAction(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<SetThermalLimit, NoData> Definition { get; } =
        new(NetFn.GroupExtension, 0x0B, "Set Thermal Limit", PrivilegeLevel.Operator, ReadRequest, static (writer, _) => DcmiGroup.Write(writer)) { Group = DcmiGroup.Number, IsIdempotent = true };

    /// <summary>Entity id.</summary>
    public byte EntityId => entityId;

    /// <summary>Entity instance.</summary>
    public byte Instance => instance;

    /// <summary>The limit.</summary>
    public DcmiThermalLimit Limit => limit;

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => code switch
    {
        0x84 => "thermal limit out of range",
        0x85 => "exception time out of range",
        _ => null,
    };

    /// <summary>Writes the request: group, entity id, instance, actions, limit, time.</summary>
    public override void WriteRequest(ByteWriter writer)
    {
        DcmiGroup.Write(writer);
        writer.WriteByte(entityId);
        writer.WriteByte(instance);
        limit.Write(writer);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static SetThermalLimit ReadRequest(ByteReader reader)
    {
        DcmiGroup.Read(reader);
        return new(reader.ReadByte(), reader.ReadByte(), DcmiThermalLimit.Read(reader));
    }
}
