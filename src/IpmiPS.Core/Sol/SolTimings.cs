using System;

namespace IpmiPS.Sol;

/// <summary>When a SOL session sends again, and when it gives up.</summary>
public sealed record SolTimings
{
    /// <summary>Wait before a packet is sent again for the first time; doubles each time. Eager repetition makes some BMCs misbehave.</summary>
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest wait between repetitions.</summary>
    public TimeSpan MaximumRetryInterval { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How often a packet is sent again before the session counts as lost. The default lasts about half a minute, as some BMCs lose their network when the machine turns on.</summary>
    public int RetryCount { get; init; } = 9;

    /// <summary>
    /// After so many repetitions a packet gets another number, where the BMC was heard meanwhile and only never acknowledged it:
    /// some BMCs are stuck on a number. 0: never. Late, since a BMC whose acknowledgements were all lost takes the characters twice then.
    /// </summary>
    public int RenumberAfter { get; init; } = 7;

    /// <summary>Wait before characters that the BMC did not take are offered again, unless it says before that it takes them.</summary>
    public TimeSpan HoldTime { get; init; } = TimeSpan.FromMilliseconds(500);
}
