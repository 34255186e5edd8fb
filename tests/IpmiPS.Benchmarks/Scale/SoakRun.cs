using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Benchmarks;

/// <summary>
/// One PowerShell that polls a fleet with faults for a long time: power states of all, sensors, event logs and log-in tests of some in turn, kept sessions, a
/// wrong password and dead addresses in each round. What it holds must not grow: memory, open files (sockets), threads, timers, and
/// sessions on the BMCs.
/// </summary>
internal static class SoakRun
{
    private static readonly string[] Faults =
        ["--loss", "3", "--duplicate", "3", "--reorder", "3", "--late", "0.5", "--garbage", "0.5", "--busy", "1", "--latency", "5", "--slots", "8", "--unhealthy-every", "10"];

    /// <summary>Growth from the second quarter of the time to the last that still counts as none, in parts.</summary>
    private const double Tolerance = 1.1;

    /// <summary>Log-outs that are still being repeated when a round ends hold a socket and a timer each.</summary>
    private const double OfTheMoment = 20;

    private const int KeptSessions = 20;

    /// <returns>Whether nothing grew.</returns>
    public static async Task<bool> RunAsync(Options options, CancellationToken stop)
    {
        int hosts = options.Number("hosts", 1000);
        double minutes = options.Real("minutes", 30);
        double pause = options.Real("pause", 10);
        options.End();
        if (WarmShell.Missing is { } reason)
            throw new FormatException($"The soak needs the cmdlets: {reason}.");

        using var rack = await SimulatorProcess.StartAsync(hosts, stop, Faults).ConfigureAwait(false);
        string list = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(list, rack.Addresses, stop).ConfigureAwait(false);
            using var shell = await WarmShell.StartAsync(SimulatorProcess.UserName, SimulatorProcess.Password, stop).ConfigureAwait(false);
            await shell.RunAsync(Prepare(list), stop).ConfigureAwait(false);
            var samples = new List<Sample>();
            var clock = Stopwatch.StartNew();
            for (int round = 0; clock.Elapsed.TotalMinutes < minutes; round++)
            {
                double next = clock.Elapsed.TotalSeconds + pause;
                var told = await shell.RunAsync($"Round {round}", stop).ConfigureAwait(false);
                samples.Add(Sample.Parse(clock.Elapsed, told[0], rack.WorkingSet));
                Console.Error.WriteLine(samples[^1]);
                if (clock.Elapsed.TotalSeconds < next)
                    await Task.Delay(TimeSpan.FromSeconds(next - clock.Elapsed.TotalSeconds), stop).ConfigureAwait(false);
            }

            var end = await shell.RunAsync("$kept | Remove-IpmiSession; Start-Sleep 8; Tell ((@((Get-IpmiSession | Measure-Object).Count) + @($counts.GetEnumerator() | Sort-Object Name | ForEach-Object { \"$($_.Name)=$($_.Value)\" })) -join ' ')", stop).ConfigureAwait(false);
            string last = await rack.LastWordsAsync(stop).ConfigureAwait(false);
            Console.WriteLine($"{hosts} BMCs, {samples.Count} rounds in {clock.Elapsed.TotalMinutes:0.0} min; sessions left in the shell, answers and errors: {end[0]}");
            Console.WriteLine($"The simulator {last}\n");
            return Judge(samples);
        }
        finally
        {
            File.Delete(list);
        }
    }

    private static string Prepare(string list) =>
        $"$names = [IO.File]::ReadAllLines('{list}') | ForEach-Object {{ \"${{_}}:{SimulatorProcess.Port}\" }}; " +
        "$wrong = [pscredential]::new('admin', (ConvertTo-SecureString 'no such password' -AsPlainText -Force)); $counts = @{}; " +
        $"$kept = $names[0..{KeptSessions - 1}] | New-IpmiSession -Credential $c -RetryCount 8; " +
        "function Take($key) { process { $id = if ($_ -is [System.Management.Automation.ErrorRecord]) { ($_.FullyQualifiedErrorId -split ',')[0] } else { $key }; $counts[$id]++ } }; " +
        "function Some($round, $count) { $at = $round * $count % $names.Count; $names[$at..($at + $count - 1)] }; " +
        "function Round($round) { $ErrorActionPreference = 'Continue'; " +
        "$names | Get-IpmiPower -Credential $c 2>&1 3>$null | Take power; " +
        "Some $round 50 | Get-IpmiSensor -Credential $c 2>&1 3>$null | Take sensor; " +
        "Some ($round + 7) 50 | Get-IpmiSel -Newest 5 -Credential $c 2>&1 3>$null | Take sel; " +
        "Some ($round + 13) 20 | Test-IpmiConnection -Credential $c 2>&1 3>$null | Take test; " +
        "Some ($round + 17) 3 | Get-IpmiPower -Credential $wrong 2>&1 3>$null | Take power; " +
        "'127.0.0.1:9', '127.0.0.1:7' | Get-IpmiPower -Credential $c 2>&1 3>$null | Take power; " +
        "$kept | Get-IpmiPower 2>&1 3>$null | Take kept; " +
        "$p = [Diagnostics.Process]::GetCurrentProcess(); [GC]::Collect(); [GC]::WaitForPendingFinalizers(); " +
        "Tell ([GC]::GetTotalMemory($true)) $p.WorkingSet64 ([IO.Directory]::GetFileSystemEntries('/proc/self/fd').Count) $p.Threads.Count ([Threading.Timer]::ActiveCount) ([Threading.ThreadPool]::PendingWorkItemCount) (($counts.Values | Measure-Object -Sum).Sum) }";

    private static bool Judge(List<Sample> samples)
    {
        List<Sample> early = [.. samples.Skip(samples.Count / 4).Take(samples.Count / 4)], late = [.. samples.Skip(samples.Count * 3 / 4)];
        bool good = true;
        var rows = new List<string[]>();
        Compare("heap after collection, MiB", sample => sample.Heap / 1048576.0);
        Compare("working set, MiB", sample => sample.WorkingSet / 1048576.0);
        Compare("open files", sample => sample.Files, OfTheMoment);
        Compare("threads", sample => sample.Threads, OfTheMoment);
        Compare("timers", sample => sample.Timers, OfTheMoment);
        Compare("work items that wait", sample => sample.Pending, OfTheMoment);
        Figures.WriteTable(["median of", "first round", "second quarter", "last quarter"], rows);
        Console.WriteLine(good ? "\nNothing grew." : "\nMISSED: something grew.");
        return good;

        void Compare(string what, Func<Sample, double> get, double slack = 2)
        {
            double before = Figures.Median(early.Select(get)), after = Figures.Median(late.Select(get));
            rows.Add([what, Text(get(samples[0])), Text(before), Text(after)]);
            good &= after <= before * Tolerance + slack;
        }

        static string Text(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
    }

    private sealed record Sample(TimeSpan At, long Heap, long WorkingSet, int Files, int Threads, int Timers, int Pending, long Answers, long Simulator)
    {
        public static Sample Parse(TimeSpan at, string line, long simulator)
        {
            long[] values = [.. line.Split(' ').Select(word => long.Parse(word, CultureInfo.InvariantCulture))];
            return new Sample(at, values[0], values[1], (int)values[2], (int)values[3], (int)values[4], (int)values[5], values[6], simulator);
        }
    }
}
