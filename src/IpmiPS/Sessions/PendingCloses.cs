using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading.Tasks;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Log-outs in progress. A cmdlet does not wait for them, but the end of the process does, for a moment, so that a lost Close Session is
/// sent again and the BMC gets its session slot back.
/// </summary>
internal static class PendingCloses
{
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(1);
    private static readonly ConcurrentDictionary<Task, bool> Pending = new();

    static PendingCloses() => ModuleLifetime.Leaving += Wait;

    /// <summary>Logs out without waiting, and saves the BMC's profile.</summary>
    public static void Add(IBmcSession client)
    {
        Task closing = client.CloseAsync();
        BmcProfileCache.Save(client.ComputerName);
        if (closing.IsCompleted)
            return;
        Pending[closing] = true;
        closing.ContinueWith(static done => Pending.TryRemove(done, out _), TaskScheduler.Default);
    }

    /// <summary>Waits until all are done, for a second at most.</summary>
    public static void Wait() => Task.WhenAll(Pending.Keys.ToArray()).Wait(WaitTimeout);
}
