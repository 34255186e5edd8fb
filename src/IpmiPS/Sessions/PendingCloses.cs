using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading.Tasks;

namespace IpmiPS.Cmdlets;

/// <summary>
/// The log-outs that are under way. A cmdlet does not wait for them, but the end of the process does, for a moment: a Close
/// Session that got lost is sent again meanwhile, and the BMC gets its session slot back.
/// </summary>
internal static class PendingCloses
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly ConcurrentDictionary<Task, bool> UnderWay = new();

    static PendingCloses() => ModuleLifetime.Leaving += Await;

    /// <summary>Logs out without waiting, and keeps what was learnt of the BMC.</summary>
    public static void Say(IBmcSession client)
    {
        Task closing = client.CloseAsync();
        BmcProfileCache.Keep(client.ComputerName);
        if (closing.IsCompleted)
            return;
        UnderWay[closing] = true;
        closing.ContinueWith(static done => UnderWay.TryRemove(done, out _), TaskScheduler.Default);
    }

    /// <summary>Waits until all have logged out, or patience ends.</summary>
    public static void Await() => Task.WhenAll(UnderWay.Keys.ToArray()).Wait(Patience);
}
