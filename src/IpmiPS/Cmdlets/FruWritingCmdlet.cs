using System;
using System.Collections.Concurrent;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Inventory;
using IpmiPS.Sdr;

namespace IpmiPS.Cmdlets;

/// <summary>A cmdlet that writes a FRU device: which one, where its content is saved before, and one at a time for each device.</summary>
public abstract class FruWritingCmdlet : BmcCmdlet
{
    /// <summary>A device is written within seconds; one that is slow is not left half written.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.OrdinalIgnoreCase);
    private string _backupFolder = "";

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
    [NumberCell("DeviceAddress", 0, 255, IpmbAddress)]
    public int DeviceAddress
    {
        get;
        set => field = TakeCell(value);
    } = IpmbAddress;

    /// <summary>The folder in which the content is saved before it is changed; created if it does not exist.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? BackupPath { get; set; }

    /// <summary>Change also what is damaged, without asking.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private const int IpmbAddress = 0x20;

    /// <summary>What to do with the device of the present row.</summary>
    private protected abstract object Request { get; }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Operator)
    {
        Settings = new FruRequest(Id, (byte)DeviceAddress, Request),
        Force = Force,
        StopTimeout = Patience,
    };

    /// <summary>Prepares the change of one device.</summary>
    private protected abstract Task<FruChange> PrepareAsync(IPayloadConnection bmc, SdrRepository? sdr, FruAddress device, object request, Func<string, FruAddress, byte[], string> save, CancellationToken cancellationToken);

    /// <summary>What the change does, for ShouldProcess.</summary>
    private protected abstract string Describe(FruAddress device);

    /// <inheritdoc/>
    protected override void Begin()
    {
        _backupFolder = BackupPath is null ? FruFile.BackupFolder : FruCells.FolderOf(this, BackupPath);
        base.Begin();
    }

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        var request = (FruRequest)target.Needs.Settings!;
        var device = new FruAddress(FruCells.IdOf(request.Id), request.Address);
        var turn = _turns.GetOrAdd($"{bmc.Endpoint} {device}", static _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // The BMC's own devices are found without the SDRs, which take longer to read than the device.
            var sdr = device.Address == IpmbAddress ? null : await Descriptions.TryReadAsync(bmc, output, cancellationToken).ConfigureAwait(false);
            var change = await PrepareAsync(bmc, sdr, device, request.What, SaveBackup, cancellationToken).ConfigureAwait(false);
            await ApplyAsync(target, bmc, Describe(device), change, output, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }

        string SaveBackup(string computerName, FruAddress which, byte[] image)
        {
            string path = FruFile.SaveBackup(_backupFolder, computerName, which, image);
            output.Note($"The present content of FRU device {which.Id} was saved in '{path}'.");
            return path;
        }
    }

    /// <summary>The device as text, such as "FRU device 3 of controller C0h".</summary>
    private protected static string NameOf(FruAddress device) => $"FRU device {device.Id}" + (device.Address == IpmbAddress ? "" : $" of controller {device.Address:X2}h");

    /// <summary>A copy of the parameters for the worker.</summary>
    private sealed record FruRequest(int Id, byte Address, object What);
}
