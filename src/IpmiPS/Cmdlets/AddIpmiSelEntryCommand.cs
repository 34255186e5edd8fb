using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Events;
using IpmiPS.Sdr;
using IpmiPS.Sel;
using IpmiPS.Wire;

namespace IpmiPS.Cmdlets;

/// <summary>Adds entries to the event logs of BMCs, and returns them as read back.</summary>
[Cmdlet(VerbsCommon.Add, "IpmiSelEntry", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(SelEntry))]
public sealed class AddIpmiSelEntryCommand : GroupingCmdlet
{
    private const int NotGiven = -1;

    /// <summary>The whole record, 16 bytes, as Get-IpmiSel returns it. The BMC sets the ID and, below record type E0h, the time.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [HexBytes]
    public byte[]? Raw { get; set; }

    /// <summary>Sensor type by name.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SensorTypeCompleter))]
    public string? SensorType { get; set; }

    /// <summary>Sensor number, 0 to 255.</summary>
    [Parameter]
    [ValidateRange(0, 0xFF)]
    public int SensorNumber { get; set; }

    /// <summary>Event/reading type, 1 to 127; default 6Fh, the states of the sensor type.</summary>
    [Parameter]
    [ValidateRange(1, 0x7F)]
    public int EventType { get; set; } = EventStates.SensorSpecific;

    /// <summary>Event data 1 to 3: 1 to 3 bytes; those left out are FFh.</summary>
    [Parameter]
    [HexBytes]
    [ValidateCount(1, 3)]
    public byte[]? EventData { get; set; }

    /// <summary>The state ended.</summary>
    [Parameter]
    public SwitchParameter Deasserted { get; set; }

    /// <summary>Generator: low byte slave address or software ID, high byte channel and LUN; default 41h, system software.</summary>
    [Parameter]
    [ValidateRange(0, 0xFFFF)]
    public int GeneratorId { get; set; } = 0x0041;

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Operator) { OncePerBmc = true, Force = Force, Settings = RecordOf() };

    private bool HasFields => SensorType is not null || EventData is not null || MyInvocation.BoundParameters.ContainsKey(nameof(SensorNumber));

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (SensorType is not null && SensorTypes.Find(SensorType.Trim()) is null)
            ThrowTerminatingError(ErrorRecords.From(NearestNames.NotPresent("sensor type", [SensorType], SensorTypes.Names, "Give the name of a sensor type, as tab completion offers them, or one such as 'OEM (C5h)'."), null));
        if (Raw is not null && HasFields)
            ThrowTerminatingError(ErrorRecords.InvalidParameter("The entry is given twice: by -Raw, and by its fields.", null, "Leave one of them out."));
        if (HasFields && (SensorType is null || EventData is null))
            ThrowTerminatingError(ErrorRecords.InvalidParameter("-SensorType and -EventData are needed.", null, "Give both, or the whole record with -Raw."));
        base.Begin();
    }

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        List<byte[]> records = [.. SettingsOf<byte[]?>(target).OfType<byte[]>()];
        if (records.Count == 0)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, "There is no entry to add.", "Give -SensorType and -EventData, or -Raw, on the command line or as a column of the input.");
        if (records.Find(static record => record.Length != SelRecord.Length) is { } wrong)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"A record has {SelRecord.Length} bytes, not {wrong.Length}.", "Give all bytes of the record.");
        SdrRepository? sdr = await Descriptions.TryReadAsync(bmc, output, cancellationToken).ConfigureAwait(false);
        SelAdding adding = await SelAdding.PrepareAsync(bmc, sdr, cancellationToken).ConfigureAwait(false);
        string action = records.Count == 1 ? $"Add an event log entry: {Hex.Format(records[0], " ")}" : $"Add {records.Count} event log entries";
        if (!await ConfirmAsync(target, bmc, action, output, cancellationToken).ConfigureAwait(false))
            return;
        foreach (byte[] record in records)
        {
            var (entry, difference) = await adding.AddAsync(record, cancellationToken).ConfigureAwait(false);
            output.Write(entry);
            if (difference is not null)
                throw difference;
        }
    }

    private byte[]? RecordOf()
    {
        if (Raw is not null || EventData is null || SensorType is null)
            return Raw;
        return SelAdding.RecordOf(new SelEvent
        {
            GeneratorId = (ushort)GeneratorId,
            Revision = 4,
            SensorType = SensorTypes.Find(SensorType.Trim())!.Value,
            SensorNumber = (byte)SensorNumber,
            EventType = (byte)EventType,
            IsDeassertion = Deasserted,
            Data1 = EventData[0],
            Data2 = EventData.Length > 1 ? EventData[1] : (byte)0xFF,
            Data3 = EventData.Length > 2 ? EventData[2] : (byte)0xFF,
        });
    }
}
