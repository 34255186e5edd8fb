using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>
/// Set User Access: what a user may do on a channel. IPMI 2.0 section 22.26. All of it is written at once: read it first, and change
/// what is to be changed (<c>access with { … }</c>).
/// </summary>
public sealed class SetUserAccess(byte channel, byte userId, UserAccess access) : IpmiAction(Definition)
{
    /// <summary>The command's definition.</summary>
    public static ActionDefinition<SetUserAccess> Definition { get; } =
        new(NetFn.App, 0x43, "Set User Access", PrivilegeLevel.Administrator, ReadRequest) { IsIdempotent = true };

    /// <summary>Channel, 0 to 15; Eh is the channel of the request.</summary>
    public byte Channel { get; } = channel;

    /// <summary>User, 1 to 63.</summary>
    public byte UserId { get; } = userId;

    /// <summary>Callback, link authentication, messaging and privilege limit; the rest of it is not sent.</summary>
    public UserAccess Access { get; } = access;

    /// <summary>Whether callback, link authentication and messaging are changed; otherwise only the limits are.</summary>
    public bool ChangeFlags { get; init; } = true;

    /// <summary>Number of sessions that the user may have at a time, 0 for no limit; null leaves the byte out.</summary>
    public byte? SessionLimit { get; init; }

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        // 1 [7] 1b = change bits 6:4, [6] callback only, [5] link authentication, [4] messaging, [3:0] channel; 2 [5:0] user; 3 [3:0] privilege limit; (4) [3:0] session limit.
        writer.WriteByte((byte)((ChangeFlags ? 0x80 : 0) | Access.Flags | Channel & 0x0F));
        writer.WriteByte((byte)(UserId & 0x3F));
        writer.WriteByte((byte)(Access.PrivilegeLimit & 0x0F));
        if (SessionLimit is { } limit)
            writer.WriteByte(limit);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static SetUserAccess ReadRequest(ByteReader reader)
    {
        byte flags = reader.ReadByte();
        return new((byte)(flags & 0x0F), (byte)(reader.ReadByte() & 0x3F), new UserAccess
        {
            IsCallbackOnly = (flags & 0x40) != 0,
            LinkAuthentication = (flags & 0x20) != 0,
            IpmiMessaging = (flags & 0x10) != 0,
            PrivilegeLimit = (byte)(reader.ReadByte() & 0x0F),
        })
        {
            ChangeFlags = (flags & 0x80) != 0,
            SessionLimit = reader.IsAtEnd ? null : reader.ReadByte(),
        };
    }
}
