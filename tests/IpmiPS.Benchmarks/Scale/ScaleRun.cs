using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Benchmarks;

/// <summary>The power state of more and more virtual BMCs, up to 10,000: time, processor time and memory per BMC.</summary>
internal static class ScaleRun
{
    private const double LimitSeconds = 15;
    private const int LimitAt = 10_000;

    /// <summary>So much more wall time per BMC than with fewer of them still counts as no growth.</summary>
    private const double Tolerance = 1.2;

    /// <summary>Fewer BMCs than this are asked in one burst of some hundredths of a second, which tells nothing of growth.</summary>
    private const int LeastForGrowth = 1000;

    /// <returns>Whether everything was answered rightly and within the limits.</returns>
    public static async Task<bool> RunAsync(Options options, CancellationToken stop)
    {
        int[] counts = options.Numbers("counts", 100, 1_000, 3_000, 10_000);
        int throttleLimit = options.Number("throttle", Fleet.DefaultThrottleLimit);
        int runs = options.Number("runs", 3);
        options.End();
        if (WarmShell.Missing is { } reason)
            Console.WriteLine($"Without the cmdlet: {reason}.\n");

        long simulatorAlone = await MemoryOfOneBmcAsync(stop).ConfigureAwait(false);
        var rows = new List<Line>();
        foreach (int count in counts)
        {
            Console.Error.WriteLine($"{count} BMCs");
            using var rack = await SimulatorProcess.StartAsync(count, stop, "--unhealthy-every", Text(Sweep.FaultyEvery)).ConfigureAwait(false);
            int asked = 0;
            foreach (var (client, sweepAsync) in Clients())
            {
                var sweeps = new List<Sweep>();
                double cpu = rack.CpuSeconds;
                for (int run = 0; run < runs; run++)
                    sweeps.Add(await sweepAsync(rack, throttleLimit, stop).ConfigureAwait(false));
                asked += runs * (count + 1);
                rows.Add(new Line(count, client, MedianOf(sweeps), sweeps.Min(sweep => sweep.Seconds), (rack.CpuSeconds - cpu) / runs, rack.WorkingSet - simulatorAlone));
            }

            int sessions = await rack.StopAsync(stop).ConfigureAwait(false);
            if (sessions < asked)
                Console.WriteLine($"The simulator says that {sessions} sessions were opened; {asked} were to be.");
        }

        Figures.WriteTable(
            ["client", "BMCs", "right", "wall s", "wall ms/BMC", "client CPU ms/BMC", "simulator CPU ms/BMC", "client KiB/BMC", "simulator KiB/BMC"],
            rows.OrderBy(row => row.Client).Select(row => new[]
            {
                row.Client, Text(row.Count), Text(row.Sweep.Right), Figures.Seconds(row.Sweep.Seconds), Figures.Ratio(1000 * row.Sweep.Seconds / row.Count),
                Figures.Ratio(1000 * row.Sweep.CpuSeconds / row.Count), Figures.Ratio(1000 * row.SimulatorCpuSeconds / row.Count),
                Figures.Kilobytes(row.Sweep.Bytes / row.Count), Figures.Kilobytes(row.SimulatorBytes / row.Count),
            }));
        Console.WriteLine();
        return Judge(rows);
    }

    /// <summary>The ways to ask that there are here.</summary>
    public static IEnumerable<(string Name, Func<SimulatorProcess, int, CancellationToken, Task<Sweep>> SweepAsync)> Clients()
    {
        yield return ("core", Sweep.WithCoreAsync);
        if (WarmShell.Missing is null)
            yield return ("Get-IpmiPower", Sweep.WithCmdletAsync);
    }

    private static async Task<long> MemoryOfOneBmcAsync(CancellationToken stop)
    {
        using var one = await SimulatorProcess.StartAsync(1, stop).ConfigureAwait(false);
        await Sweep.WithCoreAsync(one, 1, stop).ConfigureAwait(false);
        return one.WorkingSet;
    }

    private static bool Judge(List<Line> rows)
    {
        bool good = true;
        foreach (var ofClient in rows.GroupBy(row => row.Client))
        {
            Line? before = null;
            foreach (Line line in ofClient)
            {
                var (count, client, sweep, fastest, _, _) = line;
                Require(sweep.Right == count, $"{client}, {count} BMCs: {sweep.Right} answers are right.");
                Require(count != LimitAt || sweep.Seconds <= LimitSeconds, $"{client}, {count} BMCs: {Figures.Seconds(sweep.Seconds)} s, the limit is {LimitSeconds} s.");
                if (before is { Count: >= LeastForGrowth } fewer)
                    Require(fastest / count <= Tolerance * fewer.FastestSeconds / fewer.Count, $"{client}: {count} BMCs take more wall time each than {fewer.Count}.");
                before = line;
            }
        }

        if (good)
            Console.WriteLine("All answers are right, wall time per BMC does not grow, no limit is missed.");
        return good;

        void Require(bool condition, string otherwise)
        {
            if (condition)
                return;
            good = false;
            Console.WriteLine($"MISSED: {otherwise}");
        }
    }

    private static Sweep MedianOf(List<Sweep> sweeps) => new(
        sweeps.Min(sweep => sweep.Right),
        Figures.Median(sweeps.Select(sweep => sweep.Seconds)),
        Figures.Median(sweeps.Select(sweep => sweep.CpuSeconds)),
        Figures.Median(sweeps.Select(sweep => sweep.Bytes)));

    /// <param name="FastestSeconds">The run that other work on the machine disturbed least; growth is judged by it.</param>
    private sealed record Line(int Count, string Client, Sweep Sweep, double FastestSeconds, double SimulatorCpuSeconds, double SimulatorBytes);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
