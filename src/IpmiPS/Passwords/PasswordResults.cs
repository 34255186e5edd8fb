using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Cmdlets;

/// <summary>The results of a run, and the list that keeps them if no vault keeps the passwords.</summary>
internal sealed class PasswordResults
{
    private List<PasswordUpdate>? _kept;

    /// <summary>True once there is a list.</summary>
    public bool IsKept => _kept is not null;

    /// <summary>Sets the list; on the pipeline thread, before the first result.</summary>
    public void KeepIn(List<PasswordUpdate> list) => _kept = list;

    /// <summary>Adds a result to the list, if there is one. Any thread, even when the pipeline has ended.</summary>
    public void Keep(PasswordUpdate update)
    {
        if (_kept is not { } kept)
            return;
        lock (kept)
            kept.Add(update);
    }

    /// <summary>Writes a result and keeps it. Returns false if the pipeline ended before.</summary>
    public Task<bool> HandOverAsync(PasswordUpdate update, TargetOutput output, CancellationToken stop) =>
        output.HandOverAsync(update, () => Keep(update), stop);
}
