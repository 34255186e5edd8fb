using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Lan;

namespace IpmiPS.Cmdlets;

/// <summary>Reads the network settings of BMCs: IPv4, IPv6, VLAN, and everything else that a LAN channel has.</summary>
[Cmdlet(VerbsCommon.Get, "IpmiNetwork", DefaultParameterSetName = ByName)]
[OutputType(typeof(Network))]
public sealed class GetIpmiNetworkCommand : BmcCmdlet
{
    /// <summary>The LAN channel, 1 to 11; default all LAN channels.</summary>
    [Parameter]
    [OptionalNumberCell("Channel", 1, 11)]
    public int? Channel
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Read the packet counters, too.</summary>
    [Parameter]
    public SwitchParameter Statistics { get; set; }

    /// <summary>Read the SNMP community, too, which serves as a password.</summary>
    [Parameter]
    public SwitchParameter IncludeCommunity { get; set; }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Operator);

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        var options = new NetworkReadOptions { Channel = Channel, IncludeStatistics = Statistics, IncludeCommunity = IncludeCommunity };
        foreach (Network network in await NetworkReader.GetAsync(bmc, options, cancellationToken).ConfigureAwait(false))
            output.Write(network);
    }
}
