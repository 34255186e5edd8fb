using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Energy;

namespace IpmiPS.Cmdlets;

/// <summary>Reads what BMCs have of DCMI, and how it is set: DHCP and the limit of the inlet's temperature.</summary>
[Cmdlet(VerbsCommon.Get, "IpmiDcmiConfiguration", DefaultParameterSetName = ByName)]
[OutputType(typeof(DcmiConfiguration))]
public sealed class GetIpmiDcmiConfigurationCommand : BmcCmdlet
{
    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.User);

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken) =>
        output.Write(await DcmiConfigurationReader.GetAsync(bmc, cancellationToken).ConfigureAwait(false));
}
