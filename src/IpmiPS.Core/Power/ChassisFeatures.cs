using System;

namespace IpmiPS;

/// <summary>What a chassis has. IPMI 2.0 section 28.1, table 28-2, byte 2.</summary>
[Flags]
public enum ChassisFeatures : byte
{
    /// <summary>None of these.</summary>
    None = 0,

    /// <summary>A sensor that detects an opened chassis.</summary>
    IntrusionSensor = 0x01,

    /// <summary>A front panel whose buttons can be locked.</summary>
    FrontPanelLockout = 0x02,

    /// <summary>A diagnostic interrupt (NMI).</summary>
    DiagnosticInterrupt = 0x04,

    /// <summary>A power interlock.</summary>
    PowerInterlock = 0x08,
}
