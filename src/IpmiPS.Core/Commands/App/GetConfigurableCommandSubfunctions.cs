using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Get Configurable Command Sub-functions: which ones can be switched off; 1 = can be. IPMI 2.0 section 21.5.</summary>
/// <param name="range">Channel, network function and logical unit; the half of the commands has no meaning.</param>
/// <param name="command">The command.</param>
public sealed class GetConfigurableCommandSubfunctions(CommandRange range, byte command) : IpmiCommand<SubfunctionMask>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetConfigurableCommandSubfunctions, SubfunctionMask> Definition { get; } =
        new(NetFn.App, 0x0D, "Get Configurable Command Sub-functions", PrivilegeLevel.User, ReadRequest, static (writer, response) => response.Write(writer));

    /// <summary>Channel, network function and logical unit.</summary>
    public CommandRange Range { get; } = range;

    /// <summary>The command whose sub-functions are meant.</summary>
    public byte Command { get; } = command;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        Range.WriteAddress(writer);
        writer.WriteByte(Command);
        Range.WriteGroup(writer);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static GetConfigurableCommandSubfunctions ReadRequest(ByteReader reader)
    {
        var range = CommandRange.ReadAddress(reader);
        byte command = reader.ReadByte();
        return new(range.ReadGroup(reader, reader.Remaining), command);
    }

    /// <inheritdoc/>
    public override SubfunctionMask ReadResponse(ByteReader reader) => SubfunctionMask.Read(reader);
}
