using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Device;

namespace IpmiPS.Cmdlets;

/// <summary>Reads the watchdog timers of BMCs: whether they run, what happens when they expire, and what is left of the countdown.</summary>
[Cmdlet(VerbsCommon.Get, "IpmiWatchdog", DefaultParameterSetName = ByName)]
[OutputType(typeof(Watchdog))]
public sealed class GetIpmiWatchdogCommand : BmcCmdlet
{
    /// <summary>Read a running timer each second until it expires, stops, or has other settings, and return each state that differs in more than the countdown.</summary>
    [Parameter]
    public SwitchParameter Watch { get; set; }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.User);

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        if (Watch)
            await WatchdogControl.WatchAsync(bmc, output.Write, cancellationToken).ConfigureAwait(false);
        else
            output.Write(await WatchdogControl.GetAsync(bmc, cancellationToken).ConfigureAwait(false));
    }
}
