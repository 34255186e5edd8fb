namespace IpmiPS;

/// <summary>Whether a watch stays logged in between two polls.</summary>
public enum WatchSessionMode
{
    /// <summary>Kept up to an interval of 60 seconds, PerPoll beyond.</summary>
    Auto,

    /// <summary>
    /// One session for each BMC, kept alive by a request every 20 seconds. The fewest packets at short intervals; takes a session slot of the BMC all the time.
    /// </summary>
    Kept,

    /// <summary>A log-in for each poll. For BMCs with few session slots, and for long intervals, where keeping the session alive takes more requests than a log-in.</summary>
    PerPoll,
}
