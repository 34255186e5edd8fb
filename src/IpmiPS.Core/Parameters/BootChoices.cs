using System;

namespace IpmiPS;

/// <summary>Boot option 2. IPMI 2.0 table 28-14.</summary>
[Flags]
public enum ServicePartitionScan : byte
{
    /// <summary>Neither.</summary>
    None = 0,

    /// <summary>The BIOS has found the service partition.</summary>
    Discovered = 0x01,

    /// <summary>The BIOS is to look for it.</summary>
    Requested = 0x02,
}

/// <summary>Boot option 3: what does not clear the boot flags. IPMI 2.0 table 28-14.</summary>
[Flags]
public enum BootFlagValidBitClearing : byte
{
    /// <summary>The default: everything below clears the flags, and so do 60 seconds without a Chassis Control command.</summary>
    Default = 0,

    /// <summary>Keep on power-up by button or wake event.</summary>
    KeepOnPowerButton = 0x01,

    /// <summary>Keep on reset by button or software.</summary>
    KeepOnReset = 0x02,

    /// <summary>Keep on reset or cycle by the watchdog.</summary>
    KeepOnWatchdog = 0x04,

    /// <summary>Keep after 60 seconds without a Chassis Control command.</summary>
    KeepAfterTimeout = 0x08,

    /// <summary>Keep on reset or cycle by PEF.</summary>
    KeepOnPef = 0x10,

    /// <summary>Keep always.</summary>
    KeepAlways = 0x1F,
}

/// <summary>Who has not yet handled the boot information. IPMI 2.0 table 28-14, parameter 4.</summary>
[Flags]
public enum BootInfoParties : byte
{
    /// <summary>All have handled it.</summary>
    None = 0,

    /// <summary>BIOS or POST.</summary>
    Bios = 0x01,

    /// <summary>The loader of the operating system.</summary>
    OSLoader = 0x02,

    /// <summary>The operating system or the service partition.</summary>
    ServicePartition = 0x04,

    /// <summary>System management software.</summary>
    Sms = 0x08,

    /// <summary>Another party, of the vendor.</summary>
    Oem = 0x10,
}

/// <summary>How much the BIOS shows while it boots. IPMI 2.0 table 28-14, parameter 5, data 3.</summary>
public enum BootVerbosity : byte
{
    /// <summary>As the BIOS is set up.</summary>
    Default = 0,

    /// <summary>Little.</summary>
    Quiet = 1,

    /// <summary>Everything.</summary>
    Verbose = 2,

    /// <summary>Reserved by the specification.</summary>
    Reserved = 3,
}

/// <summary>Whether the BIOS redirects its console to a serial port. IPMI 2.0 table 28-14, parameter 5, data 3.</summary>
public enum BootConsoleRedirection : byte
{
    /// <summary>As the BIOS is set up.</summary>
    Default = 0,

    /// <summary>It does not.</summary>
    Skip = 1,

    /// <summary>It does.</summary>
    Enable = 2,

    /// <summary>Reserved by the specification.</summary>
    Reserved = 3,
}

/// <summary>To whom the BIOS gives a serial port that it shares with the BMC, once it has booted. IPMI 2.0 table 28-14, parameter 5, data 4.</summary>
public enum BootMuxControl : byte
{
    /// <summary>As the BIOS recommends.</summary>
    Recommended = 0,

    /// <summary>To the BMC.</summary>
    Bmc = 1,

    /// <summary>To the system.</summary>
    System = 2,
}
