using System;

namespace IpmiPS.Commands.SensorEvent;

/// <summary>The six thresholds of a sensor as bits: readable, settable, to be set, or passed. IPMI 2.0 sections 35.8, 35.9, 35.14.</summary>
[Flags]
public enum ThresholdMask : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Lower non-critical.</summary>
    LowerNonCritical = 0x01,

    /// <summary>Lower critical.</summary>
    LowerCritical = 0x02,

    /// <summary>Lower non-recoverable.</summary>
    LowerNonRecoverable = 0x04,

    /// <summary>Upper non-critical.</summary>
    UpperNonCritical = 0x08,

    /// <summary>Upper critical.</summary>
    UpperCritical = 0x10,

    /// <summary>Upper non-recoverable.</summary>
    UpperNonRecoverable = 0x20,

    /// <summary>All six.</summary>
    All = 0x3F,
}
