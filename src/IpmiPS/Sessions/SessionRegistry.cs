using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace IpmiPS.Cmdlets;

/// <summary>The open sessions of this process, and the one timer that keeps them alive.</summary>
internal static class SessionRegistry
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);
    private static readonly object Gate = new();
    private static readonly SortedDictionary<int, IpmiSession> Sessions = [];
    private static Timer? s_heart;
    private static int s_lastId;

    static SessionRegistry() => ModuleLifetime.Leaving += CloseAll;

    /// <summary>All sessions, oldest first.</summary>
    public static IReadOnlyList<IpmiSession> All
    {
        get
        {
            lock (Gate)
                return [.. Sessions.Values];
        }
    }

    public static IpmiSession? Find(Guid instanceId) => All.FirstOrDefault(session => session.InstanceId == instanceId);

    public static IpmiSession Add(string? name, IpmiConnectOptions options, IpmiClient client)
    {
        lock (Gate)
        {
            var session = new IpmiSession(++s_lastId, name, options, client);
            Sessions.Add(session.Id, session);
            s_heart ??= new Timer(static _ => KeepAlive(), null, Beat, Beat);
            return session;
        }
    }

    /// <summary>Logs out and forgets the session.</summary>
    public static void Remove(IpmiSession session)
    {
        lock (Gate)
        {
            Sessions.Remove(session.Id);
            if (Sessions.Count == 0)
            {
                s_heart?.Dispose();
                s_heart = null;
            }
        }

        session.Close();
    }

    /// <summary>Logs out of everything, at the end of the module or of the process, and waits a moment for the BMCs' answers.</summary>
    public static void CloseAll()
    {
        foreach (IpmiSession session in All)
            Remove(session);
        Farewells.Await();
    }

    private static void KeepAlive()
    {
        foreach (IpmiSession session in All)
            Callback.Guard(session.KeepAlive, session.KeepAliveFailed);
    }
}
