namespace IpmiPS;

/// <summary>The power limit after a change, as read back.</summary>
public sealed class PowerLimitUpdate : ISettingsUpdate
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>Whether the limit is in force.</summary>
    public PowerLimitState State { get; init; }

    /// <summary>The limit in watts.</summary>
    public int? Watts { get; init; }

    /// <summary>Milliseconds within which the BMC must bring the power below the limit.</summary>
    public long? CorrectionMilliseconds { get; init; }

    /// <summary>Seconds over which the power is averaged.</summary>
    public int? SamplingSeconds { get; init; }

    /// <summary>What happens if the limit cannot be held.</summary>
    public PowerLimitAction ExceptionAction { get; init; }

    /// <summary>Where the limit is: Dcmi, or NodeManager.</summary>
    public PowerSource Source { get; init; }

    /// <summary>Whether something was changed; false if everything was as requested already.</summary>
    public bool Changed { get; init; }

    /// <summary>Whether all settings were read back as requested.</summary>
    public bool Verified { get; init; }

    /// <summary>What was read back otherwise than requested; null if nothing was.</summary>
    internal IpmiException? Difference { get; init; }

    IpmiException? ISettingsUpdate.Difference => Difference;
}
