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
[Cmdlet(VerbsData.Export, "IpmiFru", DefaultParameterSetName = ByName)]
[OutputType(typeof(FruImageFile))]
public sealed class ExportIpmiFruCommand : BmcCmdlet
{
    private const int BmcAddress = 0x20;

    private readonly ConcurrentDictionary<string, string> _files = new(StringComparer.Ordinal);

    /// <summary>The file, or a folder: then each device has a file of its own, named after the computer and the device. An existing file is replaced.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>FRU device ID, 0 to 254; default 0, the BMC's own device.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("Id", 0, 254, FruCells.EmptyId)]
    [ArgumentCompleter(typeof(FruIdCompleter))]
    public int Id
    {
        get;
        set => field = TakeCell(value);
    } = FruCells.NoId;

    /// <summary>Slave address of the controller that has the device; default 20h, the BMC.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("DeviceAddress", 0, 255, BmcAddress)]
    public int DeviceAddress
    {
        get;
        set => field = TakeCell(value);
    } = BmcAddress;

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.User) { Settings = (Id, (byte)DeviceAddress) };

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
        var (id, address) = ((int, byte))target.Needs.Settings!;
        var device = new FruAddress(FruCells.IdOf(id), address);
        string path = Directory.Exists(_path) ? System.IO.Path.Combine(_path, FruFile.NameFor(target.ComputerName, device)) : _path;
        string owner = $"{target.ComputerName} {device}";
        if (_files.GetOrAdd(path, owner) != owner)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"'{path}' is the file of another device already. Nothing was sent.", "Give the name of a folder to -Path, so that each device has a file of its own.");
        SdrRepository? sdr = address == BmcAddress ? null : await Descriptions.TryReadAsync(bmc, output, cancellationToken).ConfigureAwait(false);
        var (name, image) = await FruReader.ReadWholeAsync(bmc, sdr, device, cancellationToken).ConfigureAwait(false);
        output.Write(new FruImageFile
        {
            ComputerName = target.ComputerName,
            Id = device.Id,
            DeviceAddress = address,
            Name = name,
            Size = image.Length,
            Path = FruFile.Write(path, image),
        });
    }
}
