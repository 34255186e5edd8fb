using System;

namespace IpmiPS;

/// <summary>Buttons on the front panel. IPMI 2.0 sections 28.2 and 28.6.</summary>
[Flags]
public enum FrontPanelButtons : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Power off; on a combined button also sleep.</summary>
    PowerOff = 0x01,

    /// <summary>Reset.</summary>
    Reset = 0x02,

    /// <summary>Diagnostic interrupt.</summary>
    DiagnosticInterrupt = 0x04,

    /// <summary>Standby (sleep).</summary>
    Standby = 0x08,
}
