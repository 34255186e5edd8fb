namespace IpmiPS;

/// <summary>A machine's chassis as its BMC reports it: power, restore policy, buttons, identify light, faults, power-on hours. IPMI 2.0 section 28.</summary>
public sealed class Chassis
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>The power state.</summary>
    public PowerState PowerState { get; init; }

    /// <summary>What the machine does when AC power returns.</summary>
    public PowerRestorePolicy RestorePolicy { get; init; }

    /// <summary>Seconds that a power cycle keeps the machine off. Always null: IPMI can set it, but not read it.</summary>
    public int? PowerCycleInterval { get; init; }

    /// <summary>Front-panel buttons that are disabled; null if the BMC does not report them.</summary>
    public FrontPanelButtons? DisabledButtons { get; init; }

    /// <summary>Front-panel buttons that can be disabled; null if the BMC does not report them.</summary>
    public FrontPanelButtons? DisableableButtons { get; init; }

    /// <summary>Whether the front panel's power and reset buttons are locked.</summary>
    public bool FrontPanelLockout { get; init; }

    /// <summary>The identify light; null if the BMC does not report it.</summary>
    public IdentifyState? IdentifyState { get; init; }

    /// <summary>Whether the chassis is or was open.</summary>
    public bool Intrusion => (Fault & PowerFaults.Intrusion) != 0;

    /// <summary>Faults of power and chassis.</summary>
    public PowerFaults Fault { get; init; }

    /// <summary>How the power last changed.</summary>
    public PowerEvents LastEvent { get; init; }

    /// <summary>What last started the machine; null if the BMC does not report it.</summary>
    public RestartCause? RestartCause { get; init; }

    /// <summary>Hours for which the machine has been powered on in its life; null if the BMC does not count them.</summary>
    public double? PowerOnHours { get; init; }

    /// <summary>What the chassis has; null if the BMC does not report it.</summary>
    public ChassisFeatures? Capabilities { get; init; }

    /// <summary>Why properties are null.</summary>
    public string[] Notes { get; init; } = [];
}
