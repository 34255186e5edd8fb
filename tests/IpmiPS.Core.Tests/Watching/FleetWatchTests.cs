using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Tests.Support;
using IpmiPS.Watching;
using Xunit;

namespace IpmiPS.Tests.Watching;

/// <summary>When BMCs are polled, and what is reported of those that do not respond.</summary>
public sealed class FleetWatchTests
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Each_BMC_is_polled_once_in_an_interval_and_all_at_different_times()
    {
        using var fleet = new WatchedFleet(60, new WatchOptions());
        await fleet.RunAsync(s_minute); // the first poll, and the first of its own times
        fleet.Forget();
        TimeSpan begin = fleet.Now;
        await fleet.RunAsync(s_minute);
        Assert.All(fleet.Bmcs, static bmc => Assert.Single(bmc.Polls));
        var inTenSeconds = fleet.Bmcs.GroupBy(bmc => (int)(bmc.Polls[0] - begin).TotalSeconds % 60 / 10).ToList();
        Assert.All(inTenSeconds, static polls => Assert.InRange(polls.Count(), 5, 15));
    }

    [Fact]
    public async Task No_more_are_polled_at_once_than_the_limit_and_the_silent_do_not_hold_up_the_others()
    {
        var hold = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var fleet = new WatchedFleet(10, new WatchOptions { ThrottleLimit = 3, MissLimit = 2 });
        for (int i = 0; i < 4; i++)
            fleet.Bmcs[i].Failure = Silence;
        await fleet.RunAsync(s_minute + s_minute);
        Assert.True(fleet.MostAtOnce <= 3, $"{fleet.MostAtOnce} were polled at once.");
        fleet.Forget();
        for (int i = 0; i < 4; i++)
            fleet.Bmcs[i].Hold = hold.Task;
        await fleet.RunAsync(TimeSpan.FromMinutes(5), isQuiet: false);
        Assert.All(fleet.Bmcs.Skip(4), static bmc => Assert.Equal(5, bmc.Polls.Count));
        hold.SetResult(true);
    }

    [Fact]
    public async Task A_BMC_that_goes_away_is_told_once_after_three_misses_and_asked_less_often_until_it_is_back()
    {
        using var fleet = new WatchedFleet(1, new WatchOptions());
        var bmc = fleet.Bmcs[0];
        await fleet.RunAsync(TimeSpan.FromMinutes(3));
        Assert.Empty(bmc.Reported);
        bmc.Failure = Silence;
        bmc.Polls.Clear();
        await fleet.RunAsync(TimeSpan.FromHours(2));
        var gone = Assert.IsType<WatchEvent>(Assert.Single(bmc.Reported));
        Assert.Equal((WatchEventType.Unreachable, SelSeverity.Critical, IpmiErrorKind.Timeout), (gone.Type, gone.Severity, gone.Reason));
        Assert.Contains("3 times in a row", gone.Event);
        var polls = bmc.Polls.Distinct().ToList(); // the first failure is followed by another log-in
        double[] minutes = [.. polls.Zip(polls.Skip(1), static (first, second) => (second - first).TotalMinutes)];
        Assert.Equal([1, 1, 2, 4, 8, 15, 15], minutes.Take(7).Select(static gap => Math.Round(gap)));

        bmc.Failure = null;
        await fleet.RunAsync(TimeSpan.FromMinutes(20));
        Assert.Equal([WatchEventType.Unreachable, WatchEventType.Reachable], bmc.Reported.Cast<WatchEvent>().Select(static reported => reported.Type));
        bmc.Polls.Clear();
        await fleet.RunAsync(TimeSpan.FromMinutes(10));
        Assert.Equal(10, bmc.Polls.Count);
    }

    [Fact]
    public async Task Fewer_misses_are_not_told()
    {
        using var fleet = new WatchedFleet(1, new WatchOptions());
        var bmc = fleet.Bmcs[0];
        for (int i = 0; i < 5; i++)
        {
            bmc.Failure = null;
            await fleet.RunAsync(s_minute);
            bmc.Failure = Silence;
            await fleet.RunAsync(s_minute + s_minute);
        }

        Assert.Empty(bmc.Reported);
    }

    [Fact]
    public async Task A_BMC_that_has_never_responded_is_reported_at_once()
    {
        using var fleet = new WatchedFleet(1, new WatchOptions());
        fleet.Bmcs[0].Failure = Silence;
        await fleet.RunAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(WatchEventType.Unreachable, Assert.IsType<WatchEvent>(Assert.Single(fleet.Bmcs[0].Reported)).Type);
    }

    [Theory]
    [InlineData(IpmiErrorKind.BadCredential, true)]
    [InlineData(IpmiErrorKind.BadCredential, false)]
    [InlineData(IpmiErrorKind.InsufficientPrivilege, true)]
    [InlineData(IpmiErrorKind.CommandNotSupported, false)]
    public async Task A_refusal_ends_the_watch_of_the_BMC(IpmiErrorKind kind, bool hasResponded)
    {
        using var fleet = new WatchedFleet(2, new WatchOptions { SessionMode = WatchSessionMode.PerPoll });
        var bmc = fleet.Bmcs[0];
        if (hasResponded)
            await fleet.RunAsync(s_minute + s_minute);
        bmc.Refusal = new IpmiException(kind, "no");
        int before = bmc.LogIns;
        await fleet.RunAsync(TimeSpan.FromMinutes(40));
        Assert.Equal(before + 1, bmc.LogIns);
        Assert.Equal(kind, bmc.Failed?.Kind);
        Assert.Empty(bmc.Reported);
        Assert.Equal(1, fleet.Watch.Count);
    }

    [Fact]
    public async Task A_command_that_a_BMC_refuses_for_a_while_is_a_miss()
    {
        using var fleet = new WatchedFleet(1, new WatchOptions());
        var bmc = fleet.Bmcs[0];
        await fleet.RunAsync(s_minute);
        bmc.Failure = static () => new IpmiException(IpmiErrorKind.CommandNotSupported, "updating");
        await fleet.RunAsync(TimeSpan.FromMinutes(5));
        bmc.Failure = null;
        await fleet.RunAsync(TimeSpan.FromMinutes(5));
        Assert.Equal([WatchEventType.Unreachable, WatchEventType.Reachable], bmc.Reported.Cast<WatchEvent>().Select(static reported => reported.Type));
        Assert.Null(bmc.Failed);
    }

    [Fact]
    public async Task A_kept_session_is_kept_alive_and_one_per_poll_is_closed_after_it()
    {
        using var kept = new WatchedFleet(1, new WatchOptions());
        using var sparse = new WatchedFleet(1, new WatchOptions { Interval = TimeSpan.FromSeconds(61) });
        await kept.RunAsync(TimeSpan.FromMinutes(10));
        await sparse.RunAsync(TimeSpan.FromMinutes(10));
        Assert.Equal((1, 1), (kept.Bmcs[0].LogIns, kept.Bmcs[0].OpenSessions));
        Assert.All(kept.Bmcs[0].Gaps(), static gap => Assert.True(gap <= TimeSpan.FromSeconds(21), $"The BMC was not asked for {gap}."));
        Assert.InRange(kept.Bmcs[0].Connection.Requests.Count, 18, 22);
        Assert.All(kept.Bmcs[0].Connection.Requests, static request => Assert.IsType<GetDeviceId>(request.Command));
        Assert.Equal((sparse.Bmcs[0].Polls.Count, 0), (sparse.Bmcs[0].LogIns, sparse.Bmcs[0].OpenSessions));
        Assert.Empty(sparse.Bmcs[0].Connection.Requests);
    }

    [Fact]
    public async Task A_session_that_the_BMC_has_dropped_is_replaced_within_the_poll()
    {
        using var fleet = new WatchedFleet(1, new WatchOptions { Interval = TimeSpan.FromSeconds(15) });
        var bmc = fleet.Bmcs[0];
        await fleet.RunAsync(s_minute);
        bmc.HasDroppedSession = true;
        await fleet.RunAsync(s_minute);
        Assert.Equal((2, 1), (bmc.LogIns, bmc.OpenSessions));
        Assert.Empty(bmc.Reported);
    }

    [Fact]
    public async Task What_a_poll_found_before_it_failed_is_told()
    {
        using var fleet = new WatchedFleet(1, new WatchOptions());
        var bmc = fleet.Bmcs[0];
        await fleet.RunAsync(s_minute);
        bmc.Finds = "an event";
        bmc.Failure = Silence;
        await fleet.RunAsync(s_minute);
        Assert.Contains("an event", bmc.Reported);
    }

    [Fact]
    public async Task Back_comes_before_what_happened_meanwhile()
    {
        using var fleet = new WatchedFleet(1, new WatchOptions { MissLimit = 1 });
        var bmc = fleet.Bmcs[0];
        bmc.Failure = Silence;
        await fleet.RunAsync(s_minute);
        (bmc.Failure, bmc.Finds) = (null, "an event");
        await fleet.RunAsync(TimeSpan.FromMinutes(3));
        Assert.Equal(["Unreachable", "Reachable", "an event"], bmc.Reported.Take(3).Select(static reported => (reported as WatchEvent)?.Type.ToString() ?? reported));
    }

    [Fact]
    public async Task A_stop_ends_polls_and_waits_and_closes_all_sessions()
    {
        using var fleet = new WatchedFleet(20, new WatchOptions { ThrottleLimit = 4 });
        await fleet.RunAsync(s_minute);
        var hold = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (var bmc in fleet.Bmcs)
            bmc.Hold = hold.Task;
        await fleet.RunAsync(s_minute, isQuiet: false);
        using var stop = new CancellationTokenSource();
        Task ended = fleet.Watch.WhenEndedAsync(stop.Token);
        Assert.False(ended.IsCompleted);
        stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WatchedFleet.WithinAsync(ended));
        Assert.All(fleet.Bmcs, static bmc => Assert.Equal(0, bmc.OpenSessions));
        Assert.Equal(0, fleet.Watch.Count);
    }

    [Fact]
    public async Task The_watch_ends_with_the_last_BMC()
    {
        using var fleet = new WatchedFleet(3, new WatchOptions());
        foreach (var bmc in fleet.Bmcs)
            bmc.Refusal = new IpmiException(IpmiErrorKind.BadCredential, "no");
        fleet.Start();
        fleet.Watch.CompleteAdding();
        await fleet.RunAsync(s_minute);
        await WatchedFleet.WithinAsync(fleet.Watch.WhenEndedAsync(CancellationToken.None));
        Assert.All(fleet.Bmcs, static bmc => Assert.NotNull(bmc.Failed));
    }

    private static IpmiException Silence() => new(IpmiErrorKind.Timeout, "No response.");
}
