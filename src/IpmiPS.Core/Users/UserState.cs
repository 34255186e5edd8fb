using System.Collections.Generic;
using System.Linq;
using IpmiPS.Commands.App;
using IpmiPS.Wire;

namespace IpmiPS.Users;

/// <summary>What a BMC reports about one user ID.</summary>
/// <param name="Id">User ID.</param>
/// <param name="Name">The name; null if it could not be read.</param>
/// <param name="Rights">The rights, one for each channel that was read. The first one is that of the connection, unless another channel was asked for.</param>
internal sealed record UserState(byte Id, UserName? Name, IReadOnlyList<ChannelRights> Rights)
{
    /// <summary>The rights on the first channel.</summary>
    public ChannelRights First => Rights[0];

    /// <summary>The name; empty if it could not be read.</summary>
    public string Text => Name?.Text ?? "";

    /// <summary>The name as it is safe to display; empty if it could not be read.</summary>
    public string SafeName => SafeText.Of(Text);

    /// <summary>Whether the name cannot be changed.</summary>
    public bool IsFixedName => Id <= First.Access.FixedNameCount;

    /// <summary>Whether the entry has no name and no log-in is possible with it. User 1 without a name is the null user, which can be disabled but not assigned.</summary>
    public bool IsFree => Id > 1 && !IsFixedName && Name is { Text.Length: 0 } && !(First.Access.Status == UserEnableStatus.Enabled && Rights.Any(static rights => rights.Access.CanLogIn));

    /// <summary>
    /// Whether the user can log in as an administrator over the first channel. A nameless entry counts only if the BMC reports that it is enabled: free entries of
    /// some BMCs have privileges.
    /// </summary>
    public bool IsAdministrator => First.Access is { CanLogIn: true, IsCallbackOnly: false, Privilege: >= PrivilegeLevel.Administrator }
        && (Text.Length > 0 || Id == 1 && First.Access.Status == UserEnableStatus.Enabled);

    /// <summary>The user on one of the channels, as administrators see it.</summary>
    public User ToUser(string computerName, ChannelRights rights) => new()
    {
        ComputerName = computerName,
        Id = Id,
        Name = Name is null ? null : SafeName,
        Enabled = EnabledFrom(rights.Access.Status),
        Channel = rights.Channel,
        Privilege = PrivilegeFrom(rights.Access.PrivilegeLimit),
        Messaging = rights.Access.IpmiMessaging,
        LinkAuthentication = rights.Access.LinkAuthentication,
        CallbackOnly = rights.Access.IsCallbackOnly,
        Payloads = PayloadsFrom(rights.Payloads),
        IsFixedName = IsFixedName,
        IsFree = IsFree,
        Notes = [.. NotesFor(rights)],
    };

    /// <summary>The state without a log-in: disabled, and without rights on the channels that were read.</summary>
    public UserState WithoutRights() => this with
    {
        Rights =
        [
            .. Rights.Select(static rights => rights with
            {
                Payloads = rights.Payloads is null ? null : default(PayloadAccess),
                Access = rights.Access with { Status = UserEnableStatus.Disabled, PrivilegeLimit = UserAccess.NoAccess, IpmiMessaging = false, LinkAuthentication = false, IsCallbackOnly = false },
            }),
        ],
    };

    /// <summary>A free entry as it is restored: what the BMC does not report, or what cannot be set, becomes no access.</summary>
    public UserState WithoutAccess() => this with
    {
        Rights =
        [
            .. Rights.Select(static rights => rights with
            {
                Access = rights.Access with
                {
                    Status = rights.Access.Status == UserEnableStatus.Unspecified ? UserEnableStatus.Disabled : rights.Access.Status,
                    PrivilegeLimit = rights.Access.Privilege is null ? UserAccess.NoAccess : rights.Access.PrivilegeLimit,
                },
            }),
        ],
    };

    /// <summary>The enabled state; null if the BMC does not report it.</summary>
    public static bool? EnabledFrom(UserEnableStatus status) => status switch
    {
        UserEnableStatus.Enabled => true,
        UserEnableStatus.Disabled => false,
        _ => null,
    };

    /// <summary>The privilege for a privilege limit of Get User Access.</summary>
    public static UserPrivilege PrivilegeFrom(byte limit) => limit switch
    {
        UserAccess.NoAccess => UserPrivilege.NoAccess,
        >= 1 and <= 5 => (UserPrivilege)limit,
        _ => UserPrivilege.Unknown,
    };

    /// <summary>The privilege limit of Set User Access for a privilege.</summary>
    public static byte LimitFor(UserPrivilege privilege) => privilege == UserPrivilege.NoAccess ? UserAccess.NoAccess : (byte)privilege;

    /// <summary>The payloads for the bytes of Get User Payload Access; null if they were not read.</summary>
    public static UserPayloads? PayloadsFrom(PayloadAccess? access) => access is { } read ? (UserPayloads)(read.Standard & 0x02 | (read.Oem & 0xFF) << 8) : null;

    /// <summary>The bytes of Set User Payload Access for payloads.</summary>
    public static PayloadAccess AccessFor(UserPayloads payloads) => new((ushort)((int)payloads & 0x02), (ushort)((int)payloads >> 8 & 0xFF));

    private IEnumerable<string> NotesFor(ChannelRights rights)
    {
        if (Name is null)
            yield return $"{nameof(User.Name)}: the BMC refused to report it.";
        if (rights.Access.Status == UserEnableStatus.Unspecified)
            yield return $"{nameof(User.Enabled)}: the BMC does not report it.";
        if (rights.PayloadNote is { } note)
            yield return $"{nameof(User.Payloads)}: {note}";
    }
}

/// <summary>The rights of a user on a channel.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Access">Flags and privilege limit.</param>
/// <param name="Payloads">Payloads; null if they were not read.</param>
/// <param name="PayloadNote">Why payloads could not be read; null if they were, or were not requested.</param>
internal sealed record ChannelRights(byte Channel, UserAccess Access, PayloadAccess? Payloads, string? PayloadNote);
