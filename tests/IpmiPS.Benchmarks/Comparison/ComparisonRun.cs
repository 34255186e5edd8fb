using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Benchmarks;

/// <summary>
/// Cmdlets and core beside ipmitool, FreeIPMI and the floor: the same farm behind the same relay, one run at a time, the columns by
/// turns, so that what else the machine does meets them all.
/// </summary>
internal static class ComparisonRun
{
    private const double RatioLimit = 1.2;
    private const double LongRun = 10;

    /// <returns>Whether no requirement was missed.</returns>
    public static async Task<bool> RunAsync(Options options, CancellationToken stop)
    {
        string source = options.Text("harness") ?? Environment.GetEnvironmentVariable("IPMIPS_BENCH")
            ?? throw new FormatException("The harness's folder is to be given with --harness or IPMIPS_BENCH.");
        int hosts = options.Number("hosts", 200), runs = options.Number("runs", 5), peerRuns = options.Number("peer-runs", 1);
        double rtt = options.Real("rtt", 20);
        string[]? rowKeys = options.List("rows"), columnNames = options.List("columns");
        options.End();
        if (!Directory.Exists(source) || hosts is < 1 or > 250)
            throw new FormatException("The harness's folder is not there, or --hosts is not 1 to 250.");

        await using Harness harness = await Harness.StartAsync(source, hosts, rtt, stop).ConfigureAwait(false);
        var notes = new List<string>();
        using var cmdlets = new CmdletColumn();
        List<Column> columns = Choose<Column>([cmdlets, new CoreColumn(), new IpmitoolColumn(harness), new FreeIpmiColumn(harness), new FloorColumn(harness)], columnNames, column => column.Name);
        List<Row> rows = Choose(Rows(harness, hosts), rowKeys, row => row.Key);
        LeaveOut(columns, notes);

        var cells = new Dictionary<(Row, Column), Cell>();
        foreach (Row row in rows)
            await MeasureAsync(row).ConfigureAwait(false);

        bool isStandard = hosts == 200 && rtt == 20;
        Column? ours = columns.Find(column => column.IsWarmedUp);
        Console.WriteLine($"Seconds, medians of {runs} runs; {hosts} hosts, {rtt.ToString(CultureInfo.InvariantCulture)} ms round trip. Loss: failed; median / 99 of 100 / longest.\n");
        Figures.WriteTable(["", .. columns.Select(column => column.Name), "limit", "to floor", "to best peer", "verdict"], rows.Select(ToLine));
        Console.WriteLine();
        foreach (string note in notes)
            Console.WriteLine($"- {note}");
        return rows.All(row => Misses(row).Count == 0);

        async Task MeasureAsync(Row row)
        {
            await harness.RestartRelaysAsync(stop).ConfigureAwait(false);
            Column[] able = [.. columns.Where(column => column.Does(row))];
            foreach (Column column in able)
                cells[(row, column)] = new Cell(row);
            if (row.Timing != Timing.EachAlone)
                foreach (Column column in able.Where(column => column.IsWarmedUp))
                    await TryAsync(row, column, isMeasured: false).ConfigureAwait(false);
            for (int round = 0; round < (row.Timing == Timing.EachAlone ? 1 : runs); round++)
                foreach (Column column in able)
                {
                    Cell cell = cells[(row, column)];
                    bool isLong = column.IsPeer && cell.Count > 0 && cell.Seconds > LongRun;
                    if (cell.Failure is null && !(isLong && cell.Count >= peerRuns))
                        await TryAsync(row, column, isMeasured: true).ConfigureAwait(false);
                }

            Console.Error.WriteLine($"{row.Key}: {string.Join(", ", able.Select(column => $"{column.Name} {cells[(row, column)].ToText(runs)}"))}");
        }

        async Task TryAsync(Row row, Column column, bool isMeasured)
        {
            try
            {
                await column.PrepareAsync(row, stop).ConfigureAwait(false);
                Run run = await column.RunAsync(row, stop).ConfigureAwait(false);
                if (isMeasured)
                    cells[(row, column)].Add(run);
            }
            catch (InvalidOperationException error)
            {
                cells[(row, column)].Failure = error.Message;
                notes.Add($"{column.Name}, {row.Title}: {error.Message}");
            }
        }

        double? RatioTo(Row row, IEnumerable<Column> others)
        {
            double[] seconds = [.. others.Select(column => cells.GetValueOrDefault((row, column))).Where(cell => cell is { Count: > 0, Failure: null }).Select(cell => cell!.Seconds)];
            return seconds.Length > 0 && ours is not null && cells[(row, ours)] is { Count: > 0 } cell ? cell.Seconds / seconds.Min() : null;
        }

        double? ToFloor(Row row) => RatioTo(row, columns.Where(column => column is FloorColumn));

        List<string> Misses(Row row)
        {
            var misses = new List<string>();
            if (ours is null)
                return misses;
            Cell cell = cells[(row, ours)];
            if (!cell.IsRight)
                misses.Add("answers");
            else if (isStandard && cell.Seconds > row.Limit)
                misses.Add("limit");
            if (row.IsBoundToFloor && ToFloor(row) > RatioLimit)
                misses.Add($"{RatioLimit.ToString(CultureInfo.InvariantCulture)} x floor");
            return misses;
        }

        string[] ToLine(Row row)
        {
            List<string> misses = Misses(row);
            return
            [
                row.Title,
                .. columns.Select(column => cells.GetValueOrDefault((row, column))?.ToText(row.Timing == Timing.EachAlone ? 1 : runs) ?? ""),
                isStandard ? Figures.Seconds(row.Limit) : "",
                ToFloor(row) is { } toFloor ? Figures.Ratio(toFloor) : "",
                RatioTo(row, columns.Where(column => column.IsPeer)) is { } toPeer ? Figures.Ratio(toPeer) : "",
                ours is null ? "" : misses.Count == 0 ? "ok" : $"**misses {string.Join(", ", misses)}**",
            ];
        }
    }

