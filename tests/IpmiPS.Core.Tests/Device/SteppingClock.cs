using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Tests.Simulator;

namespace IpmiPS.Tests.Device;

/// <summary>A clock whose waits are over at once, and move the time of a virtual BMC.</summary>
internal sealed class SteppingClock(ManualTime? time = null, Action? onWait = null) : Clock
{
    private TimeSpan _now;

    public override TimeSpan Now => _now;

    public override Task DelayAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        _now += wait;
        time?.Advance(wait);
        onWait?.Invoke();
        return Task.CompletedTask;
    }
}
