using IpmiPS.Wire;

namespace IpmiPS.Commands.Dcmi;

/// <summary>Activate/Deactivate Power Limit. DCMI 1.5 section 6.6.4.</summary>
/// <param name="isActive">Whether the limit is in force afterwards.</param>
public sealed class ActivatePowerLimit(bool isActive) : DcmiAction(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<ActivatePowerLimit, NoData> Definition { get; } =
        new(NetFn.GroupExtension, 0x05, "Activate/Deactivate Power Limit", PrivilegeLevel.Operator, ReadRequest, static (writer, _) => DcmiGroup.Write(writer)) { Group = DcmiGroup.Number, IsIdempotent = true };

    /// <summary>Whether the limit is in force afterwards.</summary>
    public bool IsActive => isActive;

    /// <summary>Writes the request: group, 1 activate or 0 deactivate, two reserved bytes.</summary>
    public override void WriteRequest(ByteWriter writer)
    {
        DcmiGroup.Write(writer);
        writer.WriteByte((byte)(isActive ? 1 : 0));
        writer.WriteUInt16(0);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static ActivatePowerLimit ReadRequest(ByteReader reader)
    {
        DcmiGroup.Read(reader);
        byte value = reader.ReadByte();
        reader.Skip(2);
        return value <= 1 ? new(value == 1) : throw new MalformedDataException($"Power limit activation {value} is reserved.");
    }
}
