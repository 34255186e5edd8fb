namespace IpmiPS;

/// <summary>What last started a machine. IPMI 2.0 section 28.11, table 28-11.</summary>
public enum RestartCause : byte
{
    /// <summary>It started, and the BMC does not know why.</summary>
    Unknown = 0,

    /// <summary>By a Chassis Control command.</summary>
    ChassisControl = 1,

    /// <summary>By the reset button.</summary>
    ResetButton = 2,

    /// <summary>By the power button.</summary>
    PowerButton = 3,

    /// <summary>By the watchdog.</summary>
    Watchdog = 4,

    /// <summary>Defined by the vendor.</summary>
    Oem = 5,

    /// <summary>AC came, and the policy is always on.</summary>
    AlwaysOnPolicy = 6,

    /// <summary>AC came, and the policy restored the former state.</summary>
    PreviousStatePolicy = 7,

    /// <summary>Reset by PEF.</summary>
    PefReset = 8,

    /// <summary>Cycled by PEF.</summary>
    PefPowerCycle = 9,

    /// <summary>Reset by software, such as Ctrl-Alt-Del.</summary>
    SoftReset = 10,

    /// <summary>Woken by the clock.</summary>
    ClockWakeup = 11,
}
