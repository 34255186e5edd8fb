using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Device;

namespace IpmiPS.Cmdlets;

/// <summary>Reads names and addresses that BMCs keep about their systems: firmware version, system name, operating system, URLs.</summary>
[Cmdlet(VerbsCommon.Get, "IpmiSystemInfo", DefaultParameterSetName = ByName)]
[OutputType(typeof(SystemInfo))]
public sealed class GetIpmiSystemInfoCommand : BmcCmdlet
{
    /// <summary>Parameters of the vendor to read as well, 192 to 255; they are returned as bytes.</summary>
    [Parameter]
    [ValidateRange(192, 255)]
    public byte[] OemParameter { get; set; } = [];

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.User);

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken) =>
        output.Write(await SystemInfoReader.GetAsync(bmc, OemParameter, cancellationToken).ConfigureAwait(false));
}
