using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Power;

namespace IpmiPS.Cmdlets;

/// <summary>Gets the power state of servers, its last change, and power faults.</summary>
[Cmdlet(VerbsCommon.Get, "IpmiPower", DefaultParameterSetName = ByName)]
[OutputType(typeof(PowerStatus))]
public sealed class GetIpmiPowerCommand : ControllerCmdlet
{
    /// <summary>Read also what last started the server.</summary>
    [Parameter]
    public SwitchParameter IncludeRestartCause { get; set; }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.User);

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken) =>
        output.Write(IncludeRestartCause
            ? await ChassisPower.GetWithRestartCauseAsync(bmc, cancellationToken).ConfigureAwait(false)
            : await ChassisPower.GetAsync(bmc, cancellationToken).ConfigureAwait(false));
}
