using System;
using System.Collections.Generic;
using IpmiPS.Channels;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Channels;

/// <summary>The alarm rings at the earliest deadline.</summary>
public class DeadlineAlarmTests
{
    private readonly ManualClock _clock = new();
    private readonly List<TimeSpan> _rung = [];

    [Fact]
    public void It_rings_at_the_earliest_deadline_and_after_a_reset_at_the_next()
    {
        var begin = _clock.Now;
        using var alarm = new DeadlineAlarm(_clock, () => _rung.Add(_clock.Now - begin), static fault => throw fault);
        foreach (int seconds in (int[])[5, 3, 3, 4])
            alarm.SetNoLaterThan(begin + TimeSpan.FromSeconds(seconds));
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal([TimeSpan.FromSeconds(3)], _rung);
        alarm.SetNoLaterThan(begin + TimeSpan.FromSeconds(20));
        Assert.Equal(0, _clock.WaitCount);
        alarm.Reset();
        alarm.SetNoLaterThan(begin + TimeSpan.FromSeconds(20));
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal([TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(20)], _rung);
    }

    [Fact]
    public void It_does_not_ring_once_it_is_disposed_of()
    {
        var alarm = new DeadlineAlarm(_clock, () => _rung.Add(_clock.Now), static fault => throw fault);
        alarm.SetNoLaterThan(_clock.Now + TimeSpan.FromSeconds(1));
        alarm.Dispose();
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Empty(_rung);
    }

    [Fact]
    public void What_the_call_throws_is_reported()
    {
        var faults = new List<Exception>();
        using var alarm = new DeadlineAlarm(_clock, static () => throw new InvalidOperationException("due"), faults.Add);
        alarm.SetNoLaterThan(_clock.Now + TimeSpan.FromSeconds(1));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("due", Assert.Single(faults).Message);
    }
}
