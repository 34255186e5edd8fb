using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Get Command Enables: which commands are switched on; 1 = on. IPMI 2.0 section 21.7.</summary>
public sealed class GetCommandEnables(CommandRange range) : IpmiCommand<CommandMask>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetCommandEnables, CommandMask> Definition { get; } =
        new(NetFn.App, 0x61, "Get Command Enables", PrivilegeLevel.User, ReadRequest, static (writer, response) => response.Write(writer));

    /// <summary>The commands that are meant.</summary>
    public CommandRange Range { get; } = range;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        Range.WriteAddress(writer);
        Range.WriteGroup(writer);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static GetCommandEnables ReadRequest(ByteReader reader)
    {
        var range = CommandRange.ReadAddress(reader);
        return new(range.ReadGroup(reader, reader.Remaining));
    }

    /// <inheritdoc/>
    public override CommandMask ReadResponse(ByteReader reader) => CommandMask.Read(reader);
}
