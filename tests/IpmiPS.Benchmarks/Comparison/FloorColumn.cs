using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Benchmarks;

/// <summary>
/// A bare pipelining client that decodes and prints nothing: what the protocol allows. One BMC is timed without the start of its
/// Python, many with it, as the other programs are.
/// </summary>
internal sealed partial class FloorColumn(Harness harness) : ToolColumn
{
    public override string Name => "floor";

    public override bool IsPeer => false;

    /// <summary>It has no patience with silent hosts, and tells nothing before its end.</summary>
    public override bool Does(Row row) => row.IsQuery && row.Timing != Timing.LastLive;

    protected override async Task<Run> RunAsync(Row row, Targets targets, CancellationToken stop)
    {
        var (program, arguments, _) = CommandFor(row.Work, targets);
        Finished finished = await Child.RunAsync(program, arguments, stop).ConfigureAwait(false);
        Match match = Summary().Match(finished.Lines.Count > 0 ? finished.Lines[^1].Text : "");
        if (!match.Success)
            throw new InvalidOperationException($"The floor failed: {finished.Errors.Split('\n')[^1]}");
        double inside = double.Parse(match.Groups["wall"].Value, CultureInfo.InvariantCulture);
        int right = targets.Count - int.Parse(match.Groups["bad"].Value, CultureInfo.InvariantCulture);
        return targets.Count == 1 ? new Run([inside], right) : new Run([finished.Seconds], right) { Inside = inside };
    }

    protected override (string Program, IEnumerable<string> Arguments, string? Input) CommandFor(Work work, Targets targets)
    {
        string operation = work switch
        {
            Work.Power or Work.EagerPower => "power",
            Work.Sensors => "sensors",
            Work.CachedSensors => "sensors-cached",
            _ => "sel",
        };
        string[] eager = work == Work.EagerPower ? ["--eager"] : [];
        return (Harness.Python, [harness.PathOf("floor.py"), operation, "--window", "8", "--hosts", $"{targets.First}+{targets.Count}", .. eager], null);
    }

    protected override bool IsResult(Work work, string line) => true;

    protected override int PerHost(Work work) => 1;

    [GeneratedRegex(@"bad (?<bad>\d+) wall (?<wall>[\d.]+) s")]
    private static partial Regex Summary();
}
