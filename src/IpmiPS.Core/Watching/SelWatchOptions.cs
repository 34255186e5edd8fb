using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Sdr;
using IpmiPS.Sel;

namespace IpmiPS.Watching;

/// <summary>Where a watch of an event log begins, and what it leaves out.</summary>
internal sealed record SelWatchOptions
{
    /// <summary>The place to begin at; null to begin after the entry that is the newest at the first poll.</summary>
    public SelMark? Mark { get; init; }

    /// <summary>Without a place: begin with the oldest entry.</summary>
    public bool IncludeExisting { get; init; }

    /// <summary>Severities, and what to leave out; null for nothing.</summary>
    public SelRules? Rules { get; init; }

    /// <summary>Reads the sensors' records for names and values. Called when there are new entries.</summary>
    public Func<IIpmiConnection, CancellationToken, Task<SdrRepository?>> ReadNamesAsync { get; init; } = static (_, _) => Task.FromResult<SdrRepository?>(null);

    /// <summary>Saves the place in the log. Called after the entry before it was taken. Null if it is not saved.</summary>
    public Action<SelMark>? Save { get; init; }
}
