using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Watching;

/// <summary>
/// Polls many BMCs, each at its own time within the interval, until it is stopped. What is asked and who receives it is up to the caller (<see cref="WatchedBmc"/>), so
/// event logs, sensors, power and the dashboard share it. It has no socket, and its time is a <see cref="Clock"/>.
/// </summary>
/// <param name="options">Interval and limits.</param>
/// <param name="clock">The time.</param>
internal sealed class FleetWatch(WatchOptions options, Clock clock) : IDisposable
{
    /// <summary>
    /// The fraction of the interval from the time of one BMC to that of the next: multiples of the golden ratio fill the interval evenly, however many BMCs
    /// there will be.
    /// </summary>
    private const double Step = 0.6180339887498949;

    private readonly object _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<Task> _watches = [];
    private readonly TaskCompletionSource<bool> _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PollTurns _turns = new(options.ThrottleLimit);
    private int _count;
    private bool _isComplete;
    private bool _isStopped;

    /// <summary>Number of BMCs that are watched now.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _watches.Count;
        }
    }

    /// <summary>Completes when no BMC is watched any more and none will be added.</summary>
    public Task Idle => _idle.Task;

    /// <summary>Adds a BMC. Its first poll is made at once, within the limit; later ones are spread over the interval.</summary>
    public void Add(WatchedBmc bmc)
    {
        lock (_gate)
        {
            if (_isComplete)
                throw new InvalidOperationException("No more BMCs can be added.");
            double phase = _count++ * Step % 1;
            var watch = new BmcWatch(bmc, options, TimeSpan.FromTicks((long)(options.Interval.Ticks * phase)), _turns, clock);
            CancellationToken stop = _stop.Token;
            Task run = Task.Run(() => watch.RunAsync(stop), CancellationToken.None);
            _watches.Add(run);
            run.ContinueWith(Ended, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    /// <summary>Says that no more BMCs will be added, so that the watch ends with the last of them.</summary>
    public void CompleteAdding()
    {
        lock (_gate)
        {
            _isComplete = true;
            if (_watches.Count == 0)
                _idle.TrySetResult(true);
        }
    }

    /// <summary>
    /// Waits until it is stopped, or every BMC's watch has ended with an error. When it returns, all sessions are closed: Close Session was sent, and is repeated in the
    /// background if it is lost.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task WhenEndedAsync(CancellationToken stop)
    {
        using (stop.Register(Stop))
            await _idle.Task.ConfigureAwait(false);
        stop.ThrowIfCancellationRequested();
    }

    /// <summary>Ends all polls and waits, and logs out everywhere. Does not wait. It may be called again.</summary>
    public void Stop()
    {
        CompleteAdding();
        lock (_gate)
        {
            if (_isStopped)
                return;
            _isStopped = true;
        }

        _stop.Cancel();
        _idle.Task.ContinueWith(
            _ =>
            {
                _stop.Dispose();
                _turns.Dispose();
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    /// <inheritdoc/>
    public void Dispose() => Stop();

    private void Ended(Task run)
    {
        lock (_gate)
        {
            _watches.Remove(run);
            if (_isComplete && _watches.Count == 0)
                _idle.TrySetResult(true);
        }
    }
}
