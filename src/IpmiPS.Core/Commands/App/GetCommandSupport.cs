using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Get Command Support: which commands a BMC has. Sources disagree whether 0 or 1 means that it has the command; see FirewallReader. IPMI 2.0 section 21.2.</summary>
public sealed class GetCommandSupport(CommandRange range) : IpmiCommand<CommandMask>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetCommandSupport, CommandMask> Definition { get; } =
        new(NetFn.App, 0x0A, "Get Command Support", PrivilegeLevel.User, ReadRequest, static (writer, response) => response.Write(writer));

    /// <summary>The commands that are meant.</summary>
    public CommandRange Range { get; } = range;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        Range.WriteAddress(writer);
        Range.WriteGroup(writer);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static GetCommandSupport ReadRequest(ByteReader reader)
    {
        var range = CommandRange.ReadAddress(reader);
        return new(range.ReadGroup(reader, reader.Remaining));
    }

    /// <inheritdoc/>
    public override CommandMask ReadResponse(ByteReader reader) => CommandMask.Read(reader);
}

/// <summary>One bit for each of 128 commands. IPMI 2.0 section 21.2, table 21-3.</summary>
/// <param name="Bytes">16 bytes; bit 0 of the first is the first command.</param>
public sealed record CommandMask(byte[] Bytes)
{
    /// <summary>The bit of a command; of its number the low seven bits count.</summary>
    public bool this[byte command] => (Bytes[(command & 0x7F) >> 3] >> (command & 7) & 1) != 0;

    /// <summary>Reads the response.</summary>
    public static CommandMask Read(ByteReader reader) => new(reader.ReadBytes(CommandRange.MaskLength));

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer) => writer.WriteBytes(Bytes);
}
