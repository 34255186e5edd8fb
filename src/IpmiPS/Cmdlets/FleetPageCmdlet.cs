using System;
using System.Management.Automation;
using IpmiPS.Health;

namespace IpmiPS.Cmdlets;

/// <summary>A cmdlet that shows many servers on a page. A row may say in which rack a server is.</summary>
public abstract class FleetPageCmdlet : TargetCmdlet
{
    /// <summary>The rack of the server.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? Rack { get; set; }

    /// <summary>The rack unit of the server, from 1 at the bottom to 60: 12, U12 or 12-13.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Unit", "Position")]
    [AllowNull]
    [AllowEmptyString]
    public string? RackUnit { get; set; }

    /// <summary>The title of the page.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Title { get; set; } = "IPMI fleet";

    /// <summary>A server that is off can be healthy.</summary>
    [Parameter]
    public SwitchParameter AllowPowerOff { get; set; }

    /// <summary>A data file (.psd1) with rules that replace the severities of events, or leave events out, as for Get-IpmiSel.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RulePath { get; set; }

    /// <summary>Some BMCs want an operator for the network addresses of the inventory.</summary>
    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Operator) { MinimumPrivilege = IpmiPS.PrivilegeLevel.User, Settings = RackPlace.From(Rack, RackUnit) };

    /// <summary>What counts as healthy.</summary>
    private protected HealthOptions Health { get; private set; } = new();

    /// <summary>The version of the module, such as 1.2.3.</summary>
    private protected static string ModuleVersion { get; } = typeof(FleetPageCmdlet).Assembly.GetName().Version.ToString(3);

    /// <summary>Where a server is.</summary>
    private protected static RackPlace PlaceOf(BmcTarget target) => (RackPlace)target.Needs.Settings!;

    /// <inheritdoc/>
    protected override void Begin()
    {
        try
        {
            Health = new HealthOptions { AllowPowerOff = AllowPowerOff, Rules = RulePath is null ? null : SelRuleFile.Read(this, RulePath) };
        }
        catch (IpmiException error)
        {
            ThrowTerminatingError(ErrorRecords.From(error, null));
        }

        base.Begin();
    }
}
