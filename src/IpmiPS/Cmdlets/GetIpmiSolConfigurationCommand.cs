using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Sol;

namespace IpmiPS.Cmdlets;

/// <summary>Reads how serial over LAN is set up: whether it is enabled, who may open the console, protection, bit rates, timing.</summary>
[Cmdlet(VerbsCommon.Get, "IpmiSolConfiguration", DefaultParameterSetName = ByName)]
[OutputType(typeof(SolConfiguration))]
public sealed class GetIpmiSolConfigurationCommand : BmcCmdlet
{
    private const byte PresentChannel = 0x0E;

    /// <summary>Channels, 0 to 15; default 14, which is the channel of the session.</summary>
    [Parameter(Position = 1)]
    [ValidateRange(0, 15)]
    public byte[] Channel { get; set; } = [PresentChannel];

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Operator);

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        foreach (byte channel in Channel)
            output.Write(await SolConfigurationChange.ReadAsync(bmc, channel, cancellationToken).ConfigureAwait(false));
    }
}
