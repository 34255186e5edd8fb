using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Benchmarks;

/// <summary>
/// One PowerShell with Watch-IpmiSel on a fleet to which things happen (<see cref="EventfulRack"/>). At the end, what it reported is compared with what happened: each event that a poll could
/// see once, none late by more than a poll, BMCs that went away and came back once each; processor time and memory.
/// </summary>
internal static class WatchRun
{
    /// <summary>Seconds that a poll may take on a busy machine with lost packets, beyond the interval.</summary>
    private const double Grace = 20;

    /// <summary>Late events that are shown.</summary>
    private const int MaximumShown = 10;

    /// <summary>The part of one processor that the watch may take.</summary>
    private const double MaximumCpu = 0.10;

    private const double Tolerance = 1.1;

    /// <returns>Whether all requirements were met.</returns>
    public static async Task<bool> RunAsync(Options options, CancellationToken stop)
    {
        int hosts = options.Number("hosts", 1000), interval = options.Number("interval", 60), seed = options.Number("seed", 1);
        double minutes = options.Real("minutes", 30), loss = options.Real("loss", 5);
        int silence = options.Number("silence", 300);
        string mode = options.Text("session-mode", "Auto");
        options.End();
        if (WarmShell.Missing is { } reason)
            throw new FormatException($"The watch needs the cmdlets: {reason}.");
        string folder = Directory.CreateTempSubdirectory("ipmips-watch-").FullName;
        try
        {
            string truth = Path.Combine(folder, "truth"), reported = Path.Combine(folder, "reported"), list = Path.Combine(folder, "list");
            using var rack = new Child("dotnet",
            [
                "exec", typeof(WatchRun).Assembly.Location, "watched", "--hosts", Text(hosts), "--seed", Text(seed), "--loss", Text(loss), "--silence", Text(silence), "--truth", truth,
            ]);
            var addresses = new List<string>();
            while (addresses.Count < hosts)
                addresses.Add((await rack.ReadLineAsync(stop).ConfigureAwait(false)).Split(' ')[1]);
            await File.WriteAllLinesAsync(list, addresses, stop).ConfigureAwait(false);
            using var shell = await WarmShell.StartAsync(SimulatorProcess.UserName, SimulatorProcess.Password, stop).ConfigureAwait(false);
            await shell.RunAsync(Begin(list, reported, interval, mode), stop).ConfigureAwait(false);

            // All first polls: places taken.
            await Task.Delay(TimeSpan.FromSeconds(interval + Grace), stop).ConfigureAwait(false);
            await rack.WriteLineAsync("go").ConfigureAwait(false);
            var samples = new List<Sample>();
            for (DateTime end = DateTime.UtcNow.AddMinutes(minutes); DateTime.UtcNow < end;)
            {
                await Task.Delay(TimeSpan.FromSeconds(Math.Min(30, minutes * 60 / 8)), stop).ConfigureAwait(false);
                samples.Add(Sample.Parse((await shell.RunAsync(Measure, stop).ConfigureAwait(false))[0]));
                Console.Error.WriteLine(samples[^1]);
            }

            await rack.WriteLineAsync("quiet").ConfigureAwait(false);
            while (await rack.ReadLineAsync(stop).ConfigureAwait(false) != "quiet")
            {
            }

            // A BMC that was silent is asked again at the latest after the same time.
            await Task.Delay(TimeSpan.FromSeconds(Math.Max(interval, silence) + interval + Grace), stop).ConfigureAwait(false);
            await shell.RunAsync("$job | Stop-Job; $job | Receive-Job -ErrorAction Continue 2>&1 | ForEach-Object { Tell $_ }; $file.Dispose()", stop).ConfigureAwait(false);
            await rack.WriteLineAsync("end").ConfigureAwait(false);
            while (await rack.ReadLineAsync(stop).ConfigureAwait(false) != "done")
            {
            }

            Console.WriteLine($"{hosts} BMCs, every {interval} s, {minutes:0.#} min, {loss:0.#} % of packets lost in each direction, seed {seed}, sessions {mode}\n");
            bool isReported = Compare(File.ReadAllLines(truth), File.ReadAllLines(reported), interval);
            return JudgeCost(samples) & isReported;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Begin(string list, string reported, int interval, string mode) =>
        $"$file = [IO.StreamWriter]::new('{reported}'); $file.AutoFlush = $true; $module = (Get-Module IpmiPS).Path; " +
        $"$job = Start-ThreadJob -ArgumentList $c, $file, $module {{ param($c, $file, $module) Import-Module $module; [IO.File]::ReadAllLines('{list}') | " +
        $"Watch-IpmiSel -Port {SimulatorProcess.Port} -Credential $c -IntervalSeconds {interval} -SessionMode {mode} | ForEach-Object {{ " +
        "$what = if ($_.Raw) { \"E $($_.Raw[14] + 256 * $_.Raw[15])\" } else { \"$($_.Type) 0\" }; " +
        "$file.WriteLine(\"$(($_.ComputerName -split ':')[0]) $what $([DateTimeOffset]::UtcNow.ToUnixTimeMilliseconds())\") } }";

    private const string Measure =
        "$p = [Diagnostics.Process]::GetCurrentProcess(); $cpu = $p.TotalProcessorTime.TotalSeconds; [GC]::Collect(); [GC]::WaitForPendingFinalizers(); " +
        "Tell ([DateTimeOffset]::UtcNow.ToUnixTimeMilliseconds()) $cpu ([GC]::GetTotalMemory($true)) $p.WorkingSet64 ([IO.Directory]::GetFileSystemEntries('/proc/self/fd').Count) $p.Threads.Count ([Threading.Timer]::ActiveCount) $job.State";

    /// <summary>
    /// When an event has to be reported at the latest. After a silence, the time between two polls may be as long as the BMC was away; a silence that begins before the poll that
    /// would have noticed the end of the one before it makes one absence with it.
    /// </summary>
    private static double Deadline(IEnumerable<(double From, double To)> silences, double born, double interval)
    {
        double deadline = born + interval + Grace, away = double.NaN, noticed = double.NegativeInfinity;
        foreach (var (from, to) in silences)
        {
            if (!(from < noticed))
                away = from;
            noticed = to + Math.Max(interval, to - away) + Grace;
            if (from < deadline && noticed > born)
                deadline = Math.Max(deadline, noticed);
        }

        return deadline;
    }

    private static bool Compare(string[] truth, string[] reported, double interval)
    {
        var silences = Rows(truth, "S").ToLookup(static row => row[1], static row => (From: Number(row[2]), To: Number(row[3])));
        var reports = reported.Select(static line => line.Split(' ')).ToLookup(static row => (row[0], row[1], row[2]), static row => Number(row[3]) / 1000);
        int events = 0, missing = 0, twice = 0, late = 0, early = 0, excused = 0;
        var delays = new List<double>();
        var known = new HashSet<(string, string, string)>();
        foreach (string[] row in Rows(truth, "E"))
        {
            events++;
            double born = Number(row[3]), removed = row[4] == "-" ? double.PositiveInfinity : Number(row[4]);
            double deadline = Deadline(silences[row[1]].OrderBy(static silence => silence.From), born, interval);
            var key = (row[1], "E", row[2]);
            known.Add(key);
            double[] at = [.. reports[key]];
            twice += at.Length > 1 ? 1 : 0;
            if (at.Length == 0)
            {
                missing += removed > deadline ? 1 : 0;
                excused += removed > deadline ? 0 : 1;
                continue;
            }

            early += at[0] < born - 1 ? 1 : 0;
            if (at[0] > deadline && ++late <= MaximumShown)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"late: {row[1]}, born {born:F0}, reported {at[0] - born:F0} s later; silences {string.Join(" ", silences[row[1]].Select(silence => string.Create(CultureInfo.InvariantCulture, $"{silence.From - born:F0}..{silence.To - born:F0}")))}"));
            delays.Add(at[0] - born);
        }

        int invented = reports.Count(report => report.Key.Item2 == "E" && !known.Contains(report.Key));

        // A BMC is reported after three misses, each after a silent request of up to 15 s and a log-in of up to 15 s; shorter silences may not be reported.
        int certain = silences.Sum(bmc => bmc.Count(silence => silence.To - silence.From > 4 * interval + Grace)), possible = silences.Sum(bmc => bmc.Count(silence => silence.To - silence.From > interval));
        int gone = Count("Unreachable"), back = Count("Reachable"), cleared = Count("LogCleared"), clears = Rows(truth, "C").Count();
        Figures.WriteTable(["", "number"],
        [
            ["events", Text(events)], ["reported", Text(delays.Count)], ["removed from the log before a poll had to see them", Text(excused)], ["missing", Text(missing)], ["reported twice", Text(twice)], ["not in the truth", Text(invented + early)], ["late", Text(late)],
            ["median delay, s", delays.Count == 0 ? "-" : Figures.Seconds(Figures.Median(delays))], ["longest delay, s", delays.Count == 0 ? "-" : Figures.Seconds(delays.Max())],
            ["silences that have to be reported, and may be", $"{certain} {possible}"], ["reported unreachable, reachable again", $"{gone} {back}"], ["clearings, reported", $"{clears} {cleared}"], ["events missed, reported", Text(Count("EventsMissed"))],
        ]);
        bool isGood = missing + twice + invented + early + late == 0 && events > 0 && gone >= certain && gone <= possible && gone == back && cleared <= clears;
        Console.WriteLine(isGood ? "\nEach event was reported once and in time.\n" : "\nMISSED: see above.\n");
        return isGood;

        int Count(string type) => reported.Count(line => line.Split(' ')[1] == type);
    }

