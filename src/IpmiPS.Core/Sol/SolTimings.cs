using System;

namespace IpmiPS.Sol;

/// <summary>When a SOL session retransmits, and when it gives up.</summary>
public sealed record SolTimings
{
    /// <summary>Wait before the first retry; doubles with each retry. Some BMCs misbehave if packets are repeated sooner.</summary>
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest wait between retries.</summary>
    public TimeSpan MaximumRetryInterval { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>The number of retries before the session counts as lost. The default lasts about half a minute, because some BMCs lose their network link when the server turns on.</summary>
    public int RetryCount { get; init; } = 9;

    /// <summary>
    /// After this many retries, a packet gets a new sequence number if the BMC sends packets but does not acknowledge this one: some BMCs get
    /// stuck on a number. 0: never. Not earlier, because a BMC whose acknowledgements were all lost then receives the characters twice.
    /// </summary>
    public int RenumberAfter { get; init; } = 7;

    /// <summary>Wait before characters that the BMC did not accept are sent again, unless it reports earlier that it accepts them.</summary>
    public TimeSpan HoldTime { get; init; } = TimeSpan.FromMilliseconds(500);
}
