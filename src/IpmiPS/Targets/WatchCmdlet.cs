using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Watching;

namespace IpmiPS.Cmdlets;

/// <summary>A cmdlet that polls BMCs until it is stopped, and writes what it notices as it comes.</summary>
public abstract class WatchCmdlet : PollingCmdlet
{
    private FleetWatch? _fleet;

    /// <summary>Returns what is asked of one BMC at each poll.</summary>
    private protected abstract WatchPoll CreatePoll(BmcTarget target, TargetOutput output);

    /// <summary>Writes an object; on the pipeline thread.</summary>
    private protected virtual void WriteItem(object item) => WriteObject(item);

    /// <summary>Passes on what was noticed about a BMC, and waits until it was taken.</summary>
    private protected virtual Task ReportAsync(BmcTarget target, WatchItem item, TargetOutput output, CancellationToken stop) => output.RunOnPipelineAsync(() => Take(item), stop);

    /// <summary>The watch of a BMC has ended with an error.</summary>
    private protected virtual void OnFailed(BmcTarget target, IpmiException error, TargetOutput output) => ReportFailure(target, error, output);

    /// <summary>Ends the watch of all BMCs.</summary>
    private protected void StopWatch() => RunningWatches.End(_fleet!);

    /// <inheritdoc/>
    protected override void Begin()
    {
        base.Begin();
        _fleet = CreateFleet();
        RunningWatches.Add(_fleet, static () => { });
        Workers.Start(_fleet.WhenEndedAsync, ThrottleLimit);
    }

    /// <inheritdoc/>
    protected override void Read()
    {
        foreach (BmcTarget target in ReadTargets())
        {
            TargetOutput output = CreateOutput(target);
            _fleet!.Add(CreateWatch(target, output, CreatePoll(target, output), (item, stop) => ReportAsync(target, item, output, stop), error => OnFailed(target, error, output)));
        }
    }

    /// <inheritdoc/>
    protected override void End() => _fleet!.CompleteAdding();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && _fleet is not null)
            StopWatch();
    }

    /// <summary>
    /// Writes an object, and saves the place after it once the pipeline has taken it. Select-Object -First (PipelineStoppedException) and break (FlowControlException) take an
    /// object and then end the pipeline; any other exception, and a stop from outside, mean that the object was not dealt with.
    /// </summary>
    private void Take(WatchItem item)
    {
        try
        {
            if (item.Output is { } output)
                WriteItem(output);
        }
        catch (Exception end) when (end is FlowControlException || end is PipelineStoppedException && !Stopping)
        {
            item.Taken?.Invoke();
            throw;
        }

        item.Taken?.Invoke();
    }
}
