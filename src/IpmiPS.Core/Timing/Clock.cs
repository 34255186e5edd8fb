using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS;

/// <summary>Time that passes, and waiting for it: so that a test can do without both.</summary>
internal class Clock
{
    private static readonly Random Chance = new();

    private readonly Stopwatch _watch = Stopwatch.StartNew();

    /// <summary>The real time.</summary>
    public static Clock System { get; } = new();

    /// <summary>Time since some fixed moment; never goes back.</summary>
    public virtual TimeSpan Now => _watch.Elapsed;

    /// <summary>Waits.</summary>
    public virtual Task DelayAsync(TimeSpan time, CancellationToken cancellationToken) => Task.Delay(time, cancellationToken);

    /// <summary>A number from 0 to 1, at random: for waits that shall not all end together.</summary>
    public virtual double Jitter()
    {
        lock (Chance)
            return Chance.NextDouble();
    }

    /// <summary>Makes an alarm that calls back, on any thread, when its time has come. What the call throws goes to <paramref name="onFault"/>.</summary>
    public virtual IAlarm CreateAlarm(Action ring, Action<Exception> onFault) => new TimerAlarm(ring, onFault);

    private sealed class TimerAlarm(Action ring, Action<Exception> onFault) : IAlarm
    {
        private readonly Timer _timer = new(_ => Callback.Guard(ring, onFault), null, Timeout.Infinite, Timeout.Infinite);

        // A timer counts whole milliseconds; it must not ring before its time.
        public void Set(TimeSpan wait) => _timer.Change(Math.Max(1, (long)Math.Ceiling(wait.TotalMilliseconds)), Timeout.Infinite);

        public void Dispose() => _timer.Dispose();
    }
}

/// <summary>Rings once for each time it is set.</summary>
internal interface IAlarm : IDisposable
{
    /// <summary>Sets the time until it rings; what it was set to before is forgotten.</summary>
    void Set(TimeSpan wait);
}
