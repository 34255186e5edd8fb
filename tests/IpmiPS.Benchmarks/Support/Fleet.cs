using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Power;
using IpmiPS.Sdr;
using IpmiPS.Sel;
using IpmiPS.Sensors;

namespace IpmiPS.Benchmarks;

/// <summary>What the cmdlets do to a fleet, done with the core alone.</summary>
internal static class Fleet
{
    /// <summary>That of the cmdlets.</summary>
    public const int DefaultThrottleLimit = 256;

    /// <summary>Logs in to each BMC, works on it and logs out, so many at once. A BMC that fails is left out.</summary>
    public static async Task RunAsync(
        IReadOnlyList<string> hosts, int throttleLimit, IpmiConnectOptions common, Func<IpmiClient, int, CancellationToken, Task> work, CancellationToken stop)
    {
        using var places = new SemaphoreSlim(throttleLimit);
        var workers = new List<Task>(hosts.Count);
        for (int i = 0; i < hosts.Count; i++)
        {
            await places.WaitAsync(stop).ConfigureAwait(false);
            string host = hosts[i];
            int index = i;
            workers.Add(Task.Run(() => WorkAsync(host, index), CancellationToken.None));
        }

        await Task.WhenAll(workers).ConfigureAwait(false);

        async Task WorkAsync(string host, int index)
        {
            try
            {
                using IpmiClient bmc = await IpmiClient.ConnectAsync(common with { Endpoint = common.Endpoint is LanEndpoint first ? first with { Host = host } : new LanEndpoint(host), Profile = BmcProfileCache.Of(host) }, stop).ConfigureAwait(false);
                await work(bmc, index, stop).ConfigureAwait(false);
            }
            catch (Exception error) when (error is IpmiException or OperationCanceledException)
            {
            }
            finally
            {
                places.Release();
            }
        }
    }

    public static Task PowerAsync(IpmiClient bmc, int index, CancellationToken stop) => ChassisPower.GetAsync(bmc, stop);

    /// <summary>Sensors, as Get-IpmiSensor reads them; gives how many.</summary>
    public static async Task<int> SensorsAsync(IpmiClient bmc, bool refresh, CancellationToken stop)
    {
        int count = 0;
        await SensorReader.ReadAllAsync(bmc, refresh, new SensorQuery(), _ => count++, stop).ConfigureAwait(false);
        return count;
    }

    /// <summary>The event log, as Get-IpmiSel reads it; gives how many entries.</summary>
    public static async Task<int> SelAsync(IpmiClient bmc, CancellationToken stop)
    {
        int count = 0;
        Task<SdrRepository?> names = NamesAsync();
        await SelReader.ReadAsync(bmc, names, new SelQuery(), _ => count++, stop).ConfigureAwait(false);
        await names.ConfigureAwait(false);
        return count;

        async Task<SdrRepository?> NamesAsync() => await SdrCache.GetAsync(bmc, refresh: false, stop).ConfigureAwait(false);
    }
}
