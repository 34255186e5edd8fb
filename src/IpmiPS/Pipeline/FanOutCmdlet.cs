using System;
using System.Management.Automation;

namespace IpmiPS.Cmdlets;

/// <summary>
/// A cmdlet that works on many targets at once (<see cref="FanOut"/>). Results stream while input still arrives, in the order in which they
/// come. However the pipeline ends (Ctrl-C, Select-Object -First, -ErrorAction Stop, break, an exception downstream), the workers are
/// cancelled and get a moment to log out of their BMCs.
/// </summary>
public abstract class FanOutCmdlet : PSCmdlet, IPipelineWriter, IDisposable
{
    private readonly FleetProgress _progress;

    /// <summary>Prepares the workers.</summary>
    protected FanOutCmdlet()
    {
        _progress = new FleetProgress(this, () => MyInvocation.MyCommand?.Name ?? "IPMI");
        Workers = new FanOut(this, _progress, Clock.System);
    }

    /// <summary>The workers of this cmdlet.</summary>
    private protected FanOut Workers { get; }

    /// <summary>How long the end of a pipeline waits for workers to log out.</summary>
    private protected TimeSpan StopTimeout { get; set; } = TimeSpan.FromMilliseconds(700);

    /// <summary>Runs before the first input object, on the pipeline thread.</summary>
    protected virtual void Begin()
    {
    }

    /// <summary>Takes one input object and starts its workers, on the pipeline thread.</summary>
    protected virtual void Read()
    {
    }

    /// <summary>Runs after the last input object, before the last workers are waited for, on the pipeline thread.</summary>
    protected virtual void End()
    {
    }

    /// <summary>Runs when all workers are done and all their output is written, on the pipeline thread.</summary>
    protected virtual void Conclude()
    {
    }

    /// <inheritdoc/>
    protected sealed override void BeginProcessing() => Guard(Begin);

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Guard(() =>
    {
        Workers.DeliverPending();
        Read();
    });

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Guard(() =>
    {
        End();
        _progress.InputEnded();
        Workers.DeliverAll();
        _progress.Complete();
        Conclude();
    });

    /// <summary>Called on another thread, while the pipeline thread may still be running: so it only cancels.</summary>
    protected sealed override void StopProcessing() => Workers.RequestStop();

    /// <summary>Writes an error and counts its target as failed; on the pipeline thread.</summary>
    internal virtual void WriteFailure(ErrorRecord error)
    {
        _progress.Failed(error.TargetObject);
        WriteError(error);
    }

    void IPipelineWriter.WriteFailure(ErrorRecord error) => WriteFailure(error);

    /// <summary>Cancels workers that are still running and gives them a moment to log out.</summary>
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
        Workers.Cancel(StopTimeout);
        Workers.Dispose();
    }

    /// <summary>
    /// Cancels the workers if <paramref name="body"/> throws: WriteObject does when a downstream command has enough, and StopProcessing is not
    /// called then.
    /// </summary>
    private void Guard(Action body)
    {
        try
        {
            body();
        }
        catch
        {
            Workers.Cancel(StopTimeout);
            throw;
        }
    }
}
