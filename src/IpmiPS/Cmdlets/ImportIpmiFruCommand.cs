using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Inventory;
using IpmiPS.Sdr;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Writes the content of a file to a FRU device. The file is checked before, the previous content is saved, the new one is read back, and the previous one is restored
/// if that fails.
/// </summary>
[Cmdlet(VerbsData.Import, "IpmiFru", DefaultParameterSetName = ByName, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(FruUpdate))]
public sealed class ImportIpmiFruCommand : FruWritingCmdlet
{
    /// <summary>The file: the bytes of the device, as Export-IpmiFru and "ipmitool fru read" write them. If it is shorter than the device, the rest stays.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    private protected override object Request => FruCells.FolderOf(this, Path);

    private protected override Task<FruChange> PrepareAsync(IPayloadConnection bmc, SdrRepository? sdr, FruAddress device, object request, Func<string, FruAddress, byte[], string> save, CancellationToken cancellationToken) =>
        FruChange.PrepareImportAsync(bmc, sdr, device, FruFile.Read((string)request), Force, save, cancellationToken);

    private protected override string Describe(FruAddress device) => $"Write an image to {NameOf(device)}";
}
