using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using IpmiPS.Hosts;
using IpmiPS.Simulator;

namespace IpmiPS.Cmdlets;

/// <summary>The virtual BMCs of this process.</summary>
internal static class SimulatorRegistry
{
    private static readonly object Gate = new();
    private static readonly SortedDictionary<int, IpmiSimulator> Simulators = [];
    private static int s_lastId;

    /// <summary>All that are running, in the order in which they were started.</summary>
    public static IReadOnlyList<IpmiSimulator> All
    {
        get
        {
            lock (Gate)
                return [.. Simulators.Values];
        }
    }

    public static IpmiSimulator? Find(int id)
    {
        lock (Gate)
            return Simulators.TryGetValue(id, out IpmiSimulator? found) ? found : null;
    }

    /// <summary>The error for a number that no virtual BMC has.</summary>
    public static IpmiException NotPresent(int id) => NearestNames.NotPresent(
        "virtual BMC",
        [id.ToString(CultureInfo.InvariantCulture)],
        All.Select(static simulator => simulator.Id.ToString(CultureInfo.InvariantCulture)),
        "Get-IpmiSimulator lists them.");

    public static IReadOnlyList<IpmiSimulator> Add(SimulatorRack rack, PSCredential credential)
    {
        lock (Gate)
        {
            if (Simulators.Count == 0)
            {
                ModuleLifetime.Leaving -= StopAll;
                ModuleLifetime.Leaving += StopAll;
            }

            IpmiSimulator[] added = [.. rack.Bmcs.Select(bmc => new IpmiSimulator(++s_lastId, rack, bmc, credential))];
            foreach (IpmiSimulator simulator in added)
                Simulators.Add(simulator.Id, simulator);
            return added;
        }
    }

    /// <summary>Stops a virtual BMC, and its rack with the last one.</summary>
    public static void Stop(IpmiSimulator simulator)
    {
        bool last;
        lock (Gate)
        {
            if (!Simulators.Remove(simulator.Id))
                return;
            last = !Simulators.Values.Any(other => ReferenceEquals(other.Rack, simulator.Rack));
        }

        simulator.Stop();

        // Another virtual BMC may get the same address and port.
        BmcCache.Remove(new LanEndpoint(simulator.ComputerName, simulator.Port).ToString());
        if (last)
            simulator.Rack.Stop();
    }

    private static void StopAll()
    {
        foreach (IpmiSimulator simulator in All)
            Stop(simulator);
    }
}
