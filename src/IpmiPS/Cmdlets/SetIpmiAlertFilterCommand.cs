using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Parameters;
using IpmiPS.Pef;

namespace IpmiPS.Cmdlets;

/// <summary>Changes event filters of BMCs: which events set off which actions.</summary>
[Cmdlet(VerbsCommon.Set, "IpmiAlertFilter", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(AlertUpdate))]
public sealed class SetIpmiAlertFilterCommand : AlertTableCmdlet
{
    /// <summary>Number of the filter, 1 to 127.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [NumberCell("Number", 1, 127, NotGiven)]
    public int Number
    {
        get;
        set => field = TakeCell(value);
    } = NotGiven;

    /// <summary>Whether the filter is on. Nothing else can be set of a filter that the vendor has set.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BooleanCell("Enabled")]
    public bool? Enabled
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>What happens when an event matches: Alert, PowerOff, Reset, PowerCycle, Oem, DiagnosticInterrupt, GroupControl, or None.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EnumCell("Actions", typeof(PefActions), IsNullable = true)]
    public PefActions? Actions
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Alert policy, 1 to 15; 0 for none.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OptionalNumberCell("PolicyNumber", 0, 15)]
    public int? PolicyNumber
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Severity of the trap.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EnumCell("Severity", typeof(PefSeverity), IsNullable = true, Maximum = 255)]
    public PefSeverity? Severity
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Sensor type by name or number; Any for all.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(SensorTypeCompleter))]
    [AnySensorTypeCell("SensorType")]
    public string? SensorType
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Sensor number, 0 to 254; Any for all.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [AnyByteCell("SensorNumber")]
    public string? SensorNumber
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Event/reading type: Threshold, SensorSpecific, or a number such as 0x0B; Any for all.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(EventTypeCompleter))]
    [AnyEventTypeCell("EventType")]
    public string? EventType
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Offsets of the events, 0 to 15; Any for all.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [EventOffsetsCell("Offsets")]
    public string? Offsets
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Slave address or software ID of the event's generator, such as 0x20; Any for all.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [AnyByteCell("GeneratorId")]
    public string? GeneratorId
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Channel and LUN of the event's generator, such as 0x00; Any for all.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [AnyByteCell("GeneratorChannel")]
    public string? GeneratorChannel
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Group control selector, 0 to 7.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OptionalNumberCell("GroupSelector", 0, 7)]
    public int? GroupSelector
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>How event data 1 is compared: AND mask, compare 1, compare 2 as hexadecimal bytes; 00 00 00 matches any.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [DataMatchCell("Data1")]
    public string? Data1
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>How event data 2 is compared: AND mask, compare 1, compare 2 as hexadecimal bytes; 00 00 00 matches any.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [DataMatchCell("Data2")]
    public string? Data2
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>How event data 3 is compared: AND mask, compare 1, compare 2 as hexadecimal bytes; 00 00 00 matches any.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [DataMatchCell("Data3")]
    public string? Data3
    {
        get;
        set => field = TakeCell(value);
    }

    private protected override int Entry => Number;

    private protected override string Verb => "Set event filters";

    private protected override object? CopyRow()
    {
        var settings = new AlertFilterSettings
        {
            Number = Number,
            Enabled = Enabled,
            Actions = Actions,
            PolicyNumber = PolicyNumber,
            Severity = Severity,
            SensorType = Given(SensorType) is { } type ? AlertRowText.ReadSensorType(type) : null,
            SensorNumber = Given(SensorNumber) is { } number ? AlertRowText.ReadByte(number) : null,
            EventType = Given(EventType) is { } eventType ? AlertRowText.ReadEventType(eventType) : null,
            Offsets = Given(Offsets) is { } offsets ? AlertRowText.ReadOffsets(offsets) : null,
            GeneratorId = Given(GeneratorId) is { } generator ? AlertRowText.ReadByte(generator) : null,
            GeneratorChannel = Given(GeneratorChannel) is { } channel ? AlertRowText.ReadByte(channel) : null,
            GroupSelector = GroupSelector,
            Data1 = Given(Data1) is { } data1 ? AlertRowText.ReadMatch(data1) : null,
            Data2 = Given(Data2) is { } data2 ? AlertRowText.ReadMatch(data2) : null,
            Data3 = Given(Data3) is { } data3 ? AlertRowText.ReadMatch(data3) : null,
        };
        return settings.IsEmpty ? null : settings;
    }

    private protected override Task<AlertChange> PrepareAsync(IPayloadConnection bmc, object[] rows, CancellationToken cancellationToken) =>
        AlertRowChange.PrepareAsync(bmc, [.. rows.Cast<AlertFilterSettings>().Distinct()], cancellationToken);
}
