using System;

namespace IpmiPS;

/// <summary>An account of a BMC, with its rights on one channel. IPMI 2.0 sections 22.26 to 22.30 and 24.7.</summary>
public sealed class User
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>User ID, 1 to 63.</summary>
    public byte Id { get; init; }

    /// <summary>Name, at most 16 bytes of UTF-8. Empty for the null user (ID 1) and for entries that are free; null if the BMC does not report it.</summary>
    public string? Name { get; init; }

    /// <summary>Whether the user is enabled, on all channels; null if the BMC does not report it.</summary>
    public bool? Enabled { get; init; }

    /// <summary>The channel of the rights below, 0 to 15.</summary>
    public byte Channel { get; init; }

    /// <summary>The highest privilege on the channel; null if the BMC does not report it.</summary>
    public UserPrivilege? Privilege { get; init; }

    /// <summary>Whether the user may send IPMI messages over the channel, and so log in; null if the BMC does not report it.</summary>
    public bool? Messaging { get; init; }

    /// <summary>Whether name and password are used for link authentication, such as that of PPP; null if the BMC does not report it.</summary>
    public bool? LinkAuthentication { get; init; }

    /// <summary>Whether the user gets a session only when the BMC calls back; null if the BMC does not report it.</summary>
    public bool? CallbackOnly { get; init; }

    /// <summary>Payloads that the user may activate on the channel; null if the BMC does not report them, or if the entry is free.</summary>
    public UserPayloads? Payloads { get; init; }

    /// <summary>Whether the name cannot be changed.</summary>
    public bool IsFixedName { get; init; }

    /// <summary>Whether the entry is free: it has no name and no log-in is possible with it.</summary>
    public bool IsFree { get; init; }

    /// <summary>Why properties are null.</summary>
    public string[] Notes { get; init; } = [];
}

/// <summary>
/// The highest privilege of a user on a channel, in rising order. 1 to 5 are the numbers of the specification; its number for no access, Fh, would be the
/// highest.
/// </summary>
public enum UserPrivilege : sbyte
{
    /// <summary>The user may not use the channel.</summary>
    NoAccess = -1,

    /// <summary>A number that the specification reserves.</summary>
    Unknown = 0,

    /// <summary>May only start a callback.</summary>
    Callback = 1,

    /// <summary>May read.</summary>
    User = 2,

    /// <summary>May also control power and boot.</summary>
    Operator = 3,

    /// <summary>May do everything that the specification has.</summary>
    Administrator = 4,

    /// <summary>Defined by the vendor.</summary>
    Oem = 5,
}

/// <summary>Payloads that a user may activate. IPMI 2.0 section 24.6.</summary>
[Flags]
public enum UserPayloads
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Serial over LAN, standard payload 1.</summary>
    Sol = 0x0002,

    /// <summary>OEM payload 0.</summary>
    Oem0 = 0x0100,

    /// <summary>OEM payload 1.</summary>
    Oem1 = 0x0200,

    /// <summary>OEM payload 2.</summary>
    Oem2 = 0x0400,

    /// <summary>OEM payload 3.</summary>
    Oem3 = 0x0800,

    /// <summary>OEM payload 4.</summary>
    Oem4 = 0x1000,

    /// <summary>OEM payload 5.</summary>
    Oem5 = 0x2000,

    /// <summary>OEM payload 6.</summary>
    Oem6 = 0x4000,

    /// <summary>OEM payload 7.</summary>
    Oem7 = 0x8000,
}
