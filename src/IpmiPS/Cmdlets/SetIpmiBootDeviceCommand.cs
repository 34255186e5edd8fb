using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Boot;

namespace IpmiPS.Cmdlets;

/// <summary>Sets the boot device of servers, once or permanently, and returns it as read back from the BMC.</summary>
[Cmdlet(VerbsCommon.Set, "IpmiBootDevice", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(BootDeviceInfo))]
public sealed class SetIpmiBootDeviceCommand : BmcCmdlet
{
    /// <summary>The device; None removes an override.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    public BootDevice Device { get; set; }

    /// <summary>For all boots instead of only the next one.</summary>
    [Parameter]
    public SwitchParameter Persistent { get; set; }

    /// <summary>Boot in UEFI mode instead of legacy mode.</summary>
    [Parameter]
    public SwitchParameter Uefi { get; set; }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Operator)
    {
        OncePerBmc = true,
        Action = "Send Set System Boot Options: " + (Device == BootDevice.None
            ? "remove the boot device override"
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
