using System;
using System.Threading;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Work that must not be interrupted, such as between the sending of a password and its proof. The end of the
/// process, or of the module, cancels it and waits up to 15 seconds for it.
/// </summary>
internal static class UnfinishedWork
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);
    private static readonly object Gate = new();
    private static CancellationTokenSource s_leaving = new();
    private static int s_count;

    static UnfinishedWork() => ModuleLifetime.Leaving += Await;

    /// <summary>Cancelled when the process or the module ends: results written after that are lost.</summary>
    public static CancellationToken Leaving
    {
        get
        {
            lock (Gate)
                return s_leaving.Token;
        }
    }

    /// <summary>Begins a piece of work; disposing ends it.</summary>
    /// <exception cref="OperationCanceledException">The process is ending, and would not wait for it any more.</exception>
    public static IDisposable Begin()
    {
        lock (Gate)
        {
            s_leaving.Token.ThrowIfCancellationRequested();
            s_count++;
        }

        return new Piece();
    }

    private static void Await()
    {
        CancellationTokenSource leaving;
        lock (Gate)
        {
            leaving = s_leaving;

            // The module may come back; the process does not, and must not begin anything new while it waits.
            if (!ModuleLifetime.IsProcessEnding)
                s_leaving = new CancellationTokenSource();
        }

        leaving.Cancel();
        var end = DateTime.UtcNow + Timeout;
        lock (Gate)
        {
            while (s_count > 0 && end - DateTime.UtcNow is { Ticks: > 0 } rest)
                Monitor.Wait(Gate, rest);
        }
    }

    private sealed class Piece : IDisposable
    {
        public void Dispose()
        {
            lock (Gate)
            {
                s_count--;
                Monitor.PulseAll(Gate);
            }
        }
    }
}
