namespace IpmiPS;

/// <summary>Settings of a chassis after a change, as read back.</summary>
public sealed class ChassisUpdate : ISettingsUpdate
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>What the machine does when AC power returns.</summary>
    public PowerRestorePolicy RestorePolicy { get; init; }

    /// <summary>Seconds that a power cycle keeps the machine off, as set; null if it was not set. IPMI has no command to read it.</summary>
    public int? PowerCycleInterval { get; init; }

    /// <summary>Front-panel buttons that are disabled; null if the BMC does not report them.</summary>
    public FrontPanelButtons? DisabledButtons { get; init; }

    /// <summary>Whether something was changed; false if everything was as requested already.</summary>
    public bool Changed { get; init; }

    /// <summary>Whether all settings were read back as requested; false for those that cannot be read.</summary>
    public bool Verified { get; init; }

    /// <summary>What was read back otherwise than requested; null if nothing was.</summary>
    internal IpmiException? Difference { get; init; }

    IpmiException? ISettingsUpdate.Difference => Difference;
}
