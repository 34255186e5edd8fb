using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS;

/// <summary>The time and waits, so that tests can replace both.</summary>
internal class Clock
{
    private static readonly Random Chance = new();

    private readonly Stopwatch _watch = Stopwatch.StartNew();

    /// <summary>The real time.</summary>
    public static Clock System { get; } = new();

    /// <summary>The time since a fixed moment. It never goes back.</summary>
    public virtual TimeSpan Now => _watch.Elapsed;

    /// <summary>Waits.</summary>
    public virtual Task DelayAsync(TimeSpan time, CancellationToken cancellationToken) => Task.Delay(time, cancellationToken);

    /// <summary>Returns a random number from 0 to 1, for waits that should not all end together.</summary>
    public virtual double Jitter()
    {
        lock (Chance)
            return Chance.NextDouble();
    }

    /// <summary>Creates an alarm that calls back on any thread. Exceptions of the call go to <paramref name="onFault"/>.</summary>
    public virtual IAlarm CreateAlarm(Action ring, Action<Exception> onFault) => new TimerAlarm(ring, onFault);

    private sealed class TimerAlarm(Action ring, Action<Exception> onFault) : IAlarm
    {
        private readonly Timer _timer = new(_ => Callback.Guard(ring, onFault), null, Timeout.Infinite, Timeout.Infinite);

        // A timer counts whole milliseconds. It must not ring early.
        public void Set(TimeSpan wait) => _timer.Change(Math.Max(1, (long)Math.Ceiling(wait.TotalMilliseconds)), Timeout.Infinite);

        public void Dispose() => _timer.Dispose();
    }
}

/// <summary>Rings once each time it is set.</summary>
internal interface IAlarm : IDisposable
{
    /// <summary>Sets the time until it rings, and replaces an earlier time.</summary>
    void Set(TimeSpan wait);
}
