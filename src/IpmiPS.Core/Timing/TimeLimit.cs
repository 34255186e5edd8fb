using System;
using System.Diagnostics;
using System.Threading;

namespace IpmiPS;

/// <summary>A time limit that can be stopped while the work waits for others.</summary>
/// <param name="time">The limit; null for none.</param>
/// <param name="stop">Cancels the work.</param>
internal sealed class TimeLimit(TimeSpan? time, CancellationToken stop) : IDisposable
{
    private readonly CancellationTokenSource _over = CancellationTokenSource.CreateLinkedTokenSource(stop);
    private readonly Stopwatch _watch = new();

    /// <summary>Cancelled when the limit is reached, or the work is cancelled.</summary>
    public CancellationToken Token => _over.Token;

    /// <summary>The time that is left; null if there is no limit.</summary>
    public TimeSpan? Left => time - _watch.Elapsed;

    /// <summary>Starts the time, or continues after <see cref="Stop"/>.</summary>
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
            // The work has ended; a log-in that it no longer awaits continues.
        }
    }
}
