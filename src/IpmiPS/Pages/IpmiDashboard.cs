using System;
using System.Linq;
using IpmiPS.Cmdlets;

namespace IpmiPS;

/// <summary>A dashboard of Start-IpmiDashboard. Who knows <see cref="Url"/> can read it and, with -AllowPower, change power.</summary>
[DisplayProperties(nameof(ComputerName), nameof(Id), nameof(Url), nameof(AllowPower), nameof(Running), nameof(MetricsUrl), nameof(MetricsToken))]
public sealed class IpmiDashboard
{
    private readonly Dashboard _dashboard;
    private readonly DashboardServer _server;

    internal IpmiDashboard(int id, Dashboard dashboard, DashboardServer server, DashboardOptions options)
    {
        _dashboard = dashboard;
        _server = server;
        Id = id;
        ComputerName = [.. dashboard.Board.All().Servers.Select(static server => server.Reading.ComputerName)];
        Address = server.Address;
        Port = server.Port;
        Url = $"{server.Address}?token={options.Token.Text}";
        AllowPower = options.AllowPower;
        MetricsUrl = server.Address + "metrics";
        MetricsToken = options.MetricsToken.Text;
    }

    /// <summary>The BMCs.</summary>
    public string[] ComputerName { get; }

    /// <summary>Number of the dashboard in this process.</summary>
    public int Id { get; }

    /// <summary>The address of the page with its token, to be opened in a browser of this computer.</summary>
    public string Url { get; }

    /// <summary>The address without the token.</summary>
    public string Address { get; }

    /// <summary>The TCP port.</summary>
    public int Port { get; }

    /// <summary>Whether the page may change power.</summary>
    public bool AllowPower { get; }

    /// <summary>The address of the metrics for Prometheus.</summary>
    public string MetricsUrl { get; }

    /// <summary>The bearer token for the metrics. It opens nothing else.</summary>
    public string MetricsToken { get; }

    /// <summary>Whether it is running.</summary>
    public bool Running { get; private set; } = true;

    internal void Stop()
    {
        Running = false;
        _server.Dispose();
        _dashboard.Dispose();
    }

    internal void WaitUntilStopped(TimeSpan time) => _dashboard.WaitUntilStopped(time);

    /// <inheritdoc/>
    public override string ToString() => Address;
}
