using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS;

/// <summary>Time that passes, and waiting for it: so that a test can do without both.</summary>
internal class Clock
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    /// <summary>The real time.</summary>
    public static Clock System { get; } = new();

    /// <summary>Time since some fixed moment; never goes back.</summary>
    public virtual TimeSpan Now => _watch.Elapsed;

    /// <summary>Waits.</summary>
    public virtual Task DelayAsync(TimeSpan time, CancellationToken cancellationToken) => Task.Delay(time, cancellationToken);
}
