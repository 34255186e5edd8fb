using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;

namespace IpmiPS.Cmdlets;

/// <summary>The open sessions of this process, and the timer that keeps them alive.</summary>
internal static class SessionRegistry
{
    private static readonly TimeSpan KeepAliveInterval = TimeSpan.FromSeconds(5);
    private static readonly object Gate = new();
    private static readonly SortedDictionary<int, IpmiSession> Sessions = [];

    /// <summary>Reserved names with their BMCs, each of a session or of a log-in that is to become one.</summary>
    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase);
    private static Timer? s_keepAlive;
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

    /// <summary>The error for a session that does not exist, with those that do.</summary>
    /// <param name="wanted">The name, number or id.</param>
    /// <param name="text">Returns the same of a session.</param>
    public static IpmiException NotPresent(string wanted, Func<IpmiSession, string> text) =>
        NearestNames.NotPresent("open session", [wanted], All.Select(text), "Open one with New-IpmiSession, or see with Get-IpmiSession which there are.");

    /// <summary>Reserves a name for a session that is to be opened.</summary>
    /// <exception cref="IpmiException">A session of that name exists (kind InvalidParameter).</exception>
    public static void ReserveName(string name, string computerName)
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

    /// <summary>Releases a name whose session was not opened.</summary>
    public static void ReleaseName(string name)
    {
        lock (Gate)
            Names.Remove(name);
    }

    /// <summary>Adds a session.</summary>
    /// <param name="name">Its reserved name (<see cref="ReserveName"/>); null for "IpmiSession" and its number.</param>
    /// <param name="options">How it logs in.</param>
    /// <param name="client">Its present log-in.</param>
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
            s_keepAlive ??= new Timer(static _ => KeepAlive(), null, KeepAliveInterval, KeepAliveInterval);
            return session;
        }
    }

    /// <summary>Closes a session and removes it.</summary>
    public static void Remove(IpmiSession session)
    {
        lock (Gate)
        {
            if (Sessions.Remove(session.Id))
                Names.Remove(session.Name);
            if (Sessions.Count == 0)
            {
                s_keepAlive?.Dispose();
                s_keepAlive = null;
            }
        }

        session.Close();
    }

    /// <summary>Marks the sessions with a BMC as dropped, because it restarts: their next use logs in again.</summary>
    /// <param name="endpoint">The BMC.</param>
    /// <param name="except">A session that has logged in again already.</param>
    public static void Lose(BmcEndpoint endpoint, IpmiSession? except)
    {
        foreach (IpmiSession session in All.Where(session => session != except && session.State == IpmiSessionState.Opened && session.Client.Endpoint.Equals(endpoint)))
            session.KeepAliveFailed(new IpmiException(IpmiErrorKind.Timeout, "The BMC was restarted."));
    }

    /// <summary>Closes all sessions when the module is removed or the process ends, and waits a moment for the BMCs' responses.</summary>
    public static void CloseAll()
    {
        foreach (IpmiSession session in All)
            Remove(session);
        PendingCloses.Wait();
    }

    private static string NameOf(int id) => "IpmiSession" + id.ToString(CultureInfo.InvariantCulture);

    private static void KeepAlive()
    {
        foreach (IpmiSession session in All)
            Callback.Guard(session.KeepAlive, session.KeepAliveFailed);
    }
}
