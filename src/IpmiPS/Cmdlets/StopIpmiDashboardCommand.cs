using System.Collections.Generic;
using System.Management.Automation;

namespace IpmiPS.Cmdlets;

/// <summary>Stops dashboards; all of this process, where none is given.</summary>
[Cmdlet(VerbsLifecycle.Stop, "IpmiDashboard", SupportsShouldProcess = true)]
[OutputType(typeof(IpmiDashboard))]
public sealed class StopIpmiDashboardCommand : PSCmdlet
{
    /// <summary>The dashboards, as Start-IpmiDashboard returned them.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    public IpmiDashboard[]? InputObject { get; set; }

    /// <summary>Give what was stopped.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        IReadOnlyList<IpmiDashboard> dashboards = InputObject ?? DashboardRegistry.All;
        foreach (IpmiDashboard dashboard in dashboards)
        {
            if (!ShouldProcess(dashboard.Address, "Stop the dashboard"))
                continue;
            DashboardRegistry.Stop(dashboard);
            if (PassThru)
                WriteObject(dashboard);
        }
    }
}
