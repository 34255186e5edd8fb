namespace IpmiPS;

/// <summary>What the firmware firewall of a BMC says of one command, or of one of its sub-functions. IPMI 2.0 section 21.</summary>
public sealed class FirewallEntry
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>Channel, 0 to 15; 14 is the one of the session.</summary>
    public byte Channel { get; init; }

    /// <summary>Logical unit, 0 to 3.</summary>
    public byte Lun { get; init; }

    /// <summary>Network function of the request.</summary>
    public byte NetFn { get; init; }

    /// <summary>Command number.</summary>
    public byte Command { get; init; }

    /// <summary>The body that defined the command, if the network function is 2Ch; DCh for DCMI. Null for all others.</summary>
    public byte? Group { get; init; }

    /// <summary>Number of the sub-function; null for the command as a whole.</summary>
    public int? Subfunction { get; init; }

    /// <summary>The specification's name; the number for commands that it does not define.</summary>
    public string Name { get; init; } = "";

    /// <summary>Whether the command is available.</summary>
    public FirewallState State { get; init; }

    /// <summary>Whether the command can be switched on and off; null if the BMC does not say.</summary>
    public bool? Configurable { get; init; }
}

/// <summary>What a firmware firewall does with a command.</summary>
public enum FirewallState
{
    /// <summary>The BMC does not say, or contradicts itself.</summary>
    Unknown = 0,

    /// <summary>The BMC does not have the command.</summary>
    NotSupported = 1,

    /// <summary>The BMC has the command, and the firewall blocks it.</summary>
    Blocked = 2,

    /// <summary>The command can be used.</summary>
    Available = 3,
}

/// <summary>The firmware firewall after a change of one network function, as read back.</summary>
public sealed class FirewallUpdate : ISettingsUpdate
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>Channel, 0 to 15; 14 is the one of the session.</summary>
    public byte Channel { get; init; }

    /// <summary>Logical unit, 0 to 3.</summary>
    public byte Lun { get; init; }

    /// <summary>Network function.</summary>
    public byte NetFn { get; init; }

    /// <summary>The body that defined the commands, if the network function is 2Ch.</summary>
    public byte? Group { get; init; }

    /// <summary>The commands that were switched.</summary>
    public string[] Commands { get; init; } = [];

    /// <summary>The state that they have now.</summary>
    public FirewallState State { get; init; }

    /// <summary>The mask of the 256 commands before the change, in hexadecimal; with it Set-IpmiFirewall restores them.</summary>
    public string MaskBefore { get; init; } = "";

    /// <summary>The mask of the 256 commands after the change, as read back.</summary>
    public string MaskAfter { get; init; } = "";

    /// <summary>Whether something was changed; false if everything was as requested already.</summary>
    public bool Changed { get; init; }

    /// <summary>Whether everything was read back as requested.</summary>
    public bool Verified { get; init; }

    /// <summary>What was read back otherwise than requested; null if nothing was.</summary>
    internal IpmiException? Difference { get; init; }

    IpmiException? ISettingsUpdate.Difference => Difference;
}