    private static Row[] Rows(Harness harness, int hosts)
    {
        string many = $"{hosts} hosts";
        return
        [
            new("power", "power status", Work.Power, harness.One, 1, 0.115),
            new("eager", "power status, -Eager", Work.EagerPower, harness.One, 1, 0.115),
            new("sensors", "sensors, no cache", Work.Sensors, harness.One, 1, 0.75),
            new("cached", "sensors, cached", Work.CachedSensors, harness.One, 1, 0.32),
            new("sel", "SEL, 200 entries", Work.Sel, harness.One, 1, 0.70),
            new("power-many", $"power status, {many}", Work.Power, harness.Many, hosts, 0.194) { IsBoundToFloor = true },
            new("sensors-many", $"sensors, no cache, {many}", Work.Sensors, harness.Many, hosts, 2.0) { IsBoundToFloor = true },
            new("cached-many", $"sensors, cached, {many}", Work.CachedSensors, harness.Many, hosts, 0.75) { IsBoundToFloor = true },
            new("sel-many", $"SEL, {many}", Work.Sel, harness.Many, hosts, 2.2) { IsBoundToFloor = true },
            new("users", $"users, {Expected.UserSlots} slots", Work.Users, harness.One, 1, 0.40),
            new("network", "network settings", Work.Network, harness.One, 1, 0.20),
            new("settings", "thresholds, hysteresis and events of all sensors", Work.SensorSettings, harness.One, 1, 1.5),
            new("users-many", $"users, {many}", Work.Users, harness.Many, hosts, 2.0),
            new("export", "configuration", Work.Export, harness.One, 1, 5.0),
            new("export-many", $"configuration, {many}", Work.Export, harness.Many, hosts, 12.0),
            new("compare-many", $"configuration compared with a file, {many}", Work.Compare, harness.Many, hosts, 12.0),
            new("silent", $"power status, {many}, {harness.Silent} of them silent: last live one", Work.Power, harness.WithSilent, hosts - harness.Silent, 0.4) { Timing = Timing.LastLive },
            new("loss", $"power status, {hosts} single runs, 2 % loss each way", Work.Power, harness.Lossy, hosts, 1.2) { Timing = Timing.EachAlone },
            new("serial", "sensors, no cache, BMC serves one request at a time, 5 ms each", Work.Sensors, harness.OneAtATime, 1, 1.4),
        ];
    }

    private static List<T> Choose<T>(T[] all, string[]? names, Func<T, string> nameOf)
    {
        string? unknown = names?.FirstOrDefault(name => !all.Any(item => nameOf(item).Equals(name, StringComparison.OrdinalIgnoreCase)));
        return unknown is null
            ? [.. all.Where(item => names is null || names.Contains(nameOf(item), StringComparer.OrdinalIgnoreCase))]
            : throw new FormatException($"'{unknown}' is none of {string.Join(", ", all.Select(nameOf))}.");
    }

    private static void LeaveOut(List<Column> columns, List<string> notes)
    {
        Skip<CmdletColumn>(WarmShell.Missing);
        Skip<IpmitoolColumn>(Child.Find("ipmitool") is null ? "it is not installed" : null);
        Skip<FreeIpmiColumn>(Child.Find("ipmipower") is null ? "it is not installed" : null);

        void Skip<T>(string? reason)
            where T : Column
        {
            if (reason is null || columns.Find(column => column is T) is not { } column)
                return;
            notes.Add($"Without {column.Name}: {reason}.");
            columns.Remove(column);
        }
    }
}
