using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Power;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Turns servers on and off, cycles and resets them. It reads the state first, sends the change at most once, and verifies
/// the result. Like Restart-Computer, it asks for confirmation only with -Confirm; -WhatIf sends nothing.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "IpmiPower", DefaultParameterSetName = ByName, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(PowerResult))]
public sealed class InvokeIpmiPowerCommand : ControllerCmdlet
{
    /// <summary>What to do: On, Off, Cycle, Reset, Soft (the operating system shuts down), Diagnostic (NMI), or only read the state: Status.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    public PowerAction Action { get; set; }

    /// <summary>Wait until the server has the requested state, for 5 minutes or -TimeoutSeconds.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>Let Cycle and Reset turn on a server that is off, without confirmation.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Results are always written; the parameter exists for scripts that always use it.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>The part of the time limit, at most a tenth, that is reserved for the result.</summary>
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
