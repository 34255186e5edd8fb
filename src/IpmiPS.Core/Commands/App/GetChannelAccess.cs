using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Get Channel Access: how a channel may be used. IPMI 2.0 section 22.23.</summary>
public sealed class GetChannelAccess(byte channel, bool isVolatile) : IpmiCommand<ChannelAccess>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetChannelAccess, ChannelAccess> Definition { get; } =
        new(NetFn.App, 0x41, "Get Channel Access", PrivilegeLevel.User, ReadRequest, static (writer, response) => response.Write(writer));

    /// <summary>Channel, 0 to 15.</summary>
    public byte Channel { get; } = channel;

    /// <summary>The present (volatile) settings rather than those kept over a restart of the BMC.</summary>
    public bool IsVolatile { get; } = isVolatile;

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => code == 0x82 ? "not supported on this channel (it is session-less)" : null;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        // 1 [3:0] channel, 2 [7:6] 01b = non-volatile, 10b = present volatile settings.
        writer.WriteByte((byte)(Channel & 0x0F));
        writer.WriteByte((byte)(IsVolatile ? 0x80 : 0x40));
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static GetChannelAccess ReadRequest(ByteReader reader) => new((byte)(reader.ReadByte() & 0x0F), (reader.ReadByte() & 0xC0) == 0x80);

    /// <inheritdoc/>
    public override ChannelAccess ReadResponse(ByteReader reader) => ChannelAccess.Read(reader);
}

/// <summary>A channel's access settings. IPMI 2.0 section 22.23, table 22-28.</summary>
/// <param name="Settings">[5] 1b alerting disabled, [4] 1b per-message authentication disabled, [3] 1b user-level authentication disabled, [2:0] access mode.</param>
/// <param name="PrivilegeLimit">The highest privilege on the channel.</param>
public readonly record struct ChannelAccess(byte Settings, PrivilegeLevel PrivilegeLimit)
{
    /// <summary>0 disabled, 1 only before boot, 2 always available, 3 shared.</summary>
    public byte AccessMode => (byte)(Settings & 0x07);

    /// <summary>Whether user-level commands need no authentication.</summary>
    public bool UserLevelAuthenticationDisabled => (Settings & 0x08) != 0;

    /// <summary>Whether messages after log-in need no authentication.</summary>
    public bool PerMessageAuthenticationDisabled => (Settings & 0x10) != 0;

    /// <summary>Whether PEF alerting is disabled.</summary>
    public bool AlertingDisabled => (Settings & 0x20) != 0;

    /// <summary>Reads the response.</summary>
    public static ChannelAccess Read(ByteReader reader) => new((byte)(reader.ReadByte() & 0x3F), (PrivilegeLevel)(reader.ReadByte() & 0x0F));

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte(Settings);
        writer.WriteByte((byte)PrivilegeLimit);
    }
}
