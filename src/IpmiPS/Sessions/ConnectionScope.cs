using System;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Cmdlets;

/// <summary>Opens a session.</summary>
internal delegate Task<IBmcSession> LogIn(IpmiConnectOptions options, CancellationToken cancellationToken);

/// <summary>A connection for the work on one target: an open session that is lent, or one of its own that is closed at the end.</summary>
internal sealed class ConnectionScope : IDisposable
{
    private readonly Action _giveBack;

    private ConnectionScope(IPayloadConnection connection, Action giveBack)
    {
        Connection = connection;
        _giveBack = giveBack;
    }

    public IPayloadConnection Connection { get; }

    /// <summary>A connection that logs in with its first command, where it is not a session that is open already.</summary>
    public static ConnectionScope OpenEagerly(BmcTarget target, IIpmiTrace trace, LogIn logIn)
    {
        if (target.Session is { } session)
            return Borrow(session, trace, logIn);
        var connection = new EagerConnection(target.Options! with { Trace = trace }, logIn);
        return new ConnectionScope(connection, connection.Close);
    }

    public static async Task<ConnectionScope> OpenAsync(BmcTarget target, IIpmiTrace trace, LogIn logIn, CancellationToken cancellationToken)
    {
        if (target.Session is { } session)
            return Borrow(session, trace, logIn);

        IBmcSession client = await logIn(target.Options! with { Trace = trace }, cancellationToken).ConfigureAwait(false);
        return new ConnectionScope(client, () => PendingCloses.Say(client));
    }

    private static ConnectionScope Borrow(IpmiSession session, IIpmiTrace trace, LogIn logIn)
    {
        SessionLink link = session.Lend(trace, logIn);
        return new ConnectionScope(link, () => link.TakeBack(trace, logIn));
    }

    /// <summary>Does not wait: Close Session is on its way, and results need not wait for its answer.</summary>
    public void Dispose() => _giveBack();
}
