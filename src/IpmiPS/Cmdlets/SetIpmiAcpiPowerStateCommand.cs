using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Device;

namespace IpmiPS.Cmdlets;

/// <summary>Tells BMCs the ACPI power states. This does not turn anything on or off.</summary>
[Cmdlet(VerbsCommon.Set, "IpmiAcpiPowerState", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(AcpiPowerUpdate))]
public sealed class SetIpmiAcpiPowerStateCommand : BmcCmdlet
{
    /// <summary>State of the system, such as S0 or S5.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [EnumCell("System", typeof(AcpiSystemState), IsNullable = true)]
    public AcpiSystemState? System
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>State of the BMC as a device, D0 to D3.</summary>
    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true)]
    [EnumCell("Device", typeof(AcpiDeviceState), IsNullable = true)]
    public AcpiDeviceState? Device
    {
        get;
        set => field = TakeCell(value);
    }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Administrator)
    {
        OncePerBmc = true,
        Settings = (System == AcpiSystemState.NoChange ? null : System, Device == AcpiDeviceState.NoChange ? null : Device),
    };

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        var (system, device) = ((AcpiSystemState?, AcpiDeviceState?))target.Needs.Settings!;
        if (system is null && device is null)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, "There is nothing to set.", "Give -System or -Device, on the command line or as columns of the input.");
        AcpiPowerControl change = await AcpiPowerControl.PrepareAsync(bmc, system, device, cancellationToken).ConfigureAwait(false);
        await ApplyAsync(target, bmc, "Set the ACPI power state", change, output, cancellationToken).ConfigureAwait(false);
    }
}
