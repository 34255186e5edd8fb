using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Get Configurable Commands: which commands can be switched off; 1 = can be. IPMI 2.0 section 21.4.</summary>
public sealed class GetConfigurableCommands(CommandRange range) : IpmiCommand<CommandMask>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetConfigurableCommands, CommandMask> Definition { get; } =
        new(NetFn.App, 0x0C, "Get Configurable Commands", PrivilegeLevel.User, ReadRequest, static (writer, response) => response.Write(writer));

    /// <summary>The commands that are meant.</summary>
    public CommandRange Range { get; } = range;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        Range.WriteAddress(writer);
        Range.WriteGroup(writer);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static GetConfigurableCommands ReadRequest(ByteReader reader)
    {
        var range = CommandRange.ReadAddress(reader);
        return new(range.ReadGroup(reader, reader.Remaining));
    }

    /// <inheritdoc/>
    public override CommandMask ReadResponse(ByteReader reader) => CommandMask.Read(reader);
}
