using System;
using System.Collections.Concurrent;
using System.IO;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Inventory;
using IpmiPS.Sdr;

namespace IpmiPS.Cmdlets;

/// <summary>Writes the whole contents of FRU devices to files, byte for byte, as "ipmitool fru read" does.</summary>
[Cmdlet(VerbsData.Export, "IpmiFru", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(FruImageFile))]
public sealed class ExportIpmiFruCommand : FruDeviceCmdlet
{
    private readonly ConcurrentDictionary<string, string> _files = new(StringComparer.Ordinal);

    /// <summary>The file, or a folder: then each device has a file of its own, named after the computer and the device. An existing file is replaced.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.User) { Settings = Device, Action = $"Read an inventory device and write it to '{Path}'" };

    private string _path = "";

    /// <inheritdoc/>
    protected override void Begin()
    {
        _path = FruCells.FolderOf(this, Path);
        if (!Directory.Exists(_path) && System.IO.Path.GetDirectoryName(_path) is { Length: > 0 } folder && !Directory.Exists(folder))
            ThrowTerminatingError(ErrorRecords.InvalidParameter($"-Path '{Path}' cannot be written: there is no folder '{folder}'. Nothing was sent.", null, "Name a folder that exists, or a file in one."));
        base.Begin();
    }

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        FruAddress device = ((FruCell)target.Needs.Settings!).ToAddress();
        string path = Directory.Exists(_path) ? System.IO.Path.Combine(_path, FruFile.NameFor(target.ComputerName, device)) : _path;
        string owner = $"{target.ComputerName} {device}";
        if (_files.GetOrAdd(path, owner) != owner)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"'{path}' is the file of another device already. Nothing was sent.", "Give the name of a folder to -Path, so that each device has a file of its own.");
        SdrRepository? sdr = device.Address == BmcAddress ? null : await Descriptions.TryReadAsync(bmc, output, cancellationToken).ConfigureAwait(false);
        var (name, image) = await FruReader.ReadWholeAsync(bmc, sdr, device, cancellationToken).ConfigureAwait(false);
        output.Write(new FruImageFile
        {
            ComputerName = target.ComputerName,
            Id = device.Id,
            DeviceAddress = device.Address,
            Name = name,
            Size = image.Length,
            Path = FruFile.Write(path, image),
        });
    }
}
