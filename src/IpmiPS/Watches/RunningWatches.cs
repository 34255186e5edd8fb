using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Watching;

namespace IpmiPS.Cmdlets;

/// <summary>The watches of this process. They end, and log out, with the module and the process.</summary>
internal static class RunningWatches
{
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromMilliseconds(700);
    private static readonly Dictionary<FleetWatch, Action> Watches = [];

    static RunningWatches() => ModuleLifetime.Leaving += EndAll;

    /// <summary>Adds a watch.</summary>
    /// <param name="watch">The watch.</param>
    /// <param name="removed">Called after it was stopped because the module is removed.</param>
    public static void Add(FleetWatch watch, Action removed)
    {
        lock (Watches)
            Watches[watch] = removed;
    }

    /// <summary>Stops a watch and removes it. It may be called again.</summary>
    public static void End(FleetWatch watch)
    {
        lock (Watches)
            Watches.Remove(watch);
        watch.Stop();
    }

    /// <summary>Waits a moment for the log-outs, as the end of a pipeline does.</summary>
    private static void EndAll()
    {
        KeyValuePair<FleetWatch, Action>[] all;
        lock (Watches)
            all = [.. Watches];
        foreach (KeyValuePair<FleetWatch, Action> each in all)
        {
            End(each.Key);
            if (!ModuleLifetime.IsProcessEnding)
                Callback.Guard(each.Value, static _ => { });
        }

        Task.WaitAll([.. all.Select(static each => each.Key.Idle)], WaitTimeout);
        PendingCloses.Wait();
    }
}
