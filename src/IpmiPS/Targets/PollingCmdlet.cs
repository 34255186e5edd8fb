using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Watching;

namespace IpmiPS.Cmdlets;

/// <summary>A cmdlet that polls BMCs. A derived class is what is asked at each poll, and where that goes.</summary>
public abstract class PollingCmdlet : TargetCmdlet
{
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

    /// <summary>Creates the schedule.</summary>
    private protected FleetWatch CreateFleet() => new(
        new WatchOptions { Interval = TimeSpan.FromSeconds(IntervalSeconds), MissLimit = MissLimit, SessionMode = SessionMode, ThrottleLimit = ThrottleLimit }, Clock.System);

    /// <summary>Creates the watch of one BMC.</summary>
    /// <param name="target">The BMC.</param>
    /// <param name="output">The trace of its connections.</param>
    /// <param name="poll">What is asked.</param>
    /// <param name="report">Passes an item on.</param>
    /// <param name="failed">Called when the watch of the BMC ends with an error.</param>
    private protected WatchedBmc CreateWatch(BmcTarget target, TargetOutput output, WatchPoll poll, Func<WatchItem, CancellationToken, Task> report, Action<IpmiException> failed) => new()
    {
        ComputerName = target.ComputerName,
        ConnectAsync = stop => ConnectAsync(target, output, stop),
        PollAsync = (bmc, items, stop) => PollAsync(poll, target, bmc, items, stop),
        ReportAsync = report,
        Failed = failed,
        Note = output.Note,
    };

    /// <summary>Not used: one schedule polls all BMCs.</summary>
    private protected sealed override Task WorkAsync(BmcTarget target, TargetOutput output, CancellationToken cancellationToken) => throw new NotSupportedException();

    private async Task<WatchConnection> ConnectAsync(BmcTarget target, TargetOutput output, CancellationToken stop)
    {
        if (target.Session is { } session)
            Opener.Claim(session);
        ConnectionScope scope = Eager
            ? ConnectionScope.OpenEagerly(target, output, Opener.LogInAsync)
            : await ConnectionScope.OpenAsync(target, output, Opener.LogInAsync, stop).ConfigureAwait(false);
        return scope.ToWatch(target, Eager);
    }

    /// <summary>Polls within the time limit of the BMC.</summary>
    internal static async Task PollAsync(WatchPoll poll, BmcTarget target, IIpmiConnection bmc, ICollection<WatchItem> items, CancellationToken stop)
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
}
