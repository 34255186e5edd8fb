using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Lan;

namespace IpmiPS.Cmdlets;

/// <summary>Reads the channels of BMCs: what they are, and who may use them, with the active and the stored settings.</summary>
[Cmdlet(VerbsCommon.Get, "IpmiChannel", DefaultParameterSetName = ByName)]
[OutputType(typeof(ChannelSettings))]
public sealed class GetIpmiChannelCommand : BmcCmdlet
{
    /// <summary>Channels, 0 to 15, where 14 is the one that you are connected through; default all.</summary>
    [Parameter]
    [ValidateRange(0, 15)]
    public int[]? Channel { get; set; }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.User);

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        foreach (ChannelSettings channel in await ChannelReader.GetAsync(bmc, Channel, cancellationToken).ConfigureAwait(false))
            output.Write(channel);
    }
}
