namespace IpmiPS;

/// <summary>Whether a limit is in force.</summary>
public enum PowerLimitState
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>Not in force.</summary>
    Inactive = 1,

    /// <summary>In force.</summary>
    Active = 2,
}

/// <summary>What a BMC does if the limit cannot be held. DCMI 1.5 section 6.6.3, table 6-18.</summary>
public enum PowerLimitAction
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>Nothing.</summary>
    None = 1,

    /// <summary>It writes an entry to the event log.</summary>
    LogOnly = 2,

    /// <summary>It powers the machine off, without a shutdown, and writes an entry to the event log.</summary>
    PowerOff = 3,

    /// <summary>An action of the vendor's.</summary>
    Oem = 4,
}

/// <summary>The power limit of a machine. What the BMC does not report is null.</summary>
public sealed class PowerLimit
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>Whether the limit is in force.</summary>
    public PowerLimitState State { get; init; }

    /// <summary>The limit in watts; null if none is set.</summary>
    public int? Watts { get; init; }

    /// <summary>Milliseconds within which the BMC must bring the power below the limit.</summary>
    public long? CorrectionMilliseconds { get; init; }

    /// <summary>Seconds over which the power is averaged.</summary>
    public int? SamplingSeconds { get; init; }

    /// <summary>What happens if the limit cannot be held.</summary>
    public PowerLimitAction ExceptionAction { get; init; }

    /// <summary>Where the limit is: Dcmi, or NodeManager.</summary>
    public PowerSource Source { get; init; }

    /// <summary>Why properties are null.</summary>
    public string[] Notes { get; init; } = [];

    /// <summary>Where the limit is in Node Manager; null if it is that of DCMI.</summary>
    internal Energy.NodeManagerLimit? Policy { get; init; }
}
