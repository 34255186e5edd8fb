using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Benchmarks;

/// <summary>One of the programs that are compared.</summary>
internal abstract class Column
{
    /// <summary>Its name on the command line and in the table.</summary>
    public abstract string Name { get; }

    /// <summary>Whether each row is done once before it is measured: what is ours lives in a warm process.</summary>
    public virtual bool IsWarmedUp => false;

    /// <summary>Whether it is a tool that others made.</summary>
    public virtual bool IsPeer => false;

    public virtual bool Does(Row row) => true;

    /// <summary>What has to be so before a run, not measured.</summary>
    public virtual Task PrepareAsync(Row row, CancellationToken stop) => Task.CompletedTask;

    public abstract Task<Run> RunAsync(Row row, CancellationToken stop);
}
