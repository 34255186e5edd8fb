using System;

namespace IpmiPS;

/// <summary>How the fans of a machine are controlled after a change.</summary>
public sealed class FanUpdate : ISettingsUpdate
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>Whether the BMC controls the fans.</summary>
    public bool? Automatic { get; init; }

    /// <summary>Duty that is set, in percent, or with -For was held; null if the fans were left to the BMC.</summary>
    public int? Percent { get; init; }

    /// <summary>How long the duty was held, with -For; null otherwise.</summary>
    public TimeSpan? Held { get; init; }

    /// <summary>Why the duty was not held to the end; null if it was.</summary>
    public string? EndedBy { get; init; }

    /// <summary>Whether something was changed.</summary>
    public bool Changed { get; init; }

    /// <summary>Whether it was read back as requested; false where the BMC does not report it.</summary>
    public bool Verified { get; init; }

    /// <summary>What was read back otherwise than requested; null if nothing was.</summary>
    internal IpmiException? Difference { get; init; }

    IpmiException? ISettingsUpdate.Difference => Difference;
}
