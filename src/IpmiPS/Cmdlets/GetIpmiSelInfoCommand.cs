using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Sel;

namespace IpmiPS.Cmdlets;

/// <summary>Gets the usage of the system event logs of BMCs, their last changes, and their clocks.</summary>
[Cmdlet(VerbsCommon.Get, "IpmiSelInfo", DefaultParameterSetName = ByName)]
[OutputType(typeof(SelInfo))]
public sealed class GetIpmiSelInfoCommand : ControllerCmdlet
{
    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.User);

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken) =>
        output.Write(await SelReader.GetInfoAsync(bmc, cancellationToken).ConfigureAwait(false));
}
