using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Sdr;
using IpmiPS.Sel;

namespace IpmiPS.Cmdlets;

/// <summary>Removes single entries from the event logs of BMCs.</summary>
[Cmdlet(VerbsCommon.Remove, "IpmiSelEntry", DefaultParameterSetName = ByName, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(SelEntry))]
public sealed class RemoveIpmiSelEntryCommand : GroupingCmdlet
{
    /// <summary>IDs of the entries, 1 to 65534.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateRange(1, 0xFFFE)]
    public int[] Id { get; set; } = [];

    /// <summary>The record as Get-IpmiSel returned it. An entry that has other bytes by now is not removed.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [HexBytes]
    public byte[]? Raw { get; set; }

    /// <summary>Return the entries that were removed.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Operator)
    {
        OncePerBmc = true,
        Settings = (SelRemovalItem[])[.. Id.Select(id => new SelRemovalItem((ushort)id, Id.Length == 1 ? Raw : null))],
        Force = Force,
    };

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        SdrRepository? sdr = await Descriptions.TryReadAsync(bmc, output, cancellationToken).ConfigureAwait(false);
        SelRemoval removal = await SelRemoval.PrepareAsync(bmc, [.. SettingsOf<SelRemovalItem[]>(target).SelectMany(static items => items)], sdr, cancellationToken).ConfigureAwait(false);
        if (!await ConfirmAsync(target, bmc, removal.Description, output, cancellationToken).ConfigureAwait(false))
            return;
        await removal.RunAsync(entry =>
        {
            output.Note($"Entry {entry.Id} was removed: {entry.Raw}");
            if (PassThru)
                output.Write(entry);
        }, cancellationToken).ConfigureAwait(false);
    }
}
