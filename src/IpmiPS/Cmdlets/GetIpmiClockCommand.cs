using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Sel;

namespace IpmiPS.Cmdlets;

/// <summary>Gets the clocks of BMCs, and how far they deviate from this computer's.</summary>
[Cmdlet(VerbsCommon.Get, "IpmiClock", DefaultParameterSetName = ByName)]
[OutputType(typeof(IpmiClock))]
public sealed class GetIpmiClockCommand : BmcCmdlet
{
    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.User);

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken) =>
        output.Write(await ClockReader.GetAsync(bmc, cancellationToken).ConfigureAwait(false));
}
