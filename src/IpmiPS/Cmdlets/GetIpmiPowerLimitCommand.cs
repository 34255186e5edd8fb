using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Energy;

namespace IpmiPS.Cmdlets;

/// <summary>Reads the power limits of servers: those of DCMI, or else those of Intel Node Manager.</summary>
[Cmdlet(VerbsCommon.Get, "IpmiPowerLimit", DefaultParameterSetName = ByName)]
[OutputType(typeof(PowerLimit))]
public sealed class GetIpmiPowerLimitCommand : BmcCmdlet
{
    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.User);

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken) =>
        output.Write(await PowerLimitReader.GetAsync(bmc, cancellationToken).ConfigureAwait(false));
}
