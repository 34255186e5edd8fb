using System;

namespace IpmiPS.Discovery;

/// <summary>
/// Spreads packets evenly over time. After a pause, at most 5 ms are caught up on, so that there are no bursts: at 1,000 packets a second, five packets.
/// </summary>
/// <param name="perSecond">Packets a second.</param>
internal sealed class PacketRate(int perSecond)
{
    private static readonly TimeSpan CatchUp = TimeSpan.FromMilliseconds(5);

    private readonly double _capacity = Math.Max(1, perSecond * CatchUp.TotalSeconds);
    private double _available = 1;
    private TimeSpan _counted;

    /// <summary>Takes one packet. False if it is too early.</summary>
    public bool TryTake(TimeSpan now)
    {
        Count(now);
        if (_available < 1)
            return false;
        _available--;
        return true;
    }

    /// <summary>How long to wait for the next packet.</summary>
    public TimeSpan WaitFrom(TimeSpan now)
    {
        Count(now);
        return _available >= 1 ? TimeSpan.Zero : TimeSpan.FromSeconds((1 - _available) / perSecond);
    }

    private void Count(TimeSpan now)
    {
        _available = Math.Min(_capacity, _available + (now - _counted).TotalSeconds * perSecond);
        _counted = now;
    }
}
