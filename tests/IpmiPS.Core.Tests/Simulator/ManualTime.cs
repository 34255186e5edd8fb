using System;
using IpmiPS.Simulator;

namespace IpmiPS.Tests.Simulator;

/// <summary>Time that moves only when a test advances it. Actions that become due run on the thread of the test, each at its own time.</summary>
internal sealed class ManualTime : SimulatorTime
{
    private readonly DueQueue _queue = new();
    private TimeSpan _now;

    public override TimeSpan Now => _now;

    public override DateTimeOffset Start { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override void Schedule(TimeSpan at, Action action) => _queue.Add(at, action);

    public void Advance(TimeSpan by)
    {
        var until = _now + by;
        while (_queue.NextDue is { } due && due <= until)
        {
            if (due > _now)
                _now = due;
            _queue.TakeDue(_now)!();
        }

        _now = until;
    }
}
