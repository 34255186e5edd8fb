using System;
using System.Globalization;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Sdr;

namespace IpmiPS.Cmdlets;

/// <summary>Replaces the SDR repository of a BMC by the records of a file, after a backup, and reads it back. If that fails, the previous records are restored.</summary>
[Cmdlet(VerbsData.Import, "IpmiSdr", DefaultParameterSetName = ByName, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(SdrImportResult))]
public sealed class ImportIpmiSdrCommand : BmcCmdlet
{
    private SdrImage _image = null!;

    /// <summary>The file: raw records, as Export-IpmiSdr and ipmitool's "sdr dump" write them.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Folder for the backup of the present records; default the current one. The file has the BMC's name, the time and the ending .sdr.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string BackupPath { get; set; } = ".";

    /// <summary>Do not ask.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Operator) { OncePerBmc = true, TimeLimitEndsWork = false, StopTimeout = TimeSpan.FromSeconds(10), Force = Force };

    /// <inheritdoc/>
    protected override void Begin()
    {
        try
        {
            _image = SdrImage.Parse(BinaryFile.Read(this, nameof(Path), Path));
        }
        catch (IpmiException error)
        {
            ThrowTerminatingError(ErrorRecords.From(error, null));
        }

        base.Begin();
    }

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        string name = string.Format(CultureInfo.InvariantCulture, "-{0:yyyyMMdd-HHmmss-fff}.sdr", DateTime.Now);
        string backup = await BinaryFile.ResolveAsync(this, output, nameof(BackupPath), BackupPath, target.ComputerName, name, cancellationToken).ConfigureAwait(false);
        SdrImport import = await SdrImport.PrepareAsync(bmc, _image, bytes => BinaryFile.Write(nameof(BackupPath), backup, bytes), cancellationToken).ConfigureAwait(false);
        if (import.Description is { } description
            && !await ConfirmAsync(target, bmc, $"Send Clear SDR Repository: {description}. The BMC has no sensors meanwhile", output, cancellationToken).ConfigureAwait(false))
            return;
        SdrImportResult result = await import.RunAsync(cancellationToken).ConfigureAwait(false);
        result.BackupPath = result.Changed ? backup : null;
        output.Write(result);
    }
}
