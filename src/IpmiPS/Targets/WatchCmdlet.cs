using System;
using System.Management.Automation;
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

    /// <inheritdoc/>
    protected override void Begin()
    {
        base.Begin();
        _fleet = CreateFleet();
        Workers.Start(_fleet.WhenEndedAsync, ThrottleLimit);
    }

    /// <inheritdoc/>
    protected override void Read()
    {
        foreach (BmcTarget target in ReadTargets())
        {
            TargetOutput output = CreateOutput(target);
            _fleet!.Add(CreateWatch(
                target, output, CreatePoll(target, output), (item, stop) => output.RunOnPipelineAsync(() => Take(item), stop), error => ReportFailure(target, error, output)));
        }
    }

    /// <inheritdoc/>
    protected override void End() => _fleet!.CompleteAdding();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _fleet?.Stop();
    }

    /// <summary>
    /// Writes an object, and saves the place after it once the pipeline has taken it. Select-Object -First takes an object and then ends the pipeline by an exception; any
    /// other exception means that the object was not dealt with.
    /// </summary>
    private void Take(WatchItem item)
    {
        try
        {
            if (item.Output is { } output)
                WriteItem(output);
        }
        catch (FlowControlException)
        {
            item.Taken?.Invoke();
            throw;
        }

        item.Taken?.Invoke();
    }
}
