using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Boot;

namespace IpmiPS.Cmdlets;

/// <summary>Sets what machines boot from, the next time or always, and gives it as read back from the BMC.</summary>
[Cmdlet(VerbsCommon.Set, "IpmiBootDevice", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(BootDeviceInfo))]
public sealed class SetIpmiBootDeviceCommand : BmcCmdlet
{
    /// <summary>The device; None takes an override back.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    public BootDevice Device { get; set; }

    /// <summary>For all boots to come, rather than the next one.</summary>
    [Parameter]
    public SwitchParameter Persistent { get; set; }

    /// <summary>Boot in UEFI mode, rather than legacy.</summary>
    [Parameter]
    public SwitchParameter Uefi { get; set; }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Operator)
    {
        OncePerBmc = true,
        Action = "Send Set System Boot Options: " + (Device == BootDevice.None
            ? "take the boot device override back"
            : $"boot from {Device} {(Persistent ? "always" : "once")}, {(Uefi ? "UEFI" : "legacy")}"),
    };

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        BootDeviceInfo set = await BootDeviceControl.SetAsync(bmc, Device, Persistent, Uefi, cancellationToken).ConfigureAwait(false);
        output.Write(set);
        if (set.Note is { } note)
            output.Warning(note);
    }
}
