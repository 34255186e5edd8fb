using System;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Authentication;

/// <summary>
/// One log-in under a guard. It waits twice: before anything is sent, while another log-in to the same BMC is under way; and before the user is
/// named, which is the first message that the BMC can refuse for the credential, until it is the credential's turn. Hosts that do not
/// answer never come to the second, so they hold up no other.
/// </summary>
internal sealed class LogInAttempt(LogInGuard guard, CredentialTrial trial, IpmiConnectOptions options, TimeLimit limit) : IDisposable
{
    private BmcEndpoint? _endpoint;
    private LogInContact? _contact;
    private bool _isKnown;
    private bool _hasTurn;
    private bool? _accepted;

    /// <summary>How long it waited in all, as the options' clock has it.</summary>
    public TimeSpan Waited { get; private set; }

    /// <summary>To be awaited before anything is sent to an address.</summary>
    /// <exception cref="IpmiException">Kind BadCredential: the BMC refused a log-in before, or the credential was given up.</exception>
    public async Task ReachAsync(BmcEndpoint endpoint, CancellationToken cancellationToken)
    {
        LeaveContact(null); // that of another address of the host, where nothing listens
        if (trial.IsGivenUp)
            throw NotTried();
        _endpoint = endpoint;
        _contact = await StandStillAsync(guard.ReachAsync(endpoint, options.ComputerName, cancellationToken), "Another log-in to this BMC is under way; waiting for it.").ConfigureAwait(false);
        _isKnown = ProvenCredentials.Contains(options, endpoint);
    }

    /// <summary>To be awaited before the user is named to the BMC.</summary>
    /// <returns>How long it waited.</returns>
    /// <exception cref="IpmiException">Kind BadCredential: the credential was given up.</exception>
    public async Task<TimeSpan> EnterAsync(CancellationToken cancellationToken)
    {
        if (_hasTurn || _accepted is not null)
            return TimeSpan.Zero;
        TimeSpan before = Waited;
        if (_isKnown ? trial.IsGivenUp : !await StandStillAsync(trial.EnterAsync(cancellationToken), "The BMC answers; waiting for what others say of the credential.").ConfigureAwait(false))
            throw NotTried();
        _hasTurn = !_isKnown;
        return Waited - before;
    }

    /// <summary>The BMC has proved that it has the same password, or the log-in is done.</summary>
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
            Tell(trial.Leave(null));
        LeaveContact(_accepted);
    }

    private void Settle(bool accepted)
    {
        bool wasAccepted = _accepted == true;
        _accepted = accepted;
        if (accepted)
            ProvenCredentials.Add(options, _endpoint!);
        else
            ProvenCredentials.Remove(options, _endpoint!);
        Tell(wasAccepted ? trial.Revoke(_hasTurn) : _hasTurn ? trial.Leave(accepted) : trial.Add(accepted));
        if (accepted)
            guard.Leave(_contact!, true);
    }

    private void Tell(bool isGivenUpNow)
    {
        if (isGivenUpNow)
            guard.WarnOfGivingUp(trial, options.UserName);
    }

    private void LeaveContact(bool? accepted)
    {
        if (_contact is { } contact)
            guard.Leave(contact, accepted);
        _contact = null;
    }

    /// <summary>Waits, while neither the time for the log-in runs nor the caller's own.</summary>
    private async Task<T> StandStillAsync<T>(Task<T> turn, string note)
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
