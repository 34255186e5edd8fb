using System;

namespace IpmiPS.Watching;

/// <summary>How often BMCs are polled, and what counts as unreachable.</summary>
internal sealed record WatchOptions
{
    /// <summary>The time from one poll of a BMC to the next.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The number of BMCs that are polled at once. BMCs that did not respond to their last poll are counted on their own, up to the same number, so that they do
    /// not hold up the others.
    /// </summary>
    public int ThrottleLimit { get; init; } = 256;

    /// <summary>The number of polls in a row that have to fail before a BMC that responded before counts as unreachable.</summary>
    public int MissLimit { get; init; } = 3;

    /// <summary>The longest time from one poll of an unreachable BMC to the next, unless the interval is longer.</summary>
    public TimeSpan MaximumBackOff { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Whether sessions are kept.</summary>
    public WatchSessionMode SessionMode { get; init; }

    /// <summary>Whether sessions are kept, with Auto decided.</summary>
    public bool KeepsSessions => SessionMode == WatchSessionMode.Kept || SessionMode == WatchSessionMode.Auto && Interval <= TimeSpan.FromSeconds(60);
}
