using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Authentication;

/// <summary>
/// How one credential fares on the BMCs of a run, and on how many of them it may be tried at once. It begins with a few, and each
/// BMC that accepts the credential makes room for one more, so the number doubles with each round trip, as with TCP's slow start
/// (RFC 5681 section 3.1). After a refusal it is what acceptances outnumber refusals by, and at least one.
/// </summary>
internal sealed class CredentialTrial
{
    /// <summary>It is tried on so many BMCs before any of them has answered.</summary>
    private const int AtFirst = 20;

    /// <summary>So many refusals end its use where no BMC accepts it.</summary>
    private const int Many = 5;

    /// <summary>So many end it where some accept it, but fewer: it is right, but not for these BMCs.</summary>
    private const int ManyInSpiteOfSome = 20;

    private readonly object _gate = new();
    private readonly Queue<TaskCompletionSource<bool>> _waiting = new();
    private int _accepted;
    private int _refused;
    private int _inFlight;
    private int _acceptedByNewcomers;
    private bool _isGivenUp;

    /// <summary>Whether the credential is tried on no further BMC.</summary>
    public bool IsGivenUp
    {
        get
        {
            lock (_gate)
                return _isGivenUp;
        }
    }

    /// <summary>On how many BMCs that have not accepted the credential before it may be tried at the same time.</summary>
    private int Limit => _refused == 0 ? AtFirst + _acceptedByNewcomers : Math.Max(1, _acceptedByNewcomers - _refused);

    /// <summary>What the BMCs said, for a message.</summary>
    public string Verdict(string userName)
    {
        lock (_gate)
        {
            string accepted = _accepted == 0 ? "none" : _accepted.ToString(CultureInfo.CurrentCulture);
            return $"{_refused} BMCs of this run refused the credential of {(userName.Length == 0 ? "the null user" : $"the user '{userName}'")} and {accepted} accepted it";
        }
    }

    /// <summary>Waits for a turn. False where the credential was given up instead.</summary>
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
    /// <param name="accepted">What the BMC said of the credential; null where it said nothing.</param>
    /// <returns>Whether the credential is given up now, and was not before.</returns>
    public bool Leave(bool? accepted)
    {
        lock (_gate)
        {
            _inFlight--;
            if (accepted == true)
                _acceptedByNewcomers++;
            return Count(accepted);
        }
    }

    /// <summary>Counts what a BMC said that needed no turn.</summary>
    /// <inheritdoc cref="Leave"/>
    public bool Add(bool accepted)
    {
        lock (_gate)
            return Count(accepted);
    }

    /// <summary>A BMC that had accepted the password refused the log-in in the end, such as for the BMC key.</summary>
    /// <param name="hadTurn">Whether it needed a turn.</param>
    /// <inheritdoc cref="Leave"/>
    public bool Revoke(bool hadTurn)
    {
        lock (_gate)
        {
            _accepted--;
            if (hadTurn)
                _acceptedByNewcomers--;
            return Count(accepted: false);
        }
    }

    private static async Task<bool> WaitAsync(TaskCompletionSource<bool> turn, CancellationToken cancellationToken)
    {
        using (cancellationToken.Register(() => turn.TrySetCanceled()))
            return await turn.Task.ConfigureAwait(false);
    }

    /// <summary>Counts, then admits those whose turn it is now. Called in the lock.</summary>
    private bool Count(bool? accepted)
    {
        if (accepted == true)
            _accepted++;
        else if (accepted == false)
            _refused++;

        // While log-ins are under way, one of them may still succeed: which answer comes first is chance.
        bool isGivenUpNow = !_isGivenUp && _refused > _accepted
            && (_refused >= ManyInSpiteOfSome || _refused >= Many && _accepted == 0 && _inFlight == 0);
        _isGivenUp |= isGivenUpNow;
        while (_waiting.Count > 0 && (_isGivenUp || _inFlight < Limit))
            if (_waiting.Dequeue().TrySetResult(!_isGivenUp) && !_isGivenUp)
                _inFlight++;
        return isGivenUpNow;
    }
}
