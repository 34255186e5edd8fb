using System;
using System.Collections.Generic;

namespace IpmiPS.Cmdlets;

/// <summary>The dashboards of this process. They end with it, or with the module.</summary>
internal static class DashboardRegistry
{
    private static readonly SortedDictionary<int, IpmiDashboard> Dashboards = [];
    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(1);
    private static int s_lastId;

    /// <summary>All that are running, in the order in which they were started.</summary>
    public static IReadOnlyList<IpmiDashboard> All
    {
        get
        {
            lock (Dashboards)
                return [.. Dashboards.Values];
        }
    }

    public static IpmiDashboard Add(Dashboard dashboard, DashboardServer server, DashboardOptions options)
    {
        lock (Dashboards)
        {
            if (Dashboards.Count == 0)
            {
                ModuleLifetime.Leaving -= StopAll;
                ModuleLifetime.Leaving += StopAll;
            }

            var added = new IpmiDashboard(++s_lastId, dashboard, server, options);
            Dashboards.Add(added.Id, added);
            return added;
        }
    }

    public static void Stop(IpmiDashboard dashboard)
    {
        lock (Dashboards)
            Dashboards.Remove(dashboard.Id);
        dashboard.Stop();
    }

    /// <summary>The process may be about to end, and the BMCs are to get their session slots back.</summary>
    private static void StopAll()
    {
        IReadOnlyList<IpmiDashboard> all = All;
        foreach (IpmiDashboard dashboard in all)
            Stop(dashboard);
        foreach (IpmiDashboard dashboard in all)
            dashboard.WaitUntilStopped(TimeToStop);
        PendingCloses.Wait();
    }
}
