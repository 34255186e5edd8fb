using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Sdr;
using IpmiPS.Sel;

namespace IpmiPS.Cmdlets;

/// <summary>Sends events to BMCs (Platform Event Message), as a sensor would, to test what they do with them.</summary>
[Cmdlet(VerbsCommunications.Send, "IpmiEvent", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(SentEvent))]
public sealed class SendIpmiEventCommand : BmcCmdlet
{
    private IReadOnlyList<PlatformEvent> _events = [];

    /// <summary>An event for tests: UpperCriticalTemperature, LowerCriticalVoltage or CorrectableMemory, the events 1 to 3 of ipmitool.</summary>
    [Parameter]
    public SampleEvent Sample { get; set; }

    /// <summary>Name of a sensor of the BMC; needs -Event.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SensorNameCompleter))]
    public string? SensorName { get; set; }

    /// <summary>The event of the sensor in the words of the specification, such as 'Upper Critical - going high', or their beginning.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Event { get; set; }

    /// <summary>The state ends; by default it begins.</summary>
    [Parameter]
    public SwitchParameter Deasserted { get; set; }

    /// <summary>Seven bytes: revision (04h), sensor type, sensor number, event type with bit 7 for the end of a state, event data 1 to 3.</summary>
    [Parameter]
    [HexBytes]
    [ValidateCount(7, 7)]
    public byte[]? Raw { get; set; }

    /// <summary>A file with events: lines of ipmitool sel save, or a saved log. All events are sent in their order.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Operator)
    {
        OncePerBmc = true,
        Action = SensorName is not null ? $"Send Platform Event Message: {SensorName}: {Event}{(Deasserted ? " deasserted" : "")}"
            : _events.Count == 1 ? $"Send Platform Event Message: {EventSending.Describe(_events[0])}"
            : $"Send {_events.Count} Platform Event Messages",
    };

    /// <inheritdoc/>
    protected override void Begin()
    {
        int given = (Sample != SampleEvent.None ? 1 : 0) + (SensorName is not null ? 1 : 0) + (Raw is not null ? 1 : 0) + (Path is not null ? 1 : 0);
        if (given != 1)
            ThrowTerminatingError(ErrorRecords.InvalidParameter(given == 0 ? "There is no event to send." : "The event is given more than once.", null, "Give one of -Sample, -SensorName with -Event, -Raw and -Path."));
        if (SensorName is null != Event is null)
            ThrowTerminatingError(ErrorRecords.InvalidParameter("-SensorName and -Event belong together.", null, "Give both, or neither."));
        try
        {
            _events = Sample != SampleEvent.None ? [EventSending.SampleOf(Sample)] : Raw is not null ? [EventSending.FromBytes(Raw)] : Path is not null ? ReadFile(Path) : [];
        }
        catch (IpmiException error)
        {
            ThrowTerminatingError(ErrorRecords.From(error, null));
        }

        base.Begin();
    }

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        SdrRepository? sdr = SensorName is null
            ? await Descriptions.TryReadAsync(bmc, output, cancellationToken).ConfigureAwait(false)
            : await SdrCache.GetAsync(bmc, refresh: false, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<PlatformEvent> events = SensorName is null ? _events : [EventSending.OfSensor(sdr!, SensorName, Event!, Deasserted)];
        foreach (PlatformEvent message in events)
            output.Write(await EventSending.SendAsync(bmc, message, sdr, cancellationToken).ConfigureAwait(false));
    }

    private IReadOnlyList<PlatformEvent> ReadFile(string path)
    {
        string file = InputFile.Resolve(this, nameof(Path), path)[0];
        try
        {
            SavedLogFile content = SavedLogReader.Read(InputFile.Read(nameof(Path), file));
            foreach (string problem in content.Problems)
                WriteWarning($"{file}: {problem}");
            IReadOnlyList<PlatformEvent> events = EventSending.FromFile(content);
            return events.Count > 0 ? events : throw new IpmiException(IpmiErrorKind.InvalidParameter, "It has no events.", "Give a file of ipmitool sel save or of Export-IpmiSel.");
        }
        catch (IpmiException error)
        {
            throw InputFile.InFile(file, error);
        }
    }
}
