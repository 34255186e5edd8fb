using System;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Tests.Support;

/// <summary>A clock that only moves when somebody waits on it, and then at once.</summary>
internal sealed class FakeClock : Clock
{
    private readonly object _waiting = new();
    private long _ticks;

    public override TimeSpan Now => TimeSpan.FromTicks(Interlocked.Read(ref _ticks));

    /// <summary>Called with the time after each wait.</summary>
    public Action<TimeSpan>? Waited { get; set; }

    public override double Jitter() => 0;

    public void Advance(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);

    /// <summary>An alarm that does not ring: a test calls what it would call. A real one would, on a busy machine, ring in the middle of a test.</summary>
    public override IAlarm CreateAlarm(Action ring, Action<Exception> onFault) => new SilentAlarm();

    public override Task DelayAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        // One wait after another, and what one sets off has happened before anybody can tell that time has passed.
        lock (_waiting)
        {
            Waited?.Invoke(Now + time);
            Advance(time);
        }

        cancellationToken.ThrowIfCancellationRequested();
        return Task.CompletedTask;
    }

    private sealed class SilentAlarm : IAlarm
    {
        public void Set(TimeSpan wait)
        {
        }

        public void Dispose()
        {
        }
    }
}
