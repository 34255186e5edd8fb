using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Device;

namespace IpmiPS.Cmdlets;

/// <summary>Reads the ACPI power states that BMCs were last told.</summary>
[Cmdlet(VerbsCommon.Get, "IpmiAcpiPowerState", DefaultParameterSetName = ByName)]
[OutputType(typeof(AcpiPower))]
public sealed class GetIpmiAcpiPowerStateCommand : BmcCmdlet
{
    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.User);

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken) =>
        output.Write(await AcpiPowerControl.GetAsync(bmc, cancellationToken).ConfigureAwait(false));
}
