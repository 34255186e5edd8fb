using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace IpmiPS.Benchmarks;

/// <summary>The runs of one column in one row.</summary>
internal sealed class Cell(Row row)
{
    private readonly List<Run> _runs = [];

    /// <summary>Why there are no runs, or no more.</summary>
    public string? Failure { get; set; }

    public int Count => _runs.Count;

    /// <summary>The fewest BMCs that answered completely in a run.</summary>
    public int Right => _runs.Min(run => run.Right);

    public bool IsRight => Failure is null && Count > 0 && Right == row.Live;

    /// <summary>The median of the runs; where each BMC had a run of its own, what 99 of 100 did not exceed.</summary>
    public double Seconds => row.Timing == Timing.EachAlone ? Figures.Quantile(All, 0.99) : Figures.Median(All);

    private IEnumerable<double> All => _runs.SelectMany(run => run.Seconds);

    public void Add(Run run) => _runs.Add(run);

    /// <param name="wanted">How many runs there were to be; fewer are told.</param>
    public string ToText(int wanted)
    {
        if (Failure is not null || Count == 0)
            return Failure is null ? "" : "failed";
        if (row.Timing == Timing.EachAlone)
            return $"{row.Live - Right} failed; {Figures.Seconds(Figures.Median(All))} / {Figures.Seconds(Seconds)} / {Figures.Seconds(All.Max())}";
        var notes = new List<string>();
        if (_runs.Select(run => run.Inside).OfType<double>().ToList() is { Count: > 0 } inside)
            notes.Add($"{Figures.Seconds(Figures.Median(inside))} without start");
        if (!IsRight)
            notes.Add($"{Right.ToString(CultureInfo.InvariantCulture)} of {row.Live.ToString(CultureInfo.InvariantCulture)}");
        if (Count < wanted)
            notes.Add(Count == 1 ? "1 run" : $"{Count.ToString(CultureInfo.InvariantCulture)} runs");
        return Figures.Seconds(Seconds) + (notes.Count > 0 ? $" ({string.Join(", ", notes)})" : "");
    }
}
