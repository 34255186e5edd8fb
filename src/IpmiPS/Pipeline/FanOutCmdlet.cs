using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Cmdlets;

/// <summary>
/// A cmdlet that works on many targets at once. Workers are tasks and never touch the pipeline: they post what they have to
/// say to one mailbox, and the pipeline thread runs it, between two input objects and, at the end, until the last
/// worker is done. So results stream while input still arrives, in the order in which they come.
/// However the pipeline ends (Ctrl-C, Select-Object -First, -ErrorAction Stop, break, a downstream throw), the workers are cancelled
/// and given a moment to log out of their BMCs.
/// </summary>
public abstract class FanOutCmdlet : PSCmdlet, IDisposable
{
    /// <summary>BMCs that are there have answered by then; even a lost packet was sent again.</summary>
    private static readonly TimeSpan LongSilence = TimeSpan.FromSeconds(1);

    /// <summary>Silent hosts included, no more sockets than this are open at once, unless the caller wants more.</summary>
    private const int MaximumWorkers = 4096;

    private static readonly TimeSpan ForEver = Timeout.InfiniteTimeSpan;

    private readonly Mailbox _mailbox = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<Task> _workers = [];
    private FleetProgress? _progress;
    private int _aside;

    /// <summary>How many BMCs are worked on at once. More input waits until one of them is done.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int ThrottleLimit { get; set; } = 256;

    /// <summary>How long the end of a pipeline waits for workers to take their leave.</summary>
    private protected virtual TimeSpan StopPatience => TimeSpan.FromMilliseconds(700);

    /// <summary>Whether one target is all that there will be; known for sure only once the input has ended.</summary>
    internal bool HasOnlyOneTarget => _progress is { StartedCount: 1, HasInputEnded: true };

    /// <summary>Whether more than one target was begun with. May be asked on any thread.</summary>
    internal bool HasSeveralTargets => _progress is { StartedCount: > 1 };

    /// <summary>Does what has to be done before the first input object; on the pipeline thread.</summary>
    protected virtual void Begin()
    {
    }

    /// <summary>Takes one input object and starts its workers; on the pipeline thread.</summary>
    protected virtual void Read()
    {
    }

    /// <summary>Does what remains after the last input object, before the last workers are waited for; on the pipeline thread.</summary>
    protected virtual void End()
    {
    }

    /// <summary>Does what remains once all workers are done and all they had to say is delivered; on the pipeline thread.</summary>
    protected virtual void Conclude()
    {
    }

    /// <inheritdoc/>
    protected sealed override void BeginProcessing()
    {
        _progress = new FleetProgress(this);
        Guard(Begin);
    }

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Guard(() =>
    {
        DeliverWhatIsThere();
        Read();
    });

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Guard(() =>
    {
        End();
        _progress!.InputEnded();
        while (_workers.Count > 0)
            DeliverNext();
        DeliverWhatIsThere();
        _progress.Complete();
        Conclude();
    });

    /// <summary>Runs on another thread than the pipeline's, while that may still be at work: so it only cancels.</summary>
    protected sealed override void StopProcessing()
    {
        _mailbox.Close();
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The pipeline ended by itself at the same moment.
        }
    }

    /// <summary>
    /// Starts a worker; first waits, delivering output meanwhile, until fewer than <see cref="ThrottleLimit"/> are at work. Those that stepped
    /// aside are not, but they hold a socket each, so their number has a limit, too.
    /// </summary>
    internal void Start(Func<CancellationToken, Task> work)
    {
        while (_workers.Count - _aside >= ThrottleLimit || _workers.Count >= Math.Max(ThrottleLimit, MaximumWorkers))
            DeliverNext();
        CancellationToken stop = _stop.Token;
        Task worker = Task.Run(() => work(stop), CancellationToken.None);
        _workers.Add(worker);
        _progress!.Started();
        worker.ContinueWith(done => Post(() => Finish(done)), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>
    /// Waits for a first answer. When that takes long, the worker steps aside and another begins: hosts that stay silent until their time is up
    /// do not keep others waiting, however many there are.
    /// </summary>
    internal async Task<T> ContactAsync<T>(Task<T> contact)
    {
        if (contact.IsCompleted)
            return await contact.ConfigureAwait(false);
        using var over = new CancellationTokenSource();
        if (await Task.WhenAny(contact, Task.Delay(LongSilence, over.Token)).ConfigureAwait(false) == contact)
        {
            over.Cancel();
            return await contact.ConfigureAwait(false);
        }

        Post(() => _aside++);
        try
        {
            return await contact.ConfigureAwait(false);
        }
        finally
        {
            Post(() => _aside--);
        }
    }

    /// <summary>Leaves an action for the pipeline thread. May be called from any thread.</summary>
    internal void Post(Action action) => _mailbox.Post(action);

    /// <summary>
    /// Has something done on the pipeline thread and waits until it was. It is not done where the pipeline ends before its turn comes; what is
    /// begun is waited for. An <see cref="IpmiException"/> is told to the worker, any other ends the pipeline.
    /// </summary>
    internal async Task RunOnPipelineAsync(Action work, CancellationToken stop)
    {
        var over = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        int begun = 0;
        using (stop.Register(() =>
        {
            if (Interlocked.Exchange(ref begun, 1) == 0)
                over.TrySetResult(false);
        }))
        {
            Post(() =>
            {
                if (Interlocked.Exchange(ref begun, 1) != 0)
                    return;
                try
                {
                    if (!Stopping)
                        work();
                }
                catch (IpmiException error)
                {
                    over.TrySetException(error);
                }
                finally
                {
                    over.TrySetResult(true);
                }
            });
            await over.Task.ConfigureAwait(false);
        }
    }

    /// <summary>Writes an error and counts it in the progress bar; on the pipeline thread.</summary>
    internal virtual void WriteFailure(ErrorRecord error)
    {
        _progress?.Failed(error.TargetObject);
        WriteError(error);
    }

    /// <summary>Cancels what is still at work and gives it a moment to log out.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the cmdlet holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        CancelWorkers();

        // A worker that outlives our patience still holds the token; then the source is left to the garbage collector.
        if (_workers.Count == 0)
            _stop.Dispose();
    }

    private void Finish(Task worker)
    {
        _workers.Remove(worker);
        _progress!.Finished();
        if (worker.Exception is { } fault)
            WriteFailure(ErrorRecords.From(fault.GetBaseException(), null));
    }

    private void DeliverWhatIsThere()
    {
        while (_mailbox.Take(TimeSpan.Zero) is { } letter)
            letter();
        _progress!.Show();
        ThrowIfStopped();
    }

    private void DeliverNext()
    {
        _mailbox.Take(_progress!.IsWanted ? FleetProgress.Interval : ForEver)?.Invoke();
        _progress.Show();
        ThrowIfStopped();
    }

    private void ThrowIfStopped()
    {
        if (_mailbox.IsClosed)
            throw new PipelineStoppedException();
    }

    /// <summary>
    /// A downstream command that has enough makes WriteObject throw; StopProcessing is not called then. So whatever leaves
    /// the pipeline thread's body ends the workers.
    /// </summary>
    private void Guard(Action body)
    {
        try
        {
            body();
        }
        catch
        {
            CancelWorkers();
            throw;
        }
    }

    private void CancelWorkers()
    {
        _mailbox.Close();
        if (_workers.Count == 0)
            return;
        _stop.Cancel();
        try
        {
            Task.WaitAll(_workers.ToArray(), StopPatience);
        }
        catch (AggregateException)
        {
            // Nobody is left to be told.
        }

        _workers.RemoveWhere(static worker => worker.IsCompleted);
    }
}
