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

    private readonly IpmiConnectOptions? _options;
    private readonly IpmiSession? _session;
    private readonly HashSet<string> _warnings = [];

    /// <param name="target">The BMC, as the cmdlet was given it.</param>
    /// <param name="place">Where the server is.</param>
    /// <param name="guard">Holds log-ins back if others are refused; null for none.</param>
    public FleetBmc(BmcTarget target, RackPlace place, LogInGuard? guard)
    {
        ComputerName = target.ComputerName;
        Place = place;
        _session = target.Session;
        _options = target.Options is { } options ? options.WithOwnSecrets() with { Guard = guard, Trace = this } : null;
        if (_options is not null)
            _options = _options with { HoldBack = PasswordHold.For(_options) };
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
    public Task<WatchConnection> ConnectAsync(CancellationToken cancellationToken) => ConnectAsync(_options, cancellationToken);

    /// <summary>Logs in to change the power.</summary>
    public Task<WatchConnection> ConnectForPowerAsync(CancellationToken cancellationToken) =>
        ConnectAsync(_options is null ? null : _options with { PreferredPrivilege = PrivilegeLevel.Operator, MinimumPrivilege = _options.Privilege ?? PrivilegeLevel.Operator }, cancellationToken);

    /// <summary>Disposes the secrets.</summary>
    public void Forget() => _options?.DisposeSecrets();

    private async Task<WatchConnection> ConnectAsync(IpmiConnectOptions? options, CancellationToken cancellationToken)
    {
        if (_session is { } session)
            return new WatchConnection(session.Attach(new SwitchableTrace(), BmcConnector.ConnectAsync), isOwn: false, () => session.State != IpmiSessionState.Closed, static () => { });
        IBmcSession client = await BmcConnector.ConnectAsync(options!, cancellationToken).ConfigureAwait(false);
        return new WatchConnection(client, isOwn: true, () => client.IsOpen, () => PendingCloses.Add(client));
    }
}
