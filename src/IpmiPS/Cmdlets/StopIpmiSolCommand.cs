using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Sol;

namespace IpmiPS.Cmdlets;

/// <summary>Closes the serial consoles of servers, whoever has them open: a console that another session holds, or that was left open.</summary>
[Cmdlet(VerbsLifecycle.Stop, "IpmiSol", DefaultParameterSetName = ByName, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(SolDeactivation))]
public sealed class StopIpmiSolCommand : BmcCmdlet
{
    /// <summary>The console, 1 to 15; default all that are open. Nearly all BMCs have one.</summary>
    [Parameter(Position = 1)]
    [ValidateRange(1, 15)]
    public byte Instance { get; set; }

    /// <summary>Close without asking.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override BmcNeeds Needs => new(Privilege: null)
    {
        OncePerBmc = true,
        Action = "Send Deactivate Payload: close " + (Instance == 0 ? "every serial console that is open" : $"serial console {Instance}") + ", also that of another session",
        Force = Force,
    };

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        foreach (SolDeactivation console in await SolDeactivator.RunAsync(bmc, Instance == 0 ? null : Instance, cancellationToken).ConfigureAwait(false))
            output.Write(console);
    }
}
