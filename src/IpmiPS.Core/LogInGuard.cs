using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS;

/// <summary>
/// Keeps one run over many BMCs from locking accounts. A BMC that refused a log-in is not tried again. A credential that no BMC has
/// accepted yet is tried on a few at once, and when five refuse it, or twenty and fewer accept it, the others are not asked: BMCs may
/// all ask one directory server about one account.
/// </summary>
public sealed class LogInGuard
{
    private const string Advice = "Check user name, password and BMC key, first on one BMC alone; -Force asks all of them in spite of refusals.";

    private readonly Action<string> _warn;
    private readonly Clock _clock;
    private readonly object _gate = new();
    private readonly CredentialIdentity _identity = new();
    private readonly Dictionary<string, Trial> _trials = [];
    private readonly Dictionary<string, Contact> _contacts = new(SameHostComparer.Instance);

    /// <param name="warn">Is told once of each credential that it is given up, and why.</param>
    public LogInGuard(Action<string> warn)
        : this(warn, Clock.System)
    {
    }

    internal LogInGuard(Action<string> warn, Clock clock) => (_warn, _clock) = (warn, clock);

    /// <summary>Logs in, or says why it had better not be tried.</summary>
    /// <param name="options">The BMC and the credential.</param>
    /// <param name="logIn">Logs in.</param>
    /// <param name="cancellationToken">Gives up waiting for a turn.</param>
    /// <exception cref="IpmiException">Kind BadCredential: not tried, because of what was refused before. Else what <paramref name="logIn"/> throws.</exception>
    public async Task<T> LogInAsync<T>(IpmiConnectOptions options, Func<Task<T>> logIn, CancellationToken cancellationToken)
    {
        Contact contact = await EnterAsync(options.Name ?? options.HostName, cancellationToken).ConfigureAwait(false);
        bool? accepted = null;
        try
        {
            Trial trial = await EnterAsync(options, cancellationToken).ConfigureAwait(false);
            try
            {
                T result = await logIn().ConfigureAwait(false);
                accepted = true;
                return result;
            }
            catch (IpmiException error) when (error.Kind == IpmiErrorKind.BadCredential)
            {
                accepted = false;
                throw;
            }
            finally
            {
                Leave(trial, options, accepted);
            }
        }
        finally
        {
            lock (_gate)
                contact.Leave(accepted);
        }
    }

    /// <summary>Of several log-ins to one BMC the first goes alone, so that a wrong password reaches it once.</summary>
    private async Task<Contact> EnterAsync(string name, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task<bool> first;
            lock (_gate)
            {
                if (!_contacts.TryGetValue(name, out Contact? contact))
                    _contacts[name] = contact = new Contact();
                if (contact.Accepted == false)
                    throw NotTried($"{name} refused a log-in before; it was not asked again.");
                if (contact.TryEnter())
                    return contact;
                first = contact.First.Task;
            }

            await first.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<Trial> EnterAsync(IpmiConnectOptions options, CancellationToken cancellationToken)
    {
        string key = _identity.Of(options);
        while (true)
        {
            Task change;
            lock (_gate)
            {
                if (!_trials.TryGetValue(key, out Trial? trial))
                    _trials[key] = trial = new Trial(ProvenCredentials.Contains(options), _clock);
                if (trial.IsGivenUp)
                    throw NotTried($"{options.Name} was not asked, because {trial.Verdict(options)}.");
                if (trial.TryEnter())
                    return trial;
                change = trial.Change.Task;
            }

            await Task.WhenAny(change, _clock.DelayAsync(Trial.Pause, cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private void Leave(Trial trial, IpmiConnectOptions options, bool? accepted)
    {
        bool wasGivenUp, isGivenUp;
        lock (_gate)
        {
            wasGivenUp = trial.IsGivenUp;
            trial.Leave(accepted);
            isGivenUp = trial.IsGivenUp;
        }

        if (accepted == true)
            ProvenCredentials.Add(options);
        else if (accepted == false)
            ProvenCredentials.Remove(options);
        if (isGivenUp && !wasGivenUp)
            _warn($"BMCs that were not asked yet are left out, because {trial.Verdict(options)}. {Advice}");
    }

    private static LogInNotTriedException NotTried(string message) => new(message, Advice);

    /// <summary>What is known of log-ins to one BMC.</summary>
    private sealed class Contact
    {
        private bool _isTrying;

        /// <summary>Whether it accepted a log-in of this run; null while that is not known.</summary>
        public bool? Accepted { get; private set; }

        public TaskCompletionSource<bool> First { get; private set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool TryEnter() => Accepted == true || !_isTrying && (_isTrying = true);

        public void Leave(bool? accepted)
        {
            Accepted = accepted == false ? false : Accepted ?? accepted;
            _isTrying = false;
            First.TrySetResult(true);
            First = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>How a credential fares.</summary>
    private sealed class Trial(bool isProven, Clock clock)
    {
        /// <summary>While it is not proven, a credential is tried on so many BMCs, and on as many more after each <see cref="Pause"/>, so that silent ones do not hold up the rest.</summary>
        private const int AtOnce = 8;

        /// <summary>So many refusals end its use while no BMC has accepted it.</summary>
        private const int Many = 5;

        /// <summary>So many end it where some, but fewer, have: then it is right, and not meant for the others.</summary>
        private const int ManyInSpiteOfSome = 20;

        public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

        private readonly TimeSpan _since = clock.Now;
        private int _accepted;
        private int _refused;
        private int _inFlight;

        public bool IsGivenUp => _refused >= (_accepted == 0 ? Many : ManyInSpiteOfSome) && _refused > _accepted;

        /// <summary>Ends when all may enter, or none.</summary>
        public TaskCompletionSource<bool> Change { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Verdict(IpmiConnectOptions options) =>
            $"{_refused} BMCs of this run refused the credential of {(options.UserName.Length == 0 ? "the null user" : $"the user '{options.UserName}'")} and {(_accepted == 0 ? "none" : _accepted.ToString(CultureInfo.CurrentCulture))} accepted it";

        public bool TryEnter()
        {
            if (!isProven && _accepted == 0 && _inFlight + _refused >= AtOnce * (1 + (clock.Now - _since).Ticks / Pause.Ticks))
                return false;
            _inFlight++;
            return true;
        }

        public void Leave(bool? accepted)
        {
            _inFlight--;
            if (accepted == true)
                _accepted++;
            else if (accepted == false)
                _refused++;
            if (_accepted > 0 || IsGivenUp)
                Change.TrySetResult(true);
        }
    }
}

/// <summary>A log-in was not tried, because of what was refused before in the same run. A BMC that refused it says so with the same kind.</summary>
internal sealed class LogInNotTriedException(string message, string advice) : IpmiException(IpmiErrorKind.BadCredential, message, advice);
