using System;
using System.Diagnostics;
using System.Threading;

namespace IpmiPS;

/// <summary>The time that work may take, which can be stopped while the work waits for others.</summary>
/// <param name="time">How long; null for no limit.</param>
/// <param name="stop">Ends the work before its time.</param>
internal sealed class TimeLimit(TimeSpan? time, CancellationToken stop) : IDisposable
{
    private readonly CancellationTokenSource _over = CancellationTokenSource.CreateLinkedTokenSource(stop);
    private readonly Stopwatch _watch = new();

    /// <summary>Is cancelled when the time is up, or the work ends before.</summary>
    public CancellationToken Token => _over.Token;

    /// <summary>The time that is left, for work that ends by itself before it is cut off; null where there is no limit.</summary>
    public TimeSpan? Left => time - _watch.Elapsed;

    /// <summary>Lets the time run, from the beginning or from where it was stopped.</summary>
    public void Start()
    {
        _watch.Start();
        if (time - _watch.Elapsed is { } left)
            CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
    }

    /// <summary>Stops the time.</summary>
    public void Stop()
    {
        _watch.Stop();
        CancelAfter(Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public void Dispose() => _over.Dispose();

    private void CancelAfter(TimeSpan left)
    {
        try
        {
            _over.CancelAfter(left);
        }
        catch (ObjectDisposedException)
        {
            // The work has ended; a log-in that it no longer waits for goes on.
        }
    }
}
