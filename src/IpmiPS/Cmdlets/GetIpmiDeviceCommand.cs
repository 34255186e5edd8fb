using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Device;

namespace IpmiPS.Cmdlets;

/// <summary>Gets information about BMCs: manufacturer, product, firmware, IPMI version, GUID, self test.</summary>
[Cmdlet(VerbsCommon.Get, "IpmiDevice", DefaultParameterSetName = ByName)]
[OutputType(typeof(DeviceInfo))]
public sealed class GetIpmiDeviceCommand : ControllerCmdlet
{
    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.User);

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken) =>
        output.Write(await DeviceInfoReader.GetAsync(bmc, cancellationToken).ConfigureAwait(false));
}
