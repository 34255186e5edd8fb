using System.Collections.Generic;
using System.Management.Automation;

namespace IpmiPS.Cmdlets;

/// <summary>Stops dashboards; all of this process, where none is given.</summary>
[Cmdlet(VerbsLifecycle.Stop, "IpmiDashboard", SupportsShouldProcess = true)]
public sealed class StopIpmiDashboardCommand : PSCmdlet
{
    /// <summary>The dashboards, as Start-IpmiDashboard returned them.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    public IpmiDashboard[]? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        IReadOnlyList<IpmiDashboard> dashboards = InputObject ?? DashboardRegistry.All;
        foreach (IpmiDashboard dashboard in dashboards)
            if (ShouldProcess(dashboard.Address, "Stop the dashboard"))
                DashboardRegistry.Stop(dashboard);
    }
}
