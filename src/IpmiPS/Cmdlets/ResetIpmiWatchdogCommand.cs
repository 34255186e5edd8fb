using System.Globalization;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Device;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Starts the watchdog timers of BMCs, or starts their countdown again. To start a stopped timer that resets the server or turns it off is asked about as a change of high
/// impact.
/// </summary>
[Cmdlet(VerbsCommon.Reset, "IpmiWatchdog", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(WatchdogUpdate))]
public sealed class ResetIpmiWatchdogCommand : BmcCmdlet
{
    /// <summary>Do not ask.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Operator) { OncePerBmc = true, Force = Force };

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        Watchdog before = await WatchdogControl.GetAsync(bmc, cancellationToken).ConfigureAwait(false);
        string action = string.Format(
            CultureInfo.InvariantCulture, "Send Reset Watchdog Timer: {0} the countdown of {1} s, after which the action is {2}", before.Running ? "restart" : "start", before.InitialCountdown, before.Action);
        string? danger = before.Running || before.Action == WatchdogAction.None ? null : WatchdogControl.DescribeDanger(before.Action);
        if (await ConfirmAsync(target, bmc, action, output, cancellationToken, danger).ConfigureAwait(false))
            output.Write(await WatchdogControl.ResetAsync(bmc, cancellationToken).ConfigureAwait(false));
    }
}
