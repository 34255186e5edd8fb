using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Runspaces;
using System.Threading.Tasks;
using IpmiPS.Watching;

namespace IpmiPS.Cmdlets;

/// <summary>The watches of this process. They end, and log out, with the process and when the module is removed from their runspace.</summary>
internal static class RunningWatches
{
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromMilliseconds(700);
    private static readonly Dictionary<FleetWatch, (Runspace? Runspace, Action Removed)> Watches = [];

    static RunningWatches()
    {
        ModuleLifetime.LeavingRunspace += static leaving => End(runspace => runspace == leaving);
        ModuleLifetime.Leaving += static () => End(static _ => true);
    }

    /// <summary>Adds a watch of this thread's runspace.</summary>
    /// <param name="watch">The watch.</param>
    /// <param name="removed">Called after it was stopped because the module is removed.</param>
    public static void Add(FleetWatch watch, Action removed)
    {
        lock (Watches)
            Watches[watch] = (Runspace.DefaultRunspace, removed);
    }

    /// <summary>Stops a watch and removes it. It may be called again.</summary>
    public static void End(FleetWatch watch)
    {
        lock (Watches)
            Watches.Remove(watch);
        watch.Stop();
    }

    /// <summary>Waits a moment for the log-outs, as the end of a pipeline does.</summary>
    private static void End(Func<Runspace?, bool> isLeaving)
    {
        (FleetWatch Watch, Action Removed)[] ended;
        lock (Watches)
            ended = [.. Watches.Where(each => isLeaving(each.Value.Runspace)).Select(static each => (each.Key, each.Value.Removed))];
        foreach ((FleetWatch watch, Action removed) in ended)
        {
            End(watch);
            if (!ModuleLifetime.IsProcessEnding)
                Callback.Guard(removed, static _ => { });
        }

        if (ended.Length == 0)
            return;
        Task.WaitAll([.. ended.Select(static each => each.Watch.Idle)], WaitTimeout);
        PendingCloses.Wait();
    }
}