    private static bool JudgeCost(List<Sample> samples)
    {
        Sample first = samples[samples.Count / 4], last = samples[^1];
        double cpu = (last.Cpu - first.Cpu) / (last.At - first.At);
        List<Sample> early = [.. samples.Skip(samples.Count / 4).Take(Math.Max(1, samples.Count / 4))], late = [.. samples.Skip(samples.Count * 3 / 4)];
        bool isGood = cpu <= MaximumCpu && samples.TrueForAll(static sample => sample.State == "Running");
        Figures.WriteTable(["median of", "first sample", "second quarter", "last quarter"],
        [
            Row("heap after collection, MiB", static sample => sample.Heap / 1048576.0, 4), Row("working set, MiB", static sample => sample.WorkingSet / 1048576.0, 20), Row("open files", static sample => sample.Files, 20),
            Row("threads", static sample => sample.Threads, 10), Row("timers", static sample => sample.Timers, 50),
        ]);
        Console.WriteLine($"\nProcessor time, of one core: {100 * cpu:0.0} % after the first quarter of the time.");
        Console.WriteLine(isGood ? "Nothing grew, and the processor time is within the limit." : "MISSED: see above.");
        return isGood;

        string[] Row(string what, Func<Sample, double> get, double slack)
        {
            double before = Figures.Median(early.Select(get)), after = Figures.Median(late.Select(get));
            isGood &= after <= before * Tolerance + slack;
            return [what, get(samples[0]).ToString("0.#", CultureInfo.InvariantCulture), before.ToString("0.#", CultureInfo.InvariantCulture), after.ToString("0.#", CultureInfo.InvariantCulture)];
        }
    }

    private static IEnumerable<string[]> Rows(string[] lines, string kind) => lines.Select(static line => line.Split(' ')).Where(row => row[0] == kind);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private sealed record Sample(double At, double Cpu, long Heap, long WorkingSet, int Files, int Threads, int Timers, string State)
    {
        public static Sample Parse(string line)
        {
            string[] words = line.Split(' ');
            return new Sample(Number(words[0]) / 1000, Number(words[1]), long.Parse(words[2], CultureInfo.InvariantCulture), long.Parse(words[3], CultureInfo.InvariantCulture), int.Parse(words[4], CultureInfo.InvariantCulture), int.Parse(words[5], CultureInfo.InvariantCulture), int.Parse(words[6], CultureInfo.InvariantCulture), words[7]);
        }
    }
}
