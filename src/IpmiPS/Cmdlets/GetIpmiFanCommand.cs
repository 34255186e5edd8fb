using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Cooling;

namespace IpmiPS.Cmdlets;

/// <summary>Reads the fans of servers: speed, health, and how they are controlled.</summary>
[Cmdlet(VerbsCommon.Get, "IpmiFan", DefaultParameterSetName = ByName)]
[OutputType(typeof(FanReading))]
public sealed class GetIpmiFanCommand : BmcCmdlet
{
    private protected override BmcNeeds Needs => new(Privilege: null);

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        var fans = await FanReader.ReadAsync(bmc, cancellationToken).ConfigureAwait(false);
        foreach (FanReading fan in fans)
            output.Write(fan);
        if (fans.Count == 0)
            output.Warning("The BMC has no sensors of fans.");
    }
}
