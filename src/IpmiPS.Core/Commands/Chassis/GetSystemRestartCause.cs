using IpmiPS.Wire;

namespace IpmiPS.Commands.Chassis;

/// <summary>Get System Restart Cause: what last started the machine. IPMI 2.0 section 28.11.</summary>
public sealed class GetSystemRestartCause() : IpmiCommand<SystemRestartCause>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetSystemRestartCause, SystemRestartCause> Definition { get; } =
        new(NetFn.Chassis, 0x07, "Get System Restart Cause", PrivilegeLevel.User, static _ => new(), static (writer, response) => response.Write(writer));

    /// <inheritdoc/>
    public override SystemRestartCause ReadResponse(ByteReader reader) => SystemRestartCause.Read(reader);
}

/// <summary>What last started the machine, and over which channel the order came. IPMI 2.0 section 28.11, table 28-11.</summary>
/// <param name="Cause">The cause.</param>
/// <param name="Channel">Channel that the command came over; of no meaning for other causes. Some BMCs leave it out: 0.</param>
public readonly record struct SystemRestartCause(RestartCause Cause, byte Channel)
{
    /// <summary>Reads the response: [7:4] reserved, [3:0] cause; channel number.</summary>
    public static SystemRestartCause Read(ByteReader reader) => new((RestartCause)(reader.ReadByte() & 0x0F), reader.ReadByteOr(0));

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte((byte)Cause);
        writer.WriteByte(Channel);
    }
}
