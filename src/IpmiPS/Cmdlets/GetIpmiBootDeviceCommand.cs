using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Boot;

namespace IpmiPS.Cmdlets;

/// <summary>Gets the next boot device of servers.</summary>
[Cmdlet(VerbsCommon.Get, "IpmiBootDevice", DefaultParameterSetName = ByName)]
[OutputType(typeof(BootDeviceInfo))]
public sealed class GetIpmiBootDeviceCommand : BmcCmdlet
{
    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Operator);

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken) =>
        output.Write(await BootDeviceControl.GetAsync(bmc, cancellationToken).ConfigureAwait(false));
}
