using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Get User Access: whether a user is enabled, and what it may do on a channel. IPMI 2.0 section 22.27.</summary>
public sealed class GetUserAccess(byte channel, byte userId) : IpmiCommand<UserAccess>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetUserAccess, UserAccess> Definition { get; } =
        new(NetFn.App, 0x44, "Get User Access", PrivilegeLevel.Operator, ReadRequest, static (writer, response) => response.Write(writer));

    /// <summary>Channel, 0 to 15; Eh is the channel of the request.</summary>
    public byte Channel { get; } = channel;

    /// <summary>User, 1 to 63.</summary>
    public byte UserId { get; } = userId;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        // 1 [3:0] channel, 2 [5:0] user.
        writer.WriteByte((byte)(Channel & 0x0F));
        writer.WriteByte((byte)(UserId & 0x3F));
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static GetUserAccess ReadRequest(ByteReader reader) => new((byte)(reader.ReadByte() & 0x0F), (byte)(reader.ReadByte() & 0x3F));

    /// <inheritdoc/>
    public override UserAccess ReadResponse(ByteReader reader) => UserAccess.Read(reader);
}

/// <summary>Whether a user account is enabled. IPMI 2.0 section 22.27, byte 3 bits 7:6.</summary>
public enum UserEnableStatus : byte
{
    /// <summary>The BMC does not say; those before the errata of the specification cannot.</summary>
    Unspecified = 0,

    /// <summary>Enabled by Set User Password.</summary>
    Enabled = 1,

    /// <summary>Disabled by Set User Password.</summary>
    Disabled = 2,
}

/// <summary>What a user may do on a channel. IPMI 2.0 sections 22.26 and 22.27.</summary>
public sealed record UserAccess
{
    /// <summary>Privilege limit that means no access, Fh.</summary>
    public const byte NoAccess = 0x0F;

    /// <summary>How many user ids the BMC has, 1 to 63.</summary>
    public byte Capacity { get; init; }

    /// <summary>Whether the user is enabled, on all channels.</summary>
    public UserEnableStatus Status { get; init; }

    /// <summary>How many users are enabled.</summary>
    public byte EnabledCount { get; init; }

    /// <summary>How many users, from 1 on, have names that cannot be changed.</summary>
    public byte FixedNameCount { get; init; }

    /// <summary>Whether the user may only log in by callback.</summary>
    public bool IsCallbackOnly { get; init; }

    /// <summary>Whether the user's name and password serve link authentication, as PPP has it.</summary>
    public bool LinkAuthentication { get; init; }

    /// <summary>Whether the user may send IPMI messages, and so log in over LAN.</summary>
    public bool IpmiMessaging { get; init; }

    /// <summary>The highest privilege, as a number: 1 to 5, or <see cref="NoAccess"/>.</summary>
    public byte PrivilegeLimit { get; init; }

    /// <summary>The highest privilege; null for no access.</summary>
    public PrivilegeLevel? Privilege => PrivilegeLimit is >= 1 and <= 5 ? (PrivilegeLevel)PrivilegeLimit : null;

    /// <summary>Whether the user can log in over IPMI: enabled as far as the BMC says, with messaging and a privilege.</summary>
    public bool CanLogIn => Status != UserEnableStatus.Disabled && IpmiMessaging && Privilege is not null;

    /// <summary>Reads the response.</summary>
    public static UserAccess Read(ByteReader reader)
    {
        byte capacity = reader.ReadByte(), enabled = reader.ReadByte(), @fixed = reader.ReadByte(), access = reader.ReadByte();
        return new UserAccess
        {
            Capacity = (byte)(capacity & 0x3F),
            Status = (UserEnableStatus)(enabled >> 6),
            EnabledCount = (byte)(enabled & 0x3F),
            FixedNameCount = (byte)(@fixed & 0x3F),
            IsCallbackOnly = (access & 0x40) != 0,
            LinkAuthentication = (access & 0x20) != 0,
            IpmiMessaging = (access & 0x10) != 0,
            PrivilegeLimit = (byte)(access & 0x0F),
        };
    }

    /// <summary>Writes the response, as a BMC does: 1 [5:0] user ids, 2 [7:6] status [5:0] enabled, 3 [5:0] fixed names, 4 [6] callback only [5] link [4] messaging [3:0] limit.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte(Capacity);
        writer.WriteByte((byte)((byte)Status << 6 | EnabledCount));
        writer.WriteByte(FixedNameCount);
        writer.WriteByte((byte)(Flags | PrivilegeLimit));
    }

    /// <summary>The bits that Get and Set User Access have in common.</summary>
    internal int Flags => (IsCallbackOnly ? 0x40 : 0) | (LinkAuthentication ? 0x20 : 0) | (IpmiMessaging ? 0x10 : 0);
}
