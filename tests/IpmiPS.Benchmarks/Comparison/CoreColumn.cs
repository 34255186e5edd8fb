using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Power;

namespace IpmiPS.Benchmarks;

/// <summary>IpmiPS.Core in this process.</summary>
internal sealed class CoreColumn : Column
{
    private readonly IpmiConnectOptions _common = new() { UserName = Harness.UserName, Password = Secret.Of(Harness.Password), Privilege = PrivilegeLevel.User };

    public override string Name => "core";

    public override bool IsWarmedUp => true;

    /// <summary>Which command comes first the cmdlets know, not the features.</summary>
    public override bool Does(Row row) => row.IsQuery && row.Work != Work.EagerPower;

    public override async Task<Run> RunAsync(Row row, CancellationToken stop)
    {
        if (row.Timing != Timing.EachAlone)
            return await RunAsync(row, row.Targets, row.Live, stop).ConfigureAwait(false);
        var runs = new List<Run>();
        foreach (Targets one in row.Targets.Singles)
            runs.Add(await RunAsync(row, one, 1, stop).ConfigureAwait(false));
        return new Run([.. runs.Select(run => run.Seconds[0])], runs.Sum(run => run.Right));
    }

    private async Task<Run> RunAsync(Row row, Targets targets, int live, CancellationToken stop)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stop);
        int right = 0;
        double last = 0;
        string[] hosts = [.. targets.Singles.Select(one => one.First)];
        var watch = Stopwatch.StartNew();
        await Fleet.RunAsync(hosts, Fleet.DefaultThrottleLimit, _common, async (bmc, _, cancel) =>
        {
            if (!await IsRightAsync(row.Work, bmc, cancel).ConfigureAwait(false))
                return;
            lock (hosts)
            {
                right++;
                last = watch.Elapsed.TotalSeconds;
            }

            if (row.Timing == Timing.LastLive && right == live)
                await enough.CancelAsync().ConfigureAwait(false);
        }, enough.Token).ConfigureAwait(false);
        stop.ThrowIfCancellationRequested();
        return new Run([row.Timing == Timing.LastLive ? last : watch.Elapsed.TotalSeconds], right);
    }

    private static async Task<bool> IsRightAsync(Work work, IpmiClient bmc, CancellationToken stop) => work switch
    {
        Work.Power => (await ChassisPower.GetAsync(bmc, stop).ConfigureAwait(false)).State == PowerState.On,
        Work.Sel => await Fleet.SelAsync(bmc, stop).ConfigureAwait(false) == Expected.SelEntries,
        _ => await Fleet.SensorsAsync(bmc, refresh: work == Work.Sensors, stop).ConfigureAwait(false) == Expected.Sensors,
    };
}
