using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;

namespace IpmiPS.Cmdlets;

/// <summary>The open sessions of this process, and the one timer that keeps them alive.</summary>
internal static class SessionRegistry
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);
    private static readonly object Gate = new();
    private static readonly SortedDictionary<int, IpmiSession> Sessions = [];

    /// <summary>Names that are taken, each by one session or by a log-in that is to become one, with the BMC.</summary>
    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase);
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

    /// <summary>Says that there is no session, and which there are.</summary>
    /// <param name="wanted">What was asked for.</param>
    /// <param name="text">What sessions were asked for by.</param>
    public static IpmiException NotPresent(string wanted, Func<IpmiSession, string> text) =>
        NearestNames.NotPresent("open session", [wanted], All.Select(text), "Open one with New-IpmiSession, or see with Get-IpmiSession which there are.");

    /// <summary>Takes a name for a session that is to be opened: a name stands for one session.</summary>
    /// <exception cref="IpmiException">There is a session of that name (kind InvalidParameter).</exception>
    public static void TakeName(string name, string computerName)
    {
        lock (Gate)
        {
            if (Names.TryGetValue(name, out string? other))
                throw new IpmiException(
                    IpmiErrorKind.InvalidParameter,
                    $"There is a session '{name}' already, to {other}.",
                    $"Use that session, close it with Remove-IpmiSession -Name '{name}', or give another -Name.");
            Names.Add(name, computerName);
        }
    }

    /// <summary>Gives a name back, since its session was not opened.</summary>
    public static void GiveNameBack(string name)
    {
        lock (Gate)
            Names.Remove(name);
    }

    /// <summary>Keeps a session.</summary>
    /// <param name="name">Its name, taken before (<see cref="TakeName"/>); null for "IpmiSession" and its number.</param>
    /// <param name="options">How it logs in.</param>
    /// <param name="client">Its log-in of the moment.</param>
    public static IpmiSession Add(string? name, IpmiConnectOptions options, IBmcSession client)
    {
        lock (Gate)
        {
            int id = ++s_lastId;
            while (name is null && Names.ContainsKey(NameOf(id)))
                id = ++s_lastId;
            var session = new IpmiSession(id, name ?? NameOf(id), options, client);
            Names[session.Name] = session.ComputerName;
            Sessions.Add(id, session);
            s_heart ??= new Timer(static _ => KeepAlive(), null, Beat, Beat);
            return session;
        }
    }

    /// <summary>Logs out and forgets the session.</summary>
    public static void Remove(IpmiSession session)
    {
        lock (Gate)
        {
            if (Sessions.Remove(session.Id))
                Names.Remove(session.Name);
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
        PendingCloses.Await();
    }

    private static string NameOf(int id) => "IpmiSession" + id.ToString(CultureInfo.InvariantCulture);

    private static void KeepAlive()
    {
        foreach (IpmiSession session in All)
            Callback.Guard(session.KeepAlive, session.KeepAliveFailed);
    }
}
