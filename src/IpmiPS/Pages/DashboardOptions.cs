using System;

namespace IpmiPS.Cmdlets;

/// <summary>How a dashboard is served.</summary>
internal sealed record DashboardOptions
{
    /// <summary>The port; 0 for a free one.</summary>
    public int Port { get; init; }

    /// <summary>What whoever opens the page has to know.</summary>
    public AccessToken Token { get; init; } = AccessToken.Create();

    /// <summary>With it, only metrics can be read.</summary>
    public AccessToken MetricsToken { get; init; } = AccessToken.Create();

    /// <summary>Whether the page may change power.</summary>
    public bool AllowPower { get; init; }

    /// <summary>The time from one reading of a server to the next.</summary>
    public TimeSpan Interval { get; init; }

    /// <summary>What the page says of itself.</summary>
    public PageOptions Page { get; init; } = new();
}
