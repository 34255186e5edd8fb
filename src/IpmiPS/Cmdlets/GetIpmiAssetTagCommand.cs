using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Energy;

namespace IpmiPS.Cmdlets;

/// <summary>Reads the asset tags of servers, and the identifiers of their controllers, by DCMI.</summary>
[Cmdlet(VerbsCommon.Get, "IpmiAssetTag", DefaultParameterSetName = ByName)]
[OutputType(typeof(AssetTagInfo))]
public sealed class GetIpmiAssetTagCommand : BmcCmdlet
{
    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.User);

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken) =>
        output.Write(await AssetTagReader.GetAsync(bmc, cancellationToken).ConfigureAwait(false));
}
