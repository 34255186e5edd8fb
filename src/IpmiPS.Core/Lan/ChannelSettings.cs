namespace IpmiPS;

/// <summary>What a channel runs over. IPMI 2.0 table 6-3.</summary>
public enum ChannelMedium
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>IPMB, over I2C.</summary>
    Ipmb = 1,

    /// <summary>ICMB 1.0.</summary>
    Icmb10 = 2,

    /// <summary>ICMB 0.9.</summary>
    Icmb09 = 3,

    /// <summary>802.3 LAN.</summary>
    Lan = 4,

    /// <summary>Serial or modem, RS-232.</summary>
    Serial = 5,

    /// <summary>Another LAN.</summary>
    OtherLan = 6,

    /// <summary>PCI SMBus.</summary>
    PciSmbus = 7,

    /// <summary>SMBus 1.0 or 1.1.</summary>
    Smbus1 = 8,

    /// <summary>SMBus 2.0.</summary>
    Smbus2 = 9,

    /// <summary>USB 1.x.</summary>
    Usb1 = 10,

    /// <summary>USB 2.x.</summary>
    Usb2 = 11,

    /// <summary>System interface.</summary>
    SystemInterface = 12,

    /// <summary>One of the vendor's.</summary>
    Oem = 96,
}

/// <summary>How messages are carried on a channel. IPMI 2.0 table 6-2.</summary>
public enum ChannelProtocol
{
    /// <summary>Not known, or none.</summary>
    Unknown = 0,

    /// <summary>IPMB, also for LAN and serial channels.</summary>
    Ipmb = 1,

    /// <summary>ICMB 1.0.</summary>
    Icmb = 2,

    /// <summary>IPMI over SMBus.</summary>
    IpmiSmbus = 4,

    /// <summary>KCS system interface.</summary>
    Kcs = 5,

    /// <summary>SMIC system interface.</summary>
    Smic = 6,

    /// <summary>BT system interface, IPMI 1.0.</summary>
    Bt10 = 7,

    /// <summary>BT system interface, IPMI 1.5.</summary>
    Bt15 = 8,

    /// <summary>Terminal mode.</summary>
    TerminalMode = 9,

    /// <summary>One of the vendor's.</summary>
    Oem = 28,
}

/// <summary>Which sessions a channel has. IPMI 2.0 section 22.24.</summary>
public enum ChannelSessions
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>None.</summary>
    Sessionless = 1,

    /// <summary>One at a time.</summary>
    SingleSession = 2,

    /// <summary>Several.</summary>
    MultiSession = 3,

    /// <summary>One or several: sessions may be switched on and off.</summary>
    SessionBased = 4,
}

/// <summary>When a channel can be used. IPMI 2.0 table 6-4.</summary>
public enum ChannelAccessMode
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>Never.</summary>
    Disabled = 1,

    /// <summary>Only before the operating system runs.</summary>
    PreBootOnly = 2,

    /// <summary>Always; the system's software cannot use it.</summary>
    AlwaysAvailable = 3,

    /// <summary>Always; the system's software can use it, too.</summary>
    Shared = 4,
}

/// <summary>Which copy of a channel's access settings is meant.</summary>
public enum ChannelStore
{
    /// <summary>The active one and the stored one.</summary>
    Both = 0,

    /// <summary>The active one, which is lost when the BMC restarts.</summary>
    Active = 1,

    /// <summary>The stored one, which becomes active when the BMC restarts.</summary>
    Stored = 2,
}

/// <summary>A channel of a BMC: what it is, and who may use it, with the active and the stored settings. IPMI 2.0 sections 22.23 and 22.24.</summary>
public sealed record ChannelSettings
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>Number of the channel, 0 to 15.</summary>
    public int Channel { get; init; }

    /// <summary>What the channel runs over.</summary>
    public ChannelMedium Medium { get; init; }

    /// <summary>How messages are carried.</summary>
    public ChannelProtocol ChannelProtocol { get; init; }

    /// <summary>Which sessions the channel has.</summary>
    public ChannelSessions Sessions { get; init; }

    /// <summary>Sessions that are open on the channel.</summary>
    public int ActiveSessions { get; init; }

    /// <summary>IANA number of the organisation that defined the protocol; 7154 is the IPMI forum.</summary>
    public int VendorId { get; init; }

    /// <summary>Whether the request came through this channel.</summary>
    public bool IsPresent { get; init; }

    /// <summary>When the channel can be used, at present; null for a channel without sessions.</summary>
    public ChannelAccessMode? ActiveAccessMode { get; init; }

    /// <summary>When the channel can be used, as stored.</summary>
    public ChannelAccessMode? StoredAccessMode { get; init; }

    /// <summary>Whether alerts are sent, at present.</summary>
    public bool? ActiveAlerting { get; init; }

    /// <summary>Whether alerts are sent, as stored.</summary>
    public bool? StoredAlerting { get; init; }

    /// <summary>Whether each message of an IPMI 1.5 session is authenticated, at present.</summary>
    public bool? ActivePerMessageAuthentication { get; init; }

    /// <summary>Whether each message of an IPMI 1.5 session is authenticated, as stored.</summary>
    public bool? StoredPerMessageAuthentication { get; init; }

    /// <summary>Whether commands of the level User are authenticated, at present.</summary>
    public bool? ActiveUserLevelAuthentication { get; init; }

    /// <summary>Whether commands of the level User are authenticated, as stored.</summary>
    public bool? StoredUserLevelAuthentication { get; init; }

    /// <summary>The highest privilege on the channel, at present.</summary>
    public PrivilegeLevel? ActivePrivilegeLimit { get; init; }

    /// <summary>The highest privilege on the channel, as stored.</summary>
    public PrivilegeLevel? StoredPrivilegeLimit { get; init; }

    /// <summary>Whether active and stored settings differ; null if one of them is not known.</summary>
    public bool? IsChangedUntilRestart { get; init; }

    /// <summary>Why properties are null, one line for each reason.</summary>
    public string[] Notes { get; init; } = [];

    /// <summary>Computer, channel and medium.</summary>
    public override string ToString() => $"{ComputerName} channel {Channel}: {Medium}";
}
