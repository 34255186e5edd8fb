using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Watching;

namespace IpmiPS.Cmdlets;

/// <summary>The connection for the work on one target: an open session, which stays open, or one of its own, which is closed at the end.</summary>
internal sealed class ConnectionScope : IDisposable
{
    private readonly Action _release;

    private ConnectionScope(IPayloadConnection connection, Action release)
    {
        Connection = connection;
        _release = release;
    }

    public IPayloadConnection Connection { get; }

    /// <summary>Returns a connection that logs in with its first command; for a target that is a session, that session.</summary>
    public static ConnectionScope OpenEagerly(BmcTarget target, IIpmiTrace trace, LogIn logIn)
    {
        if (target.Session is { } session)
            return Attach(session, trace, logIn);
        var connection = new EagerConnection(target.Options! with { Trace = trace }, logIn);
        return new ConnectionScope(connection, connection.Close);
    }

    /// <summary>Logs in; for a target that is a session, returns that session.</summary>
    public static async Task<ConnectionScope> OpenAsync(BmcTarget target, IIpmiTrace trace, LogIn logIn, CancellationToken cancellationToken)
    {
        if (target.Session is { } session)
            return Attach(session, trace, logIn);
        IBmcSession client = await logIn(target.Options! with { Trace = trace }, cancellationToken).ConfigureAwait(false);
        return new ConnectionScope(client, () => PendingCloses.Add(client));
    }

    private static ConnectionScope Attach(IpmiSession session, IIpmiTrace trace, LogIn logIn)
    {
        SessionLink link = session.Attach(trace, logIn);
        return new ConnectionScope(link, () => link.Detach(trace, logIn));
    }

    /// <summary>The same connection for a watch, which ends it.</summary>
    /// <param name="target">The target that it was opened for.</param>
    /// <param name="isEager">Whether it logs in with its first command, so that it is not closed before that.</param>
    public WatchConnection ToWatch(BmcTarget target, bool isEager = false)
    {
        Func<bool> isOpen = target.Session is { } kept ? () => kept.State != IpmiSessionState.Closed : isEager ? static () => true : () => !Connection.Closed.IsCompleted;
        return new WatchConnection(Connection, isOwn: target.Session is null, isOpen, Dispose);
    }

    /// <summary>Does not wait: Close Session is on its way, and results need not wait for its response.</summary>
    public void Dispose() => _release();
}
