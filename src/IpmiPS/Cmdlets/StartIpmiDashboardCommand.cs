using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Watching;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Starts a web page on 127.0.0.1 that shows many servers as they are now, in the background of this process, and metrics for Prometheus. It only reads, unless -AllowPower is given.
/// </summary>
[Cmdlet(VerbsLifecycle.Start, "IpmiDashboard", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(IpmiDashboard))]
public sealed class StartIpmiDashboardCommand : FleetPageCmdlet
{
    private const int MinimumToken = 16;

    /// <summary>BMCs that are polled less often because they do not respond are polled at least this often.</summary>
    private static readonly TimeSpan MaximumBackOff = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, FleetBmc> _bmcs = new(StringComparer.OrdinalIgnoreCase);
    private LogInGuard? _guard;
    private bool _isConfirmed, _isStarted;

    /// <summary>TCP port on 127.0.0.1; default a free one.</summary>
    [Parameter]
    [ValidateRange(0, 65535)]
    public int ListenPort { get; set; }

    /// <summary>The time from one reading of a server to the next, in seconds.</summary>
    [Parameter]
    [ValidateRange(5, 86400)]
    public int IntervalSeconds { get; set; } = 60;

    /// <summary>Whether sessions are kept between readings (Kept), or each reading logs in and out (PerPoll). Auto, the default, is Kept up to an interval of 60 seconds.</summary>
    [Parameter]
    public WatchSessionMode SessionMode { get; set; }

    /// <summary>Let the page turn servers on and off, after a confirmation. Needs users with the privilege Operator.</summary>
    [Parameter]
    public SwitchParameter AllowPower { get; set; }

    /// <summary>The bearer token for the metrics, at least 16 characters; default a random one.</summary>
    [Parameter]
    public SecureString? MetricsToken { get; set; }

    /// <summary>A page that only reads needs no more than User.</summary>
    private protected override BmcNeeds Needs => base.Needs with { Privilege = IpmiPS.PrivilegeLevel.User };

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (MetricsToken is { Length: < MinimumToken })
            ThrowTerminatingError(ErrorRecords.InvalidParameter($"-MetricsToken has fewer than {MinimumToken} characters.", null, "Give a longer one, or none for a random one."));
        base.Begin();
        _isConfirmed = ShouldProcess(ListenPort == 0 ? "127.0.0.1" : $"127.0.0.1:{ListenPort}", AllowPower ? "Start a dashboard that can change power" : "Start a dashboard");
        _guard = IgnoreLogInGuard ? null : new LogInGuard(static _ => { });
    }

    /// <inheritdoc/>
    protected override void Read()
    {
        if (!_isConfirmed)
            return;
        foreach (BmcTarget target in ReadTargets())
            if (!_bmcs.ContainsKey(target.ComputerName))
                _bmcs.Add(target.ComputerName, new FleetBmc(target, PlaceOf(target), _guard));
    }

    private protected override Task WorkAsync(BmcTarget target, TargetOutput output, CancellationToken cancellationToken) => Task.CompletedTask; // the dashboard does the work

    /// <inheritdoc/>
    protected override void Conclude()
    {
        if (_bmcs.Count == 0)
            return;
        var options = new DashboardOptions
        {
            Port = ListenPort,
            AllowPower = AllowPower,
            Interval = TimeSpan.FromSeconds(IntervalSeconds),
            MetricsToken = MetricsToken is null ? AccessToken.Create() : new AccessToken(Secrets.Reveal(MetricsToken)),
            Page = new PageOptions { Title = Title, Version = ModuleVersion },
        };
        var watch = new WatchOptions { Interval = options.Interval, SessionMode = SessionMode, ThrottleLimit = ThrottleLimit, MissLimit = 1, MaximumBackOff = MaximumBackOff };
        var dashboard = new Dashboard([.. _bmcs.Values], new ServerReader(Health), watch);
        _isStarted = true;
        try
        {
            var server = new DashboardServer(dashboard, options);
            dashboard.Begin();
            WriteObject(DashboardRegistry.Add(dashboard, server, options));
        }
        catch (IpmiException error)
        {
            dashboard.Dispose();
            ThrowTerminatingError(ErrorRecords.From(error, null));
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isStarted)
            foreach (FleetBmc bmc in _bmcs.Values)
                bmc.Forget();
        base.Dispose(disposing);
    }
}
