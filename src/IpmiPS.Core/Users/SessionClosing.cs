using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.App;

namespace IpmiPS.Users;

/// <summary>What is known of a session that is to be closed. A handle alone may be that of another session by now.</summary>
/// <param name="Handle">The handle.</param>
/// <param name="UserId">User ID; null if it does not matter.</param>
/// <param name="RemoteAddress">Address of the client; null if it does not matter.</param>
/// <param name="RemotePort">Port of the client; null if it does not matter.</param>
internal sealed record SessionToClose(byte Handle, byte? UserId, string? RemoteAddress, int? RemotePort)
{
    /// <summary>Whether it is this session.</summary>
    public bool Is(SessionInfo info) => info.Handle == Handle && (UserId is null || UserId == info.UserId)
        && (RemoteAddress is null || RemoteAddress == info.Address?.ToString()) && (RemotePort is null || RemotePort == info.Port);
}

/// <summary>Closes a session of someone else. IPMI 2.0 sections 22.19 and 22.20.</summary>
internal sealed class SessionClosing
{
    private readonly IIpmiConnection _connection;
    private readonly SessionInfo _info;

    private SessionClosing(IIpmiConnection connection, SessionInfo info, ActiveSession session) => (_connection, _info, Session) = (connection, info, session);

    /// <summary>The session.</summary>
    public ActiveSession Session { get; }

    /// <summary>Finds the session and makes sure that it is the one that is meant, and not that of the command itself.</summary>
    /// <exception cref="IpmiException">NotPresent: the session is closed, or the handle is that of another one by now. InvalidParameter: it is the session of the command.</exception>
    public static async Task<SessionClosing> PrepareAsync(IIpmiConnection connection, SessionToClose wanted, CancellationToken cancellationToken)
    {
        var own = connection.TrySendAsync(GetSessionInfo.Present, cancellationToken);
        var found = await FindAsync(connection, wanted.Handle, cancellationToken).ConfigureAwait(false);
        var present = await own.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (present.Succeeded && present.Value.Handle == wanted.Handle && wanted.Is(present.Value))
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"Session {wanted.Handle} is the one of this command. It was not closed.", "Close an open session of this process with Remove-IpmiSession.");
        if (found is null || !wanted.Is(found))
            throw new IpmiException(IpmiErrorKind.NotPresent, found is null ? $"There is no session {wanted.Handle}." : $"Session {wanted.Handle} is another one by now. It was not closed.", "Get-IpmiActiveSession shows the sessions that are open.");
        var name = found.UserId is { } user ? await connection.TrySendAsync(new GetUserName(user), cancellationToken).ConfigureAwait(false) : default;
        return new(connection, found, ActiveSessionReader.Describe(connection.ComputerName, found, name.Succeeded ? name.Value.Text : null, isOwn: false));
    }

    /// <summary>Closes the session.</summary>
    /// <returns>Whether the BMC no longer has it; false if it cannot be asked.</returns>
    /// <exception cref="IpmiException">The BMC refused. CommandFailed: it accepted, and the session is still open. OutcomeUnknown: it did not respond.</exception>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var outcome = new ChangeOutcome();
        try
        {
            await outcome.SendAsync(_connection, new CloseSession(0, _info.Handle), cancellationToken).ConfigureAwait(false);
        }
        catch (IpmiCommandException) when (!cancellationToken.IsCancellationRequested)
        {
            // It may have been closed meanwhile.
            if (await IsOpenAsync(cancellationToken).ConfigureAwait(false) is true or null)
                throw;
            return true;
        }

        bool? isOpen = await IsOpenAsync(cancellationToken).ConfigureAwait(false);
        if (outcome.State == ChangeState.Unanswered && isOpen is not false)
            throw new IpmiException(IpmiErrorKind.OutcomeUnknown, $"Close Session was sent for session {_info.Handle}, without a clear response.", "Get-IpmiActiveSession shows whether it is still open.", outcome.UnansweredReason);
        return isOpen is true ? throw new IpmiException(IpmiErrorKind.CommandFailed, $"The BMC accepted Close Session for session {_info.Handle}, and the session is still open.", "Wait until it times out, about a minute without a request.") : isOpen == false;
    }

    /// <summary>Null if the BMC does not say.</summary>
    private async Task<bool?> IsOpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            SessionInfo? now = await FindAsync(_connection, _info.Handle, cancellationToken).ConfigureAwait(false);
            return now is not null && new SessionToClose(_info.Handle, _info.UserId, _info.Address?.ToString(), _info.Port).Is(now);
        }
        catch (IpmiException)
        {
            return null;
        }
    }

    /// <summary>Reads a session by its handle, or by its index if the BMC does not support that; null if there is no such session.</summary>
    private static async Task<SessionInfo?> FindAsync(IIpmiConnection connection, byte handle, CancellationToken cancellationToken)
    {
        try
        {
            SessionInfo info = await connection.SendAsync(GetSessionInfo.WithHandle(handle), cancellationToken).ConfigureAwait(false);
            return info.Handle == handle ? info : null;
        }
        catch (IpmiCommandException refusal) when (refusal.Kind != IpmiErrorKind.CommandNotSupported)
        {
            SessionInfo first = await connection.SendAsync(GetSessionInfo.AtIndex(1), cancellationToken).ConfigureAwait(false);
            var all = await Task.WhenAll(Enumerable.Range(1, System.Math.Max(first.Slots, first.Active)).Select(index => connection.TrySendAsync(GetSessionInfo.AtIndex((byte)index), cancellationToken))).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            return all.Where(one => one.Succeeded && one.Value.Handle == handle).Select(static one => one.Value).FirstOrDefault();
        }
    }
}
