using System;

namespace IpmiPS;

/// <summary>What is wrong with a machine's power. Bits 4:1 of the power state byte of IPMI 2.0 section 28.2.</summary>
[Flags]
public enum PowerFaults : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The machine was shut down by a power overload.</summary>
    Overload = 0x02,

    /// <summary>The machine is off because a panel is open.</summary>
    Interlock = 0x04,

    /// <summary>There is a fault in the main power.</summary>
    PowerFault = 0x08,

    /// <summary>The BMC tried to turn the power on or off, and it did not follow.</summary>
    ControlFault = 0x10,
}
