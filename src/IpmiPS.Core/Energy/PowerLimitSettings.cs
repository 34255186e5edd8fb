namespace IpmiPS.Energy;

/// <summary>Settings of a power limit; null for those that are to stay.</summary>
public sealed record PowerLimitSettings
{
    /// <summary>The limit in watts, 1 to 65535.</summary>
    public int? Watts { get; init; }

    /// <summary>Milliseconds within which the BMC must bring the power below the limit.</summary>
    public long? CorrectionMilliseconds { get; init; }

    /// <summary>Seconds over which the power is averaged, 1 to 65535.</summary>
    public int? SamplingSeconds { get; init; }

    /// <summary>What happens if the limit cannot be held.</summary>
    public PowerLimitAction? ExceptionAction { get; init; }

    /// <summary>Whether the limit is in force; null to put a new limit in force, and to leave it where only other settings are given.</summary>
    public PowerLimitState? State { get; init; }

    /// <summary>Whether there is nothing to set.</summary>
    public bool IsEmpty => State is null && !HasValues;

    /// <summary>Whether something besides the state is to be set.</summary>
    public bool HasValues => Watts is not null || CorrectionMilliseconds is not null || SamplingSeconds is not null || ExceptionAction is not null;
}
