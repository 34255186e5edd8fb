using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Watching;

namespace IpmiPS.Cmdlets;

/// <summary>A BMC of the dashboard: how to log in to it, while the cmdlet that started the dashboard is long over. It has its own copy of the secrets.</summary>
internal sealed class FleetBmc : IIpmiTrace
{
    private const int MaximumWarnings = 20;

    private readonly BmcTarget _target;
    private readonly HashSet<string> _warnings = [];

    /// <param name="target">The BMC, as the cmdlet was given it.</param>
    /// <param name="place">Where the server is.</param>
    /// <param name="guard">Holds log-ins back if others are refused; null for none.</param>
    public FleetBmc(BmcTarget target, RackPlace place, LogInGuard? guard)
    {
        ComputerName = target.ComputerName;
        Place = place;
        _target = target;
        if (target.Options is not { } given)
            return;
        IpmiConnectOptions options = given.WithOwnSecrets() with { Guard = guard, Trace = this };
        _target = With(target, options with { HoldBack = PasswordHold.For(options) });
    }

    public string ComputerName { get; }

    public RackPlace Place { get; }

    /// <summary>Takes a warning, such as about a log-in that is not secure. Each log-in has it again; it is passed on once.</summary>
    public Action<string> Warned { get; set; } = static _ => { };

    bool IIpmiTrace.WantsPackets => false;

    void IIpmiTrace.Note(string text)
    {
    }

    void IIpmiTrace.Packet(string text)
    {
    }

    void IIpmiTrace.Warning(string text)
    {
        lock (_warnings)
            if (_warnings.Count == MaximumWarnings || !_warnings.Add(text))
                return;
        Warned(text);
    }

    /// <summary>Logs in to read; a session is used as it is.</summary>
    public Task<WatchConnection> ConnectAsync(CancellationToken cancellationToken) => ConnectAsync(_target, cancellationToken);

    /// <summary>A poll that has to be done within the time limit of the BMC (-TimeoutSeconds).</summary>
    public WatchPoll WithinLimit(WatchPoll poll) => (bmc, items, cancellationToken) => PollingCmdlet.PollAsync(poll, _target, bmc, items, cancellationToken);

    /// <summary>Logs in to change the power.</summary>
    public Task<WatchConnection> ConnectForPowerAsync(CancellationToken cancellationToken) => ConnectAsync(
        _target.Options is { } options ? With(_target, options with { PreferredPrivilege = PrivilegeLevel.Operator, MinimumPrivilege = options.Privilege ?? PrivilegeLevel.Operator }) : _target,
        cancellationToken);

    /// <summary>Disposes the secrets.</summary>
    public void Forget() => _target.Options?.DisposeSecrets();

    private static BmcTarget With(BmcTarget target, IpmiConnectOptions options) => BmcTarget.For(options, target.HasCredential, target.Needs, target.TimeLimit);

    private async Task<WatchConnection> ConnectAsync(BmcTarget target, CancellationToken cancellationToken) =>
        (await ConnectionScope.OpenAsync(target, this, BmcConnector.ConnectAsync, cancellationToken).ConfigureAwait(false)).ToWatch(target);
}
