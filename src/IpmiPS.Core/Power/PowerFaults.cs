using System;

namespace IpmiPS;

/// <summary>
/// Faults of a machine's power and chassis. Low byte: bits 4:1 of the power state byte; high byte: bits 3, 2 and 0 of the
/// miscellaneous chassis state byte. IPMI 2.0 section 28.2, table 28-3.
/// </summary>
[Flags]
public enum PowerFaults
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The machine was shut down by a power overload.</summary>
    Overload = 0x02,

    /// <summary>The machine is off because a panel is open.</summary>
    Interlock = 0x04,

    /// <summary>There is a fault in the main power.</summary>
    PowerFault = 0x08,

    /// <summary>The BMC tried to turn the power on or off, and it did not follow.</summary>
    ControlFault = 0x10,

    /// <summary>The chassis is or was opened.</summary>
    Intrusion = 0x0100,

    /// <summary>A drive is faulty.</summary>
    DriveFault = 0x0400,

    /// <summary>A fan or the cooling is faulty.</summary>
    CoolingFault = 0x0800,
}
