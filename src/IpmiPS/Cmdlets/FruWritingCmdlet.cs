using System;
using System.Collections.Concurrent;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Inventory;
using IpmiPS.Sdr;

namespace IpmiPS.Cmdlets;

/// <summary>A cmdlet that writes a FRU device: which one, where its content is saved before, and one at a time for each device.</summary>
public abstract class FruWritingCmdlet : FruDeviceCmdlet
{
    /// <summary>A device is written within seconds; one that is slow is not left half written.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.OrdinalIgnoreCase);
    private string _backupFolder = "";

    /// <summary>The folder in which the content is saved before it is changed; created if it does not exist.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? BackupPath { get; set; }

    /// <summary>Change also what is damaged, without asking.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>What to do with the device of the present row.</summary>
    private protected abstract object Request { get; }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Operator)
    {
        Settings = new FruRequest(Device, Request),
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
        var device = request.Device.ToAddress();
        var turn = _turns.GetOrAdd($"{bmc.Endpoint} {device}", static _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // The BMC's own devices are found without the SDRs, which take longer to read than the device.
            var sdr = device.Address == BmcAddress ? null : await Descriptions.TryReadAsync(bmc, output, cancellationToken).ConfigureAwait(false);
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

    /// <summary>A copy of the parameters for the worker.</summary>
    private sealed record FruRequest(FruCell Device, object What);
}
