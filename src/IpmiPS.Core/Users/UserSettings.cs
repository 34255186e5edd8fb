using System.Security;

namespace IpmiPS.Users;

/// <summary>Settings of a user to change. What is null stays as it is.</summary>
public sealed record UserSettings
{
    /// <summary>New name, at most 16 bytes of UTF-8.</summary>
    public string? Name { get; init; }

    /// <summary>New password, at most 20 bytes of UTF-8; up to 16 are stored in the size of IPMI 1.5.</summary>
    public SecureString? Password { get; init; }

    /// <summary>Whether the password may be sent over a session that is not authenticated and encrypted with cipher suite 17 or 3.</summary>
    public bool AllowUnprotectedPassword { get; init; }

    /// <summary>Whether the user is enabled, on all channels.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Channel of the rights below, 1 to 11; null for that of the connection.</summary>
    public byte? Channel { get; init; }

    /// <summary>The highest privilege on the channel.</summary>
    public UserPrivilege? Privilege { get; init; }

    /// <summary>Whether the user may send IPMI messages over the channel, and so log in.</summary>
    public bool? Messaging { get; init; }

    /// <summary>Whether name and password are used for link authentication.</summary>
    public bool? LinkAuthentication { get; init; }

    /// <summary>Whether the user gets a session only when the BMC calls back.</summary>
    public bool? CallbackOnly { get; init; }

    /// <summary>The payloads that the user may activate on the channel; all others are forbidden.</summary>
    public UserPayloads? Payloads { get; init; }

    /// <summary>How many sessions the user may have at a time on the channel, 0 for no limit, at most 15. It cannot be read.</summary>
    public byte? SessionLimit { get; init; }

    /// <summary>Whether nothing is to be changed.</summary>
    public bool IsEmpty => this with { Channel = null, AllowUnprotectedPassword = false } == new UserSettings();
}
