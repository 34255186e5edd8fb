using IpmiPS.Wire;

namespace IpmiPS.Commands.Storage;

/// <summary>Set SEL Time UTC Offset. IPMI 2.0 section 31.11b.</summary>
/// <param name="minutes">Minutes from UTC to the SEL's clock, -1440 to 1440, or <see cref="GetSelTimeUtcOffset.Unspecified"/>.</param>
public sealed class SetSelTimeUtcOffset(short minutes) : IpmiAction(Definition)
{
    /// <summary>The command's definition.</summary>
    public static ActionDefinition<SetSelTimeUtcOffset> Definition { get; } =
        new(NetFn.Storage, 0x5D, "Set SEL Time UTC Offset", PrivilegeLevel.Operator, ReadRequest) { IsIdempotent = true };

    /// <summary>Minutes from UTC to the SEL's clock.</summary>
    public short Minutes => minutes;

    /// <summary>Writes the request: the offset.</summary>
    public override void WriteRequest(ByteWriter writer) => writer.WriteUInt16(minutes);

    /// <summary>Reads the request, as a BMC does.</summary>
    public static SetSelTimeUtcOffset ReadRequest(ByteReader reader) => new((short)reader.ReadUInt16());
}
