using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Discovery;

namespace IpmiPS.Benchmarks;

/// <summary>A search of a large range of addresses with some virtual BMCs in it: what is found, and whether the rate is kept.</summary>
internal static class FindRun
{
    /// <summary>More than the 5 ms of packets that may be caught up on within an interval of the progress.</summary>
    private const double RateTolerance = 1.05;

    private const double MaximumMegabytes = 64;

    /// <returns>Whether all BMCs were found that have to be, at the rate, in bounded memory.</returns>
    public static async Task<bool> RunAsync(Options options, CancellationToken stop)
    {
        int count = options.Number("bmcs", 500);
        string range = options.Text("range", "127.78.0.0/16");
        int rate = options.Number("rate", FindOptions.DefaultPacketsPerSecond);
        int[] losses = options.Numbers("losses", 0, 2);
        options.End();
        bool good = true;
        var rows = new List<string[]>();
        foreach (int loss in losses)
        {
            Console.Error.WriteLine($"{range}, {loss} % loss");
            using var rack = await SimulatorProcess.StartAsync(count, stop, "--loss", Text(loss)).ConfigureAwait(false);
            var meter = new Meter();
            var found = new HashSet<string>();
            var search = new FindProgress(0, 0, 0, 0, false);
            var (second, fastest) = (0.0, 0.0);
            using var finder = new DeviceFinder(new() { PacketsPerSecond = rate })
            {
                Found = device => found.Add(device.IPAddress),
                Progressed = progress =>
                {
                    double now = meter.Read().Seconds;
                    fastest = Math.Max(fastest, (progress.PacketsSent - search.PacketsSent) / (now - second));
                    (search, second) = (progress, now);
                },
            };
            finder.Add(range, SimulatorProcess.Port);
            finder.CompleteAdding();
            await finder.RunAsync(stop).ConfigureAwait(false);
            var (seconds, cpu, bytes) = meter.Read();
            rows.Add(
            [
                Text(loss), Text(search.Total), Text(found.Count), Text(search.PacketsSent), Figures.Seconds(seconds), Figures.Ratio(search.PacketsSent / seconds), Figures.Ratio(fastest),
                Figures.Seconds(cpu), Figures.Megabytes(bytes),
            ]);

            // With loss, a BMC whose two packets or their answers are lost cannot be found.
            double chance = Math.Pow(1 - Math.Pow(1 - loss / 100.0, 2), 2);
            double least = count - count * chance - 5 * Math.Sqrt(count * chance);
            Require(found.Count >= least, $"{found.Count} of {count} were found.");
            Require(fastest <= rate * RateTolerance, $"{Figures.Ratio(fastest)} packets a second were sent.");
            Require(bytes <= MaximumMegabytes * (1 << 20), $"{Figures.Megabytes(bytes)} MiB were used.");

            void Require(bool condition, string otherwise)
            {
                good &= condition;
                if (!condition)
                    Console.WriteLine($"MISSED, {loss} % loss: {otherwise}");
            }
        }

        Figures.WriteTable(["% loss each way", "addresses", "found", "packets", "wall s", "packets/s", "fastest 250 ms, packets/s", "CPU s", "peak MiB"], rows);
        return good;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
