using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Authentication;

namespace IpmiPS;

/// <summary>
/// Prevents a run over many BMCs from locking accounts. A BMC, identified by its endpoint, is not tried again after it refused a log-in. A
/// credential is tried on few BMCs at once until some have accepted it. If five refuse it and none accepts it, or twenty refuse it and fewer
/// accept it, it is not tried on further ones: all BMCs may check one account at one directory server.
/// </summary>
/// <param name="warn">Called once for each credential that is given up, with the reason.</param>
public sealed class LogInGuard(Action<string> warn)
{
    private const string Advice = "Check user name, password and BMC key, first on one BMC alone; -IgnoreLogInGuard tries all of them in spite of refusals.";

    private readonly object _gate = new();
    private readonly CredentialIdentity _identity = new();
    private readonly Dictionary<string, CredentialTrial> _trials = [];
    private readonly Dictionary<BmcEndpoint, GuardedBmc> _bmcs = [];

    /// <summary>Begins a log-in.</summary>
    /// <param name="options">The BMC and the credential.</param>
    /// <param name="limit">The time limit of the log-in. It is stopped while the log-in waits.</param>
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

    /// <summary>Waits until no log-in to the BMC is in progress that may still be refused.</summary>
    /// <exception cref="IpmiException">The BMC refused one (kind BadCredential).</exception>
    internal async Task<GuardedBmc> EnterBmcAsync(BmcEndpoint endpoint, string name, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task<bool> first;
            lock (_gate)
            {
                if (!_bmcs.TryGetValue(endpoint, out GuardedBmc? bmc))
                    _bmcs[endpoint] = bmc = new GuardedBmc(name);
                if (bmc.Accepted == false)
                    throw NotTried($"{(bmc.Name == name ? name : $"{name} is the BMC '{bmc.Name}', at {endpoint.Address}, which")} refused a log-in before; it was not asked again.");
                if (bmc.TryEnter(name))
                    return bmc;
                first = bmc.First.Task;
            }

            await first.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Ends a log-in to a BMC, or reports that it can no longer be refused.</summary>
    internal void Leave(GuardedBmc bmc, bool? accepted)
    {
        lock (_gate)
            bmc.Leave(accepted);
    }

    internal void WarnOfGivingUp(CredentialTrial trial, string userName) =>
        warn($"BMCs that were not asked yet are left out, because {trial.Verdict(userName)}. {Advice}");

    internal static LogInNotTriedException NotTried(string message) => new(message, Advice);
}

/// <summary>The log-ins of a run to one BMC. The first one goes alone, so that a wrong password is sent once. Protected by the lock of its guard.</summary>
/// <param name="name">The name of the BMC in the present or refused log-in.</param>
internal sealed class GuardedBmc(string name)
{
    private bool _isTrying;

    public string Name { get; private set; } = name;

    /// <summary>Whether the BMC accepted a log-in of this run; null while unknown.</summary>
    public bool? Accepted { get; private set; }

    /// <summary>Completes when the log-in in progress has ended, or can no longer be refused.</summary>
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

/// <summary>The error of a log-in that was not tried, because of refusals in the same run. It has the same kind as a refusal.</summary>
internal sealed class LogInNotTriedException(string message, string advice) : IpmiException(IpmiErrorKind.BadCredential, message, advice);
