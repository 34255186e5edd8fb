using System;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Authentication;

/// <summary>
/// One log-in under a <see cref="LogInGuard"/>. It waits twice: before anything is sent, while another log-in to the same BMC is in progress; and
/// before the first message that names the user, which the BMC can refuse for the credential, until it is the credential's turn. A host that
/// does not respond never reaches the second wait, so it delays no other.
/// </summary>
internal sealed class LogInAttempt(LogInGuard guard, CredentialTrial trial, IpmiConnectOptions options, TimeLimit limit) : IDisposable
{
    private BmcEndpoint? _endpoint;
    private GuardedBmc? _bmc;
    private bool _isProven;
    private bool _hasTurn;
    private bool? _accepted;

    /// <summary>The total time it waited.</summary>
    public TimeSpan Waited { get; private set; }

    /// <summary>Waits before anything is sent to an endpoint.</summary>
    /// <exception cref="IpmiException">Kind BadCredential: the BMC refused a log-in before, or the credential was given up.</exception>
    public async Task WaitForBmcAsync(BmcEndpoint endpoint, CancellationToken cancellationToken)
    {
        LeaveBmc(null); // another address of the host, where nothing listens
        if (trial.IsGivenUp)
            throw NotTried();
        _endpoint = endpoint;
        _bmc = await WithTimeStoppedAsync(guard.EnterBmcAsync(endpoint, options.ComputerName, cancellationToken), "Another log-in to this BMC is in progress; waiting for it.").ConfigureAwait(false);
        _isProven = ProvenCredentials.Contains(options, endpoint);
    }

    /// <summary>Waits before the user is named to the BMC.</summary>
    /// <returns>How long it waited.</returns>
    /// <exception cref="IpmiException">Kind BadCredential: the credential was given up.</exception>
    public async Task<TimeSpan> WaitForTurnAsync(CancellationToken cancellationToken)
    {
        if (_hasTurn || _accepted is not null)
            return TimeSpan.Zero;
        TimeSpan before = Waited;
        if (_isProven ? trial.IsGivenUp : !await WithTimeStoppedAsync(trial.EnterAsync(cancellationToken), "The BMC responds; waiting for other BMCs to accept the credential.").ConfigureAwait(false))
            throw NotTried();
        _hasTurn = !_isProven;
        return Waited - before;
    }

    /// <summary>The BMC has proved that it knows the password, or the log-in is done.</summary>
    public void Proved()
    {
        if (_accepted is null)
            Settle(true);
    }

    /// <summary>The log-in failed.</summary>
    public void Failed(IpmiException error)
    {
        if (error.Kind == IpmiErrorKind.BadCredential && error is not LogInNotTriedException)
            Settle(false);
    }

    public void Dispose()
    {
        if (_accepted is null && _hasTurn)
            WarnIfGivenUp(trial.Leave(null));
        LeaveBmc(_accepted);
    }

    private void Settle(bool accepted)
    {
        bool wasAccepted = _accepted == true;
        _accepted = accepted;
        if (accepted)
            ProvenCredentials.Add(options, _endpoint!);
        else
            ProvenCredentials.Remove(options, _endpoint!);
        WarnIfGivenUp(wasAccepted ? trial.Revoke(_hasTurn) : _hasTurn ? trial.Leave(accepted) : trial.Add(accepted));
        if (accepted)
            guard.Leave(_bmc!, true);
    }

    private void WarnIfGivenUp(bool isGivenUpNow)
    {
        if (isGivenUpNow)
            guard.WarnOfGivingUp(trial, options.UserName);
    }

    private void LeaveBmc(bool? accepted)
    {
        if (_bmc is { } bmc)
            guard.Leave(bmc, accepted);
        _bmc = null;
    }

    /// <summary>Waits with the time limits of the log-in and of the caller stopped.</summary>
    private async Task<T> WithTimeStoppedAsync<T>(Task<T> turn, string note)
    {
        if (turn.IsCompleted)
            return await turn.ConfigureAwait(false);
        options.Trace?.Note(note);
        TimeSpan begin = options.Clock.Now;
        limit.Stop();
        options.Within?.Stop();
        try
        {
            return await turn.ConfigureAwait(false);
        }
        finally
        {
            Waited += options.Clock.Now - begin;
            limit.Start();
            options.Within?.Start();
        }
    }

    private LogInNotTriedException NotTried() => LogInGuard.NotTried($"{options.ComputerName} was not asked, because {trial.Verdict(options.UserName)}.");
}
