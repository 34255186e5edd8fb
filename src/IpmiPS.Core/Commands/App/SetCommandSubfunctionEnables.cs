using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Set Command Sub-function Enables: switches sub-functions of a command on and off. IPMI 2.0 section 21.8.</summary>
/// <param name="range">Channel, network function and logical unit; the half of the commands has no meaning.</param>
/// <param name="command">The command.</param>
/// <param name="low">Sub-functions 0 to 31, one bit each; 1 = on.</param>
/// <param name="high">Sub-functions 32 to 63; null to omit them.</param>
public sealed class SetCommandSubfunctionEnables(CommandRange range, byte command, uint low, uint? high) : IpmiAction(Definition)
{
    private const int Word = 4;

    /// <summary>The command's definition.</summary>
    public static ActionDefinition<SetCommandSubfunctionEnables> Definition { get; } =
        new(NetFn.App, 0x62, "Set Command Sub-function Enables", PrivilegeLevel.Administrator, ReadRequest) { IsIdempotent = true };

    /// <summary>Channel, network function and logical unit.</summary>
    public CommandRange Range { get; } = range;

    /// <summary>The command whose sub-functions are meant.</summary>
    public byte Command { get; } = command;

    /// <summary>The sub-functions that are on.</summary>
    public SubfunctionMask Mask { get; } = new(low, high);

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => code == SetCommandEnables.NotSupported ? "attempt to enable a sub-function that is not supported" : null;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        // 1:3 channel, NetFn, LUN; 4 command; the defining body; 4 or 8 bytes of mask.
        Range.WriteAddress(writer);
        writer.WriteByte(Command);
        Range.WriteGroup(writer);
        Mask.Write(writer);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static SetCommandSubfunctionEnables ReadRequest(ByteReader reader)
    {
        var range = CommandRange.ReadAddress(reader);
        byte command = reader.ReadByte();
        range = range.ReadGroup(reader, reader.Remaining % Word);
        var mask = SubfunctionMask.Read(reader);
        return new(range, command, mask.Low, mask.High);
    }
}
