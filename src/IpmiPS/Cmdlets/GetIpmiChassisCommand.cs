using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Power;

namespace IpmiPS.Cmdlets;

/// <summary>Reads what BMCs report about the chassis: power, restore policy, buttons, identify light, faults, power-on hours.</summary>
[Cmdlet(VerbsCommon.Get, "IpmiChassis", DefaultParameterSetName = ByName)]
[OutputType(typeof(Chassis))]
public sealed class GetIpmiChassisCommand : ControllerCmdlet
{
    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.User);

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken) =>
        output.Write(await ChassisReader.GetAsync(bmc, cancellationToken).ConfigureAwait(false));
}
