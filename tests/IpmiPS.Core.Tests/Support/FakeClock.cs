using System;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Tests.Support;

/// <summary>A clock that only moves when somebody waits on it, and then at once.</summary>
internal sealed class FakeClock : Clock
{
    private long _ticks;

    public override TimeSpan Now => TimeSpan.FromTicks(Interlocked.Read(ref _ticks));

    /// <summary>Called with the time after each wait.</summary>
    public Action<TimeSpan>? Waited { get; set; }

    public override double Jitter() => 0;

    public void Advance(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);

    public override Task DelayAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Advance(time);
        Waited?.Invoke(Now);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.CompletedTask;
    }
}
