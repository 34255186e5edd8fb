namespace IpmiPS.Device;

/// <summary>Settings of a watchdog timer; null for those that are to stay.</summary>
public sealed record WatchdogSettings
{
    /// <summary>Who uses the timer.</summary>
    public WatchdogUse? Use { get; init; }

    /// <summary>What the BMC does when it expires.</summary>
    public WatchdogAction? Action { get; init; }

    /// <summary>The interrupt before the expiration.</summary>
    public WatchdogInterrupt? PreTimeoutInterrupt { get; init; }

    /// <summary>Seconds between that interrupt and the expiration, 0 to 255.</summary>
    public byte? PreTimeout { get; init; }

    /// <summary>Seconds from the start of the timer to its expiration, 0 to 6553.5 in steps of 0.1.</summary>
    public double? InitialCountdown { get; init; }

    /// <summary>Whether the expiration is not recorded in the event log.</summary>
    public bool? DontLog { get; init; }

    /// <summary>Flags of expirations to clear.</summary>
    public WatchdogExpirations ClearExpired { get; init; }

    /// <summary>Whether there is nothing to set.</summary>
    public bool IsEmpty => this == new WatchdogSettings();
}
