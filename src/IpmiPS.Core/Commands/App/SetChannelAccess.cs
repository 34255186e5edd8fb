using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Set Channel Access: how a channel may be used. IPMI 2.0 section 22.22.</summary>
public sealed class SetChannelAccess(byte channel) : IpmiAction(Definition)
{
    /// <summary>The command's definition.</summary>
    public static ActionDefinition<SetChannelAccess> Definition { get; } =
        new(NetFn.App, 0x40, "Set Channel Access", PrivilegeLevel.Administrator, ReadRequest) { IsIdempotent = true };

    private const byte TargetMask = 0xC0;

    /// <summary>Channel, 0 to 15; Eh is the channel of the request.</summary>
    public byte Channel { get; } = channel;

    /// <summary>Which copy of the access settings is set.</summary>
    public ChannelAccessTarget SettingsTarget { get; init; }

    /// <summary>[5] 1b alerting disabled, [4] 1b per-message authentication disabled, [3] 1b user-level authentication disabled, [2:0] access mode.</summary>
    public byte Settings { get; init; }

    /// <summary>Which copy of the privilege limit is set.</summary>
    public ChannelAccessTarget PrivilegeLimitTarget { get; init; }

    /// <summary>The highest privilege on the channel.</summary>
    public PrivilegeLevel PrivilegeLimit { get; init; }

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => code switch
    {
        0x82 => "not supported on this channel (it is session-less)",
        0x83 => "access mode not supported",
        _ => null,
    };

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        // 1 [3:0] channel; 2 [7:6] what to set, [5:0] settings; 3 [7:6] what to set, [3:0] privilege limit.
        writer.WriteByte((byte)(Channel & 0x0F));
        writer.WriteByte((byte)((byte)SettingsTarget | Settings & 0x3F));
        writer.WriteByte((byte)((byte)PrivilegeLimitTarget | (byte)PrivilegeLimit & 0x0F));
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static SetChannelAccess ReadRequest(ByteReader reader)
    {
        byte channel = reader.ReadByte(), settings = reader.ReadByte(), limit = reader.ReadByte();
        return new((byte)(channel & 0x0F))
        {
            SettingsTarget = (ChannelAccessTarget)(settings & TargetMask),
            Settings = (byte)(settings & 0x3F),
            PrivilegeLimitTarget = (ChannelAccessTarget)(limit & TargetMask),
            PrivilegeLimit = (PrivilegeLevel)(limit & 0x0F),
        };
    }
}

/// <summary>Which copy of a channel's settings a request sets. IPMI 2.0 section 22.22, table 22-27.</summary>
public enum ChannelAccessTarget : byte
{
    /// <summary>Neither.</summary>
    None = 0,

    /// <summary>The one that is kept over a restart of the BMC.</summary>
    NonVolatile = 0x40,

    /// <summary>The present one.</summary>
    Volatile = 0x80,
}
