using IpmiPS.Wire;

namespace IpmiPS.Commands.Dcmi;

/// <summary>Set Power Limit: stores the limit. It has no effect until it is activated. DCMI 1.5 section 6.6.3.</summary>
/// <param name="limit">The limit.</param>
public sealed class SetPowerLimit(DcmiPowerLimit limit) : DcmiAction(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<SetPowerLimit, NoData> Definition { get; } =
        new(NetFn.GroupExtension, 0x04, "Set Power Limit", PrivilegeLevel.Operator, ReadRequest, static (writer, _) => DcmiGroup.Write(writer)) { Group = DcmiGroup.Number, IsIdempotent = true };

    /// <summary>The limit.</summary>
    public DcmiPowerLimit Limit => limit;

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => code switch
    {
        0x84 => "power limit out of range",
        0x85 => "correction time out of range",
        0x89 => "statistics reporting period out of range",
        _ => null,
    };

    /// <summary>Writes the request: group, three reserved bytes, action, limit, correction time, two reserved bytes, sampling period.</summary>
    public override void WriteRequest(ByteWriter writer)
    {
        DcmiGroup.Write(writer);
        writer.WriteUInt24(0);
        limit.WriteValues(writer);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static SetPowerLimit ReadRequest(ByteReader reader)
    {
        DcmiGroup.Read(reader);
        reader.Skip(3);
        return new(DcmiPowerLimit.ReadValues(reader));
    }
}
