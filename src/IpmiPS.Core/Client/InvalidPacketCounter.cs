namespace IpmiPS.Client;

/// <summary>Counts the packets that arrived and were no valid IPMI, so that a host that sends nothing else is told from a silent one.</summary>
internal sealed class InvalidPacketCounter
{
    /// <summary>After so many packets that were met with rubbish, more of the same are not worth the wait.</summary>
    private const int Limit = 3;

    /// <summary>Packets so far.</summary>
    public int Count { get; private set; }

    /// <summary>What was wrong with the last one; null once something valid came.</summary>
    public string? Last { get; private set; }

    public void Add(string reason)
    {
        Count++;
        Last = reason;
    }

    public void ValidCame() => Last = null;

    /// <summary>Whether a request that was sent so often, since the count stood at <paramref name="before"/>, was met with rubbish each time.</summary>
    public bool IsAll(int before, int attempts) => attempts >= Limit && Count - before >= attempts;
}
