using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Authentication;

/// <summary>
/// Counts how many BMCs of a run accept and refuse a credential, and limits on how many of them it is tried at once. The limit starts low and grows by
/// one with each BMC that accepts the credential, so it doubles with each round trip, like TCP's slow start (RFC 5681 section 3.1). After a refusal it is the
/// number of acceptances minus that of refusals, and at least one.
/// </summary>
internal sealed class CredentialTrial
{
    /// <summary>The limit before the first response.</summary>
    private const int InitialLimit = 20;

    /// <summary>The refusals that end its use if no BMC accepts it.</summary>
    private const int MaximumRefusals = 5;

    /// <summary>The refusals that end its use if fewer BMCs accept it: it is right, but not for these BMCs.</summary>
    private const int MaximumRefusalsOfMany = 20;

    private readonly object _gate = new();
    private readonly Queue<TaskCompletionSource<bool>> _waiting = new();
    private int _accepted;
    private int _refused;
    private int _inFlight;
    private int _acceptedInTurns;
    private bool _isGivenUp;

    /// <summary>Whether the credential is not tried on further BMCs.</summary>
    public bool IsGivenUp
    {
        get
        {
            lock (_gate)
                return _isGivenUp;
        }
    }

    /// <summary>On how many BMCs that have not accepted the credential before it may be tried at once.</summary>
    private int Limit => _refused == 0 ? InitialLimit + _acceptedInTurns : Math.Max(1, _acceptedInTurns - _refused);

    /// <summary>The counts, for messages.</summary>
    public string Verdict(string userName)
    {
        lock (_gate)
        {
            string accepted = _accepted == 0 ? "none" : _accepted.ToString(CultureInfo.CurrentCulture);
            return $"{_refused} BMCs of this run refused the credential of {(userName.Length == 0 ? "the null user" : $"the user '{userName}'")} and {accepted} accepted it";
        }
    }

    /// <summary>Waits for a turn. Returns false if the credential was given up instead.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; no turn was taken.</exception>
    public Task<bool> EnterAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_isGivenUp)
                return Task.FromResult(false);
            if (_inFlight < Limit)
            {
                _inFlight++;
                return Task.FromResult(true);
            }

            var turn = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(turn);
            return WaitAsync(turn, cancellationToken);
        }
    }

    /// <summary>Ends a turn.</summary>
    /// <param name="accepted">Whether the BMC accepted the credential; null if it did neither.</param>
    /// <returns>True if the credential is given up now and was not before.</returns>
    public bool Leave(bool? accepted)
    {
        lock (_gate)
        {
            _inFlight--;
            if (accepted == true)
                _acceptedInTurns++;
            return Count(accepted);
        }
    }

    /// <summary>Counts the response of a BMC that needed no turn.</summary>
    /// <inheritdoc cref="Leave"/>
    public bool Add(bool accepted)
    {
        lock (_gate)
            return Count(accepted);
    }

    /// <summary>Counts a BMC that had accepted the password and then refused the log-in, such as for the BMC key.</summary>
    /// <param name="hadTurn">Whether it had a turn.</param>
    /// <inheritdoc cref="Leave"/>
    public bool Revoke(bool hadTurn)
    {
        lock (_gate)
        {
            _accepted--;
            if (hadTurn)
                _acceptedInTurns--;
            return Count(accepted: false);
        }
    }

    private static async Task<bool> WaitAsync(TaskCompletionSource<bool> turn, CancellationToken cancellationToken)
    {
        using (cancellationToken.Register(() => turn.TrySetCanceled()))
            return await turn.Task.ConfigureAwait(false);
    }

    /// <summary>Counts, then admits those that have a turn now. Called in the lock.</summary>
    private bool Count(bool? accepted)
    {
        if (accepted == true)
            _accepted++;
        else if (accepted == false)
            _refused++;

        // While log-ins are in progress, one of them may still succeed: the order of responses is random.
        bool isGivenUpNow = !_isGivenUp && _refused > _accepted
            && (_refused >= MaximumRefusalsOfMany || _refused >= MaximumRefusals && _accepted == 0 && _inFlight == 0);
        _isGivenUp |= isGivenUpNow;
        while (_waiting.Count > 0 && (_isGivenUp || _inFlight < Limit))
            if (_waiting.Dequeue().TrySetResult(!_isGivenUp) && !_isGivenUp)
                _inFlight++;
        return isGivenUpNow;
    }
}
