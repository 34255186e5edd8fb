using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Pef;

namespace IpmiPS.Cmdlets;

/// <summary>Reads the alert destinations of BMCs: the receivers that alert policies name.</summary>
[Cmdlet(VerbsCommon.Get, "IpmiAlertDestination", DefaultParameterSetName = ByName)]
[OutputType(typeof(AlertDestination))]
public sealed class GetIpmiAlertDestinationCommand : BmcCmdlet
{
    /// <summary>Numbers of destinations, 0 to 15, where 0 is volatile; default all.</summary>
    [Parameter(Position = 1)]
    [ValidateRange(0, 15)]
    public int[]? Number { get; set; }

    /// <summary>LAN channel, 1 to 11; default all.</summary>
    [Parameter]
    [ValidateRange(1, 11)]
    public int? Channel { get; set; }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Operator);

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        foreach (AlertDestination destination in await AlertRowReader.ReadDestinationsAsync(bmc, Channel, Number, cancellationToken).ConfigureAwait(false))
            output.Write(destination);
    }
}
