using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Device;

namespace IpmiPS.Cmdlets;

/// <summary>Stops the watchdog timers of BMCs. Their settings stay.</summary>
[Cmdlet(VerbsLifecycle.Stop, "IpmiWatchdog", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(WatchdogUpdate))]
public sealed class StopIpmiWatchdogCommand : BmcCmdlet
{
    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Operator) { OncePerBmc = true };

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        WatchdogChange change = await WatchdogChange.PrepareStopAsync(bmc, cancellationToken).ConfigureAwait(false);
        await ApplyAsync(target, bmc, "Stop the watchdog timer", change, output, cancellationToken).ConfigureAwait(false);
    }
}
