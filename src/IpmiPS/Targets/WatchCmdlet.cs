using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Watching;

namespace IpmiPS.Cmdlets;

/// <summary>
/// A cmdlet that polls BMCs until it is stopped, and writes what it notices as it comes. A derived class is its own parameters and what is asked at each poll.
/// </summary>
public abstract class WatchCmdlet : TargetCmdlet
{
    private FleetWatch? _fleet;

    /// <summary>Seconds from one poll of a BMC to the next; default 60.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int IntervalSeconds { get; set; } = 60;

    /// <summary>The number of polls in a row that have to fail before a BMC counts as unreachable; default 3.</summary>
    [Parameter]
    [ValidateRange(1, 100)]
    public int MissLimit { get; set; } = 3;

    /// <summary>Whether sessions are kept between polls (Kept), or each poll logs in and out (PerPoll). Auto, the default, is Kept up to an interval of 60 seconds.</summary>
    [Parameter]
    public WatchSessionMode SessionMode { get; set; }

    /// <summary>A BMC with two names is watched once, or its events would come twice.</summary>
    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.User) { OncePerBmc = true };

    /// <summary>Returns what is asked of one BMC at each poll.</summary>
    private protected abstract WatchPoll CreatePoll(BmcTarget target, TargetOutput output);

    /// <summary>Writes an object; on the pipeline thread.</summary>
    private protected virtual void WriteItem(object item) => WriteObject(item);

    /// <inheritdoc/>
    protected override void Begin()
    {
        base.Begin();
        _fleet = new FleetWatch(
            new WatchOptions { Interval = TimeSpan.FromSeconds(IntervalSeconds), MissLimit = MissLimit, SessionMode = SessionMode, ThrottleLimit = ThrottleLimit }, Clock.System);
        Workers.Start(_fleet.WhenEndedAsync, ThrottleLimit);
    }

    /// <inheritdoc/>
    protected override void Read()
    {
        foreach (BmcTarget target in ReadTargets())
        {
            TargetOutput output = CreateOutput(target);
            WatchPoll poll = CreatePoll(target, output);
            _fleet!.Add(new WatchedBmc
            {
                ComputerName = target.ComputerName,
                ConnectAsync = stop => ConnectAsync(target, output, stop),
                PollAsync = (bmc, items, stop) => PollAsync(poll, target, bmc, items, stop),
                TellAsync = (item, stop) => output.RunOnPipelineAsync(() => Take(item), stop),
                Failed = error => ReportFailure(target, error, output),
                Note = output.Note,
            });
        }
    }

    /// <inheritdoc/>
    protected override void End() => _fleet!.CompleteAdding();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _fleet?.Dispose();
    }

    /// <summary>Not used: one worker polls all BMCs.</summary>
    private protected sealed override Task WorkAsync(BmcTarget target, TargetOutput output, CancellationToken cancellationToken) => throw new NotSupportedException();

    private async Task<WatchConnection> ConnectAsync(BmcTarget target, TargetOutput output, CancellationToken stop)
    {
        if (target.Session is { } session)
            Opener.Claim(session);
        ConnectionScope scope = Eager
            ? ConnectionScope.OpenEagerly(target, output, Opener.LogInAsync)
            : await ConnectionScope.OpenAsync(target, output, Opener.LogInAsync, stop).ConfigureAwait(false);
        Func<bool> isOpen = target.Session is { } kept ? () => kept.State != IpmiSessionState.Closed : Eager ? () => true : () => !scope.Connection.Closed.IsCompleted;
        return new WatchConnection(scope.Connection, target.Session is null, isOpen, scope.Dispose);
    }

    /// <summary>Polls within the time limit of the BMC.</summary>
    private static async Task PollAsync(WatchPoll poll, BmcTarget target, IIpmiConnection bmc, ICollection<WatchItem> items, CancellationToken stop)
    {
        using var limit = new TimeLimit(target.TimeLimit, stop);
        limit.Start();
        try
        {
            await poll(bmc, items, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException cancelled) when (!stop.IsCancellationRequested)
        {
            throw new IpmiException(IpmiErrorKind.Timeout, $"The poll was not done within {target.TimeLimit?.TotalSeconds:0.###} s (-TimeoutSeconds).", innerException: cancelled);
        }
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
        catch (Exception end) when (end is FlowControlException)
        {
            item.Taken?.Invoke();
            throw;
        }

        item.Taken?.Invoke();
    }
}
