using System.Collections.Generic;

namespace IpmiPS.Cmdlets;

/// <summary>The dashboards of this process. They end with it, or with the module.</summary>
internal static class DashboardRegistry
{
    private static readonly SortedDictionary<int, IpmiDashboard> Dashboards = [];
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

    private static void StopAll()
    {
        foreach (IpmiDashboard dashboard in All)
            Stop(dashboard);
    }
}
