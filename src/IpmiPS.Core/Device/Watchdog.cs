using System;

namespace IpmiPS;

/// <summary>The watchdog timer of a BMC. IPMI 2.0 section 27.</summary>
public sealed class Watchdog
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>Whether the timer counts down.</summary>
    public bool Running { get; init; }

    /// <summary>Who uses the timer.</summary>
    public WatchdogUse Use { get; init; }

    /// <summary>What the BMC does when the timer expires.</summary>
    public WatchdogAction Action { get; init; }

    /// <summary>Seconds from the start of the timer to its expiration.</summary>
    public double InitialCountdown { get; init; }

    /// <summary>Seconds that are left; null if the BMC does not say, as some do for a timer that was never set.</summary>
    public double? PresentCountdown { get; init; }

    /// <summary>The interrupt before the expiration.</summary>
    public WatchdogInterrupt PreTimeoutInterrupt { get; init; }

    /// <summary>Seconds between that interrupt and the expiration.</summary>
    public int PreTimeout { get; init; }

    /// <summary>Uses for which the timer has expired since the flags were cleared.</summary>
    public WatchdogExpirations Expired { get; init; }

    /// <summary>Whether the expiration is not recorded in the event log.</summary>
    public bool DontLog { get; init; }

    /// <summary>The eight bytes as read, in hexadecimal.</summary>
    public string Raw { get; init; } = "";
}

/// <summary>The watchdog timer after a change, as read back.</summary>
public sealed class WatchdogUpdate : ISettingsUpdate
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>Whether the timer counts down.</summary>
    public bool Running { get; init; }

    /// <summary>Who uses the timer.</summary>
    public WatchdogUse Use { get; init; }

    /// <summary>What the BMC does when the timer expires.</summary>
    public WatchdogAction Action { get; init; }

    /// <summary>Seconds from the start of the timer to its expiration.</summary>
    public double InitialCountdown { get; init; }

    /// <summary>Seconds that are left; null if the BMC does not say, as some do for a timer that was never set.</summary>
    public double? PresentCountdown { get; init; }

    /// <summary>The interrupt before the expiration.</summary>
    public WatchdogInterrupt PreTimeoutInterrupt { get; init; }

    /// <summary>Seconds between that interrupt and the expiration.</summary>
    public int PreTimeout { get; init; }

    /// <summary>Uses for which the timer has expired since the flags were cleared.</summary>
    public WatchdogExpirations Expired { get; init; }

    /// <summary>Whether the expiration is not recorded in the event log.</summary>
    public bool DontLog { get; init; }

    /// <summary>The eight bytes as read, in hexadecimal.</summary>
    public string Raw { get; init; } = "";

    /// <summary>Whether something was changed; false if everything was as requested already.</summary>
    public bool Changed { get; init; }

    /// <summary>Whether everything was read back as requested.</summary>
    public bool Verified { get; init; }

    /// <summary>What was read back otherwise than requested; null if nothing was.</summary>
    internal IpmiException? Difference { get; init; }

    IpmiException? ISettingsUpdate.Difference => Difference;
}

/// <summary>Who uses the watchdog timer. IPMI 2.0 section 27.6, table 27-3.</summary>
public enum WatchdogUse
{
    /// <summary>The timer was never set, or has a value that the specification does not define.</summary>
    Unknown = 0,

    /// <summary>The BIOS, for fault-resilient booting (FRB2).</summary>
    BiosFrb2 = 1,

    /// <summary>The BIOS, during its power-on self test.</summary>
    BiosPost = 2,

    /// <summary>The loader of the operating system.</summary>
    OSLoad = 3,

    /// <summary>The operating system, or system management software.</summary>
    SmsOS = 4,

    /// <summary>The vendor.</summary>
    Oem = 5,
}

/// <summary>What a BMC does when the watchdog timer expires. IPMI 2.0 section 27.6, table 27-3.</summary>
public enum WatchdogAction
{
    /// <summary>A value that the specification does not define.</summary>
    Unknown = 0,

    /// <summary>Nothing but the event.</summary>
    None = 1,

    /// <summary>Hard reset.</summary>
    HardReset = 2,

    /// <summary>Power down.</summary>
    PowerDown = 3,

    /// <summary>Power cycle.</summary>
    PowerCycle = 4,
}

/// <summary>The interrupt that a BMC sends before the watchdog timer expires. IPMI 2.0 section 27.6, table 27-3.</summary>
public enum WatchdogInterrupt
{
    /// <summary>A value that the specification does not define.</summary>
    Unknown = 0,

    /// <summary>None.</summary>
    None = 1,

    /// <summary>System management interrupt.</summary>
    Smi = 2,

    /// <summary>Diagnostic interrupt (NMI).</summary>
    Nmi = 3,

    /// <summary>The interrupt of the message interface.</summary>
    Messaging = 4,
}

/// <summary>Uses for which the watchdog timer has expired. IPMI 2.0 section 27.6, table 27-3.</summary>
[Flags]
public enum WatchdogExpirations
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The BIOS's, for fault-resilient booting.</summary>
    BiosFrb2 = 0x02,

    /// <summary>The BIOS's, during its power-on self test.</summary>
    BiosPost = 0x04,

    /// <summary>That of the loader of the operating system.</summary>
    OSLoad = 0x08,

    /// <summary>That of the operating system or of system management software.</summary>
    SmsOS = 0x10,

    /// <summary>The vendor's.</summary>
    Oem = 0x20,

    /// <summary>All of them.</summary>
    All = 0x3E,
}
