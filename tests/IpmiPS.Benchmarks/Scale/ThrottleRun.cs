using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Benchmarks;

/// <summary>What -ThrottleLimit costs and gains: a fleet that answers after some time, asked with more and more at once.</summary>
internal static class ThrottleRun
{
    public static async Task RunAsync(Options options, CancellationToken stop)
    {
        int hosts = options.Number("hosts", 1000);
        double rtt = options.Real("rtt", 20);
        int runs = options.Number("runs", 3);
        int[] limits = options.Numbers("limits", 16, 32, 64, 128, 256, 512, 1024, 2048);
        options.End();
        using var rack = await SimulatorProcess.StartAsync(
            hosts, stop, "--latency", rtt.ToString(CultureInfo.InvariantCulture), "--unhealthy-every", Sweep.FaultyEvery.ToString(CultureInfo.InvariantCulture)).ConfigureAwait(false);
        Console.WriteLine($"{hosts} BMCs, {rtt.ToString(CultureInfo.InvariantCulture)} ms round trip; median wall time and peak memory over the start of {runs} runs, each of a fresh process.\n");
        var rows = new List<string[]>();
        foreach (int limit in limits)
        {
            Console.Error.WriteLine($"ThrottleLimit {limit}");
            foreach (var (client, sweepAsync) in ScaleRun.Clients())
            {
                var seconds = new List<double>();
                var bytes = new List<double>();
                int right = int.MaxValue;
                for (int run = 0; run < runs; run++)
                {
                    Sweep sweep = await sweepAsync(rack, limit, stop).ConfigureAwait(false);
                    seconds.Add(sweep.Seconds);
                    bytes.Add(sweep.Bytes);
                    right = Math.Min(right, sweep.Right);
                }

                rows.Add([client, limit.ToString(CultureInfo.InvariantCulture), right.ToString(CultureInfo.InvariantCulture), Figures.Seconds(Figures.Median(seconds)), Figures.Megabytes(Figures.Median(bytes))]);
            }
        }

        rows.Sort((a, b) => string.CompareOrdinal(a[0], b[0]) is not 0 and var byClient ? byClient : int.Parse(a[1], CultureInfo.InvariantCulture) - int.Parse(b[1], CultureInfo.InvariantCulture));
        Figures.WriteTable(["client", "ThrottleLimit", "right", "wall s", "peak MiB"], rows);
    }
}
