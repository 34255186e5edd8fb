using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Benchmarks;

/// <summary>A tool that is a process for each run, whose start counts.</summary>
internal abstract class ToolColumn : Column
{
    /// <summary>So many processes with one BMC each run at once where each BMC has a run of its own.</summary>
    private static readonly int ProcessesAtOnce = Environment.ProcessorCount;

    public override bool IsPeer => true;

    public override async Task<Run> RunAsync(Row row, CancellationToken stop)
    {
        if (row.Timing != Timing.EachAlone)
            return await RunAsync(row, row.Targets, stop).ConfigureAwait(false);
        using var places = new SemaphoreSlim(ProcessesAtOnce);
        Run[] runs = await Task.WhenAll(row.Targets.Singles.Select(async one =>
        {
            await places.WaitAsync(stop).ConfigureAwait(false);
            try
            {
                return await RunAsync(row, one, stop).ConfigureAwait(false);
            }
            finally
            {
                places.Release();
            }
        })).ConfigureAwait(false);
        return new Run([.. runs.Select(run => run.Seconds[0])], runs.Sum(run => run.Right));
    }

    protected abstract (string Program, IEnumerable<string> Arguments, string? Input) CommandFor(Work work, Targets targets);

    /// <summary>Whether a line is a result: a state, a sensor, an entry.</summary>
    protected abstract bool IsResult(Work work, string line);

    protected abstract int PerHost(Work work);

    protected virtual async Task<Run> RunAsync(Row row, Targets targets, CancellationToken stop)
    {
        var (program, arguments, input) = CommandFor(row.Work, targets);
        Finished finished = await Child.RunAsync(program, arguments, stop, input).ConfigureAwait(false);
        var results = finished.Lines.Where(line => IsResult(row.Work, line.Text)).ToList();
        return new Run([row.Timing == Timing.LastLive && results.Count > 0 ? results[^1].Second : finished.Seconds], results.Count / PerHost(row.Work));
    }
}
