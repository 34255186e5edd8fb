using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Authentication;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Logs in to the BMCs of one run of a cmdlet: not while other BMCs refuse the same credential, and where something is changed not twice to one
/// BMC under two names.
/// </summary>
/// <param name="connect">Opens a session.</param>
/// <param name="workers">The run's workers; those of silent BMCs do not hold up the others.</param>
/// <param name="guard">Holds log-ins back; null with -IgnoreLogInGuard.</param>
/// <param name="oncePerBmc">True to log in to each BMC once, under one name.</param>
/// <param name="oncePerGuid">True if that includes two addresses with the same system GUID.</param>
internal sealed class ConnectionOpener(LogIn connect, FanOut workers, LogInGuard? guard, bool oncePerBmc, bool oncePerGuid)
{
    private readonly BmcClaims? _claims = oncePerBmc ? new BmcClaims() : null;

    /// <summary>The time limit of the worker that runs this code; null where a session logs in again on behalf of another cmdlet.</summary>
    private readonly AsyncLocal<TimeLimit?> _limit = new();

    /// <summary>Time left for the worker's target; null without a limit.</summary>
    public TimeSpan? TimeLeft => _limit.Value?.Left;

    /// <summary>Sets the time limit of the worker that calls this.</summary>
    public void SetTimeLimit(TimeLimit limit) => _limit.Value = limit;

    /// <summary>Stops the worker's time limit until the returned object is disposed.</summary>
    public IDisposable PauseTimeLimit() => new Pause(_limit.Value);

    /// <summary>Logs in.</summary>
    /// <exception cref="SameBmcException">The BMC is being worked on under another name. The session is closed.</exception>
    public Task<IBmcSession> LogInAsync(IpmiConnectOptions options, CancellationToken cancellationToken) => LogInAsync(options, guard, cancellationToken);

    /// <summary>Logs in with a password that is for one BMC only: a refusal is expected, and says nothing about other BMCs.</summary>
    /// <inheritdoc cref="LogInAsync(IpmiConnectOptions, CancellationToken)"/>
    public Task<IBmcSession> TryLogInAsync(IpmiConnectOptions options, CancellationToken cancellationToken) => LogInAsync(options, null, cancellationToken);

    private async Task<IBmcSession> LogInAsync(IpmiConnectOptions options, LogInGuard? guard, CancellationToken cancellationToken)
    {
        options = options with { Guard = guard, Claims = _claims, Within = _limit.Value, HoldBack = PasswordHold.For(options) };
        IBmcSession client = await workers.ContactAsync(connect(options, cancellationToken)).ConfigureAwait(false);
        try
        {
            ClaimGuid(client);
            return client;
        }
        catch (SameBmcException)
        {
            PendingCloses.Add(client);
            throw;
        }
    }

    /// <summary>Logs in to a BMC of this run at its new address, which another BMC of the run may have had before.</summary>
    public Task<IBmcSession> LogInAtNewAddressAsync(IpmiConnectOptions options, CancellationToken cancellationToken) =>
        workers.ContactAsync(connect(options with { Guard = guard, Within = _limit.Value }, cancellationToken));

    /// <summary>Claims the BMC of an open session for the session's name.</summary>
    /// <exception cref="SameBmcException">The BMC is being worked on under another name.</exception>
    public void Claim(IpmiSession session)
    {
        _claims?.Claim(session.Client.ComputerName, [session.Client.Endpoint]);
        ClaimGuid(session.Client);
    }

    private void ClaimGuid(IBmcSession client)
    {
        if (oncePerGuid)
            _claims?.ClaimGuid(client.ComputerName, client.SystemGuid);
    }

    private sealed class Pause : IDisposable
    {
        private readonly TimeLimit? _paused;

        public Pause(TimeLimit? limit)
        {
            _paused = limit;
            limit?.Stop();
        }

        public void Dispose() => _paused?.Start();
    }
}
