using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Device;

namespace IpmiPS.Cmdlets;

/// <summary>Sets names and addresses that BMCs keep about their systems, and reads them back.</summary>
[Cmdlet(VerbsCommon.Set, "IpmiSystemInfo", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(SystemInfoUpdate))]
public sealed class SetIpmiSystemInfoCommand : BmcCmdlet
{
    /// <summary>Version of the system's firmware (BIOS). At most 255 bytes; many BMCs store 64. An empty text changes nothing.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [AllowNull]
    public string? FirmwareVersion { get; set; }

    /// <summary>Name of the system. At most 255 bytes; many BMCs store 64. An empty text changes nothing.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [AllowNull]
    public string? SystemName { get; set; }

    /// <summary>Name of the operating system that the system usually starts. At most 255 bytes; many BMCs store 64. An empty text changes nothing.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [AllowNull]
    public string? PrimaryOperatingSystem { get; set; }

    /// <summary>Name of the operating system that runs; cleared when the system restarts. At most 255 bytes; many BMCs store 64. An empty text changes nothing.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [AllowNull]
    public string? OperatingSystem { get; set; }

    /// <summary>Version of the operating system that runs. At most 255 bytes; many BMCs store 64. An empty text changes nothing.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [AllowNull]
    public string? OperatingSystemVersion { get; set; }

    /// <summary>Address of the BMC's web interface. At most 255 bytes; many BMCs store 64. An empty text changes nothing.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [AllowNull]
    public string? BmcUrl { get; set; }

    /// <summary>Address of the hypervisor's or operating system's management. At most 255 bytes; many BMCs store 64. An empty text changes nothing.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [AllowNull]
    public string? HypervisorUrl { get; set; }

    /// <summary>Texts to clear.</summary>
    [Parameter]
    public SystemInfoText Clear { get; set; }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Administrator)
    {
        OncePerBmc = true,
        Settings = new SystemInfo
        {
            FirmwareVersion = Wanted(FirmwareVersion, SystemInfoText.FirmwareVersion),
            SystemName = Wanted(SystemName, SystemInfoText.SystemName),
            PrimaryOperatingSystem = Wanted(PrimaryOperatingSystem, SystemInfoText.PrimaryOperatingSystem),
            OperatingSystem = Wanted(OperatingSystem, SystemInfoText.OperatingSystem),
            OperatingSystemVersion = Wanted(OperatingSystemVersion, SystemInfoText.OperatingSystemVersion),
            BmcUrl = Wanted(BmcUrl, SystemInfoText.BmcUrl),
            HypervisorUrl = Wanted(HypervisorUrl, SystemInfoText.HypervisorUrl),
        },
    };

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        SystemInfoChange change = await SystemInfoChange.PrepareAsync(bmc, (SystemInfo)target.Needs.Settings!, cancellationToken).ConfigureAwait(false);
        await ApplyAsync(target, bmc, "Set the system information", change, output, cancellationToken).ConfigureAwait(false);
    }

    private string? Wanted(string? text, SystemInfoText name) => (Clear & name) != 0 ? "" : string.IsNullOrEmpty(text) ? null : text;
}
