using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Assets;

namespace IpmiPS.Cmdlets;

/// <summary>Gets one flat row for each server, for a CMDB or a CSV file: maker, model, serial and part numbers, firmware, addresses, power state, names.</summary>
[Cmdlet(VerbsCommon.Get, "IpmiInventory", DefaultParameterSetName = ByName)]
[OutputType(typeof(ServerInventory))]
public sealed class GetIpmiInventoryCommand : BmcCmdlet
{
    /// <summary>The addresses need an operator; a user gets the rest.</summary>
    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Operator) { MinimumPrivilege = IpmiPS.PrivilegeLevel.User };

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken) =>
        output.Write(await ServerInventoryReader.GetAsync(bmc, cancellationToken).ConfigureAwait(false));
}
