using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Authentication;

namespace IpmiPS;

/// <summary>
/// Keeps one run over many BMCs from locking accounts. A BMC, which is known by its address, is not tried again once it refused a
/// log-in. A credential is tried on few BMCs at once until some have accepted it, and when five refuse it and none accepts it, or
/// twenty refuse it and fewer accept it, it is tried on no further one: BMCs may all ask one directory server about one account.
/// </summary>
/// <param name="warn">Is told once of each credential that it is given up, and why.</param>
public sealed class LogInGuard(Action<string> warn)
{
    private const string Advice = "Check user name, password and BMC key, first on one BMC alone; -IgnoreLogInGuard asks all of them in spite of refusals.";

    private readonly object _gate = new();
    private readonly CredentialIdentity _identity = new();
    private readonly Dictionary<string, CredentialTrial> _trials = [];
    private readonly Dictionary<BmcEndpoint, LogInContact> _contacts = [];

    /// <summary>Begins a log-in, which asks from then on before it goes a step further.</summary>
    /// <param name="options">The BMC and the credential.</param>
    /// <param name="limit">The time for the log-in, which does not run while it waits.</param>
    internal LogInAttempt Begin(IpmiConnectOptions options, TimeLimit limit)
    {
        string key = _identity.Of(options);
        lock (_gate)
        {
            if (!_trials.TryGetValue(key, out CredentialTrial? trial))
                _trials[key] = trial = new CredentialTrial();
            return new LogInAttempt(this, trial, options, limit);
        }
    }

    /// <summary>Waits until no other log-in to the BMC is under way that may yet be refused.</summary>
    /// <exception cref="IpmiException">It refused one (kind BadCredential).</exception>
    internal async Task<LogInContact> ReachAsync(BmcEndpoint endpoint, string name, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task<bool> first;
            lock (_gate)
            {
                if (!_contacts.TryGetValue(endpoint, out LogInContact? contact))
                    _contacts[endpoint] = contact = new LogInContact(name);
                if (contact.Accepted == false)
                    throw NotTried($"{(contact.Name == name ? name : $"{name} is the BMC '{contact.Name}', at {endpoint.Address}, which")} refused a log-in before; it was not asked again.");
                if (contact.TryEnter(name))
                    return contact;
                first = contact.First.Task;
            }

            await first.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Ends the log-in to a BMC, or tells that it is not going to be refused.</summary>
    internal void Leave(LogInContact contact, bool? accepted)
    {
        lock (_gate)
            contact.Leave(accepted);
    }

    internal void WarnOfGivingUp(CredentialTrial trial, string userName) =>
        warn($"BMCs that were not asked yet are left out, because {trial.Verdict(userName)}. {Advice}");

    internal static LogInNotTriedException NotTried(string message) => new(message, Advice);
}

/// <summary>What is known of log-ins to one BMC. Of several the first goes alone, so that a wrong password reaches it once. Guarded by its guard's lock.</summary>
/// <param name="name">The BMC as the one named it that is trying now, or that was refused.</param>
internal sealed class LogInContact(string name)
{
    private bool _isTrying;

    public string Name { get; private set; } = name;

    /// <summary>Whether it accepted a log-in of this run; null while that is not known.</summary>
    public bool? Accepted { get; private set; }

    /// <summary>Ends when the log-in that is under way has ended, or cannot be refused any more.</summary>
    public TaskCompletionSource<bool> First { get; private set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool TryEnter(string by)
    {
        if (Accepted == true)
            return true;
        if (_isTrying)
            return false;
        Name = by;
        return _isTrying = true;
    }

    public void Leave(bool? accepted)
    {
        Accepted = accepted == false ? false : Accepted ?? accepted;
        _isTrying = false;
        First.TrySetResult(true);
        First = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>A log-in was not tried, because of what was refused before in the same run. A BMC that refused it says so with the same kind.</summary>
internal sealed class LogInNotTriedException(string message, string advice) : IpmiException(IpmiErrorKind.BadCredential, message, advice);
