using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Power;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Turns machines on and off, cycles and resets them. Asks for the state first, changes at most once, and looks afterwards
/// whether the machine followed. Like Restart-Computer it does not ask, unless with -Confirm; -WhatIf sends nothing.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "IpmiPower", DefaultParameterSetName = ByName, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(PowerResult))]
public sealed class InvokeIpmiPowerCommand : BmcCmdlet
{
    /// <summary>What to do: On, Off, Cycle, Reset, Soft (the operating system shuts down), Diagnostic (NMI), or only ask: Status.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    public PowerAction Action { get; set; }

    /// <summary>Wait until the machine has the state that the action leads to, for 5 minutes or -TimeoutSeconds.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>Let Cycle and Reset turn on a machine that is off, and do not ask.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The results are written in any case; this is taken for the sake of scripts that give it everywhere.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>What is kept of the time limit, a tenth of it at most, so that the result is there before the work is cut off.</summary>
    private static readonly TimeSpan TimeToReport = TimeSpan.FromSeconds(2);

    private protected override BmcNeeds Needs => Action == PowerAction.Status
        ? new(IpmiPS.PrivilegeLevel.User)
        : new(IpmiPS.PrivilegeLevel.Operator) { OncePerBmc = true, Action = Describe(Action), Force = Force };

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        var options = new PowerOptions { Wait = Wait, Force = Force };
        if (Opener.TimeLeft is { } left)
            options = options with { WaitTimeout = TimeSpan.FromTicks(Math.Max(left.Ticks / 10 * 9, left.Ticks - TimeToReport.Ticks)) };
        output.Write(await ChassisPower.InvokeAsync(bmc, Action, options, cancellationToken).ConfigureAwait(false));
    }

    private static string Describe(PowerAction action) => action switch
    {
        PowerAction.On => "Send Chassis Control (power up): turn the machine on",
        PowerAction.Off => "Send Chassis Control (power down): turn the machine off, without shutting down its operating system",
        PowerAction.Cycle => "Send Chassis Control (power cycle): turn the machine off and on again, without shutting down its operating system",
        PowerAction.Reset => "Send Chassis Control (hard reset): reset the machine, without shutting down its operating system",
        PowerAction.Soft => "Send Chassis Control (soft shutdown): shut down the machine's operating system",
        _ => "Send Chassis Control (diagnostic interrupt): send an NMI to the machine",
    };
}
