using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Get Command Sub-function Support. As with commands, the meaning of 0 and 1 differs between sources. IPMI 2.0 section 21.3.</summary>
/// <param name="range">Channel, network function and logical unit; the half of the commands has no meaning.</param>
/// <param name="command">The command.</param>
public sealed class GetCommandSubfunctionSupport(CommandRange range, byte command) : IpmiCommand<SubfunctionSupport>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetCommandSubfunctionSupport, SubfunctionSupport> Definition { get; } =
        new(NetFn.App, 0x0B, "Get Command Sub-function Support", PrivilegeLevel.User, ReadRequest, static (writer, response) => response.Write(writer));

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
    public static GetCommandSubfunctionSupport ReadRequest(ByteReader reader)
    {
        var range = CommandRange.ReadAddress(reader);
        byte command = reader.ReadByte();
        return new(range.ReadGroup(reader, reader.Remaining), command);
    }

    /// <inheritdoc/>
    public override SubfunctionSupport ReadResponse(ByteReader reader) => SubfunctionSupport.Read(reader);
}

/// <summary>The sub-functions that a BMC has of one command, and the specification that defines them. IPMI 2.0 section 21.3, table 21-4.</summary>
/// <param name="Specification">[7:4] kind of specification, [3:0] errata.</param>
/// <param name="Version">Version of the specification.</param>
/// <param name="Revision">Revision of the specification.</param>
/// <param name="Mask">One bit for each sub-function.</param>
public sealed record SubfunctionSupport(byte Specification, byte Version, byte Revision, SubfunctionMask Mask)
{
    /// <summary>Reads the response.</summary>
    public static SubfunctionSupport Read(ByteReader reader) => new(reader.ReadByte(), reader.ReadByte(), reader.ReadByte(), SubfunctionMask.Read(reader));

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte(Specification);
        writer.WriteByte(Version);
        writer.WriteByte(Revision);
        Mask.Write(writer);
    }
}

/// <summary>One bit for each sub-function of a command: 32, or 64 where the second word is present. IPMI 2.0 section 21.3.</summary>
/// <param name="Low">Sub-functions 0 to 31.</param>
/// <param name="High">Sub-functions 32 to 63; null if omitted.</param>
public sealed record SubfunctionMask(uint Low, uint? High)
{
    /// <summary>The bit of a sub-function, 0 to 63.</summary>
    public bool this[int number] => ((number < 32 ? Low : High ?? 0) >> (number & 31) & 1) != 0;

    /// <summary>Reads the response.</summary>
    public static SubfunctionMask Read(ByteReader reader) => new(reader.ReadUInt32(), reader.Remaining >= 4 ? reader.ReadUInt32() : null);

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteUInt32(Low);
        if (High is { } high)
            writer.WriteUInt32(high);
    }
}
