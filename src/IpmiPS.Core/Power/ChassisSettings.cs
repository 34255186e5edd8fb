namespace IpmiPS.Power;

/// <summary>Settings of a chassis; null for those that are to stay.</summary>
public sealed record ChassisSettings
{
    /// <summary>What the machine does when AC power returns.</summary>
    public PowerRestorePolicy? RestorePolicy { get; init; }

    /// <summary>Seconds that a power cycle keeps the machine off, 0 to 255.</summary>
    public byte? PowerCycleInterval { get; init; }

    /// <summary>Front-panel buttons to disable; all others are enabled.</summary>
    public FrontPanelButtons? DisabledButtons { get; init; }

    /// <summary>Whether there is nothing to set.</summary>
    public bool IsEmpty => this is { RestorePolicy: null, PowerCycleInterval: null, DisabledButtons: null };
}
