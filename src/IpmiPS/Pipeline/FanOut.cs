using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Runs the workers of a cmdlet, one per target. Workers are tasks and never touch the pipeline: they queue actions, which the pipeline
/// thread runs between two input objects and, at the end, until the last worker is done.
/// </summary>
/// <param name="writer">The cmdlet's streams.</param>
/// <param name="progress">The progress bar.</param>
/// <param name="clock">Measures how long a BMC has been silent.</param>
internal sealed class FanOut(IPipelineWriter writer, FleetProgress progress, Clock clock) : IDisposable
{
    /// <summary>A BMC that is there has answered by then, even if a packet was lost.</summary>
    public static readonly TimeSpan LongSilence = TimeSpan.FromSeconds(1);

    /// <summary>The number of open sockets, including those of silent hosts, unless the caller wants more.</summary>
    private const int MaximumWorkers = 4096;

    private readonly PipelineQueue _queue = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<Task> _workers = [];
    private int _silent;

    /// <summary>True if there is exactly one target and the input has ended.</summary>
    public bool HasOnlyOneTarget => progress is { StartedCount: 1, HasInputEnded: true };

    /// <summary>True if more than one target was started. Any thread.</summary>
    public bool HasSeveralTargets => progress.StartedCount > 1;

    /// <summary>
    /// Starts a worker. First waits, and delivers output meanwhile, until fewer than <paramref name="throttleLimit"/> are at work. Workers of silent
    /// BMCs do not count, but each holds a socket, so their number has a limit, too.
    /// </summary>
    public void Start(Func<CancellationToken, Task> work, int throttleLimit)
    {
        while (_workers.Count - _silent >= throttleLimit || _workers.Count >= Math.Max(throttleLimit, MaximumWorkers))
            DeliverNext();
        CancellationToken stop = _stop.Token;
        Task worker = Task.Run(() => work(stop), CancellationToken.None);
        _workers.Add(worker);
        progress.Started();
        worker.ContinueWith(done => Post(() => Finish(done)), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>
    /// Waits for a first response. While a BMC stays silent, its worker does not count against the throttle limit: hosts that are not there do not
    /// hold up the others.
    /// </summary>
    public async Task<T> ContactAsync<T>(Task<T> contact)
    {
        if (contact.IsCompleted)
            return await contact.ConfigureAwait(false);
        using var responded = new CancellationTokenSource();
        if (await Task.WhenAny(contact, clock.DelayAsync(LongSilence, responded.Token)).ConfigureAwait(false) == contact)
        {
            responded.Cancel();
            return await contact.ConfigureAwait(false);
        }

        Post(() => _silent++);
        try
        {
            return await contact.ConfigureAwait(false);
        }
        finally
        {
            Post(() => _silent--);
        }
    }

    /// <summary>Queues an action for the pipeline thread. Any thread.</summary>
    public void Post(Action action) => _queue.Post(action);

    /// <summary>
    /// Runs <paramref name="work"/> on the pipeline thread and waits for it. It does not run if the pipeline ends first; once begun it is waited
    /// for. An <see cref="IpmiException"/> goes to the caller, any other exception ends the pipeline.
    /// </summary>
    public async Task RunOnPipelineAsync(Action work, CancellationToken stop)
    {
        var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        int begun = 0;
        using (stop.Register(() =>
        {
            if (Interlocked.Exchange(ref begun, 1) == 0)
                done.TrySetResult(false);
        }))
        {
            Post(() =>
            {
                if (Interlocked.Exchange(ref begun, 1) != 0)
                    return;
                try
                {
                    if (!writer.Stopping)
                        work();
                }
                catch (IpmiException error)
                {
                    done.TrySetException(error);
                }
                finally
                {
                    done.TrySetResult(true);
                }
            });
            await done.Task.ConfigureAwait(false);
        }
    }

    /// <summary>Runs the queued actions. On the pipeline thread.</summary>
    /// <exception cref="PipelineStoppedException">The pipeline was stopped.</exception>
    public void DeliverPending()
    {
        while (_queue.Take(TimeSpan.Zero) is { } action)
            action();
        progress.Show();
        ThrowIfStopped();
    }

    /// <summary>Runs queued actions until all workers are done. On the pipeline thread.</summary>
    /// <inheritdoc cref="DeliverPending"/>
    public void DeliverAll()
    {
        while (_workers.Count > 0)
            DeliverNext();
        DeliverPending();
    }

    /// <summary>Asks the workers to stop, without waiting. Any thread.</summary>
    public void RequestStop()
    {
        _queue.Close();
        _stop.CancelSafely();
    }

    /// <summary>Cancels the workers and waits up to <paramref name="timeout"/> for them to log out.</summary>
    public void Cancel(TimeSpan timeout)
    {
        _queue.Close();
        if (_workers.Count == 0)
            return;
        _stop.Cancel();
        try
        {
            Task.WaitAll(_workers.ToArray(), timeout);
        }
        catch (AggregateException)
        {
            // There is no pipeline left to report it to.
        }

        _workers.RemoveWhere(static worker => worker.IsCompleted);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // A worker that is still running holds the token; then the source is left to the garbage collector.
        if (_workers.Count == 0)
            _stop.Dispose();
    }

    private void Finish(Task worker)
    {
        _workers.Remove(worker);
        progress.Finished();
        if (worker.Exception is { } fault)
            writer.WriteFailure(ErrorRecords.From(fault.GetBaseException(), null));
    }

    private void DeliverNext()
    {
        _queue.Take(progress.IsWanted ? FleetProgress.Interval : Timeout.InfiniteTimeSpan)?.Invoke();
        progress.Show();
        ThrowIfStopped();
    }

    private void ThrowIfStopped()
    {
        if (_queue.IsClosed)
            throw new PipelineStoppedException();
    }
}
