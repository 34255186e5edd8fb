using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Sel;

namespace IpmiPS.Cmdlets;

/// <summary>Gets where BMCs send their events.</summary>
[Cmdlet(VerbsCommon.Get, "IpmiEventReceiver", DefaultParameterSetName = ByName)]
[OutputType(typeof(IpmiEventReceiver))]
public sealed class GetIpmiEventReceiverCommand : BmcCmdlet
{
    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.User);

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken) =>
        output.Write(await EventReceiverChange.GetAsync(bmc, cancellationToken).ConfigureAwait(false));
}
