using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Device;

namespace IpmiPS.Cmdlets;

/// <summary>Reads which functions of message reception and event logging BMCs have enabled.</summary>
[Cmdlet(VerbsCommon.Get, "IpmiGlobalEnable", DefaultParameterSetName = ByName)]
[OutputType(typeof(GlobalEnables))]
public sealed class GetIpmiGlobalEnableCommand : BmcCmdlet
{
    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.User);

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken) =>
        output.Write(await GlobalEnablesControl.GetAsync(bmc, cancellationToken).ConfigureAwait(false));
}
