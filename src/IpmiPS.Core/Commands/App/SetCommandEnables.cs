using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Set Command Enables: switches commands of the firmware firewall on and off. IPMI 2.0 section 21.6.</summary>
/// <param name="range">The commands that are meant.</param>
/// <param name="mask">16 bytes, one bit for each command; 1 = on.</param>
public sealed class SetCommandEnables(CommandRange range, byte[] mask) : IpmiAction(Definition)
{
    /// <summary>The command's definition.</summary>
    public static ActionDefinition<SetCommandEnables> Definition { get; } =
        new(NetFn.App, 0x60, "Set Command Enables", PrivilegeLevel.Administrator, ReadRequest) { IsIdempotent = true };

    /// <summary>Completion code: a command that the BMC does not have, or that cannot be switched, would be switched on.</summary>
    public const byte NotSupported = 0x80;

    /// <summary>The commands that are meant.</summary>
    public CommandRange Range { get; } = range;

    /// <summary>16 bytes, one bit for each command; 1 = on.</summary>
    public byte[] Mask { get; } = mask;

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => code == NotSupported ? "attempt to enable a command that is not supported" : null;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        // 1:3 channel, NetFn, LUN; 4:19 mask; 20:N the defining body.
        Range.WriteAddress(writer);
        writer.WriteBytes(Mask);
        Range.WriteGroup(writer);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static SetCommandEnables ReadRequest(ByteReader reader)
    {
        var range = CommandRange.ReadAddress(reader);
        byte[] mask = reader.ReadBytes(CommandRange.MaskLength);
        return new(range.ReadGroup(reader, reader.Remaining), mask);
    }
}
