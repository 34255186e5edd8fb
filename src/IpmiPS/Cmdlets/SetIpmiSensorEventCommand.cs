using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Sdr;
using IpmiPS.Sensors;

namespace IpmiPS.Cmdlets;

/// <summary>Sets which events sensors send, and whether the BMC scans them.</summary>
[Cmdlet(VerbsCommon.Set, "IpmiSensorEvent", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(SensorEventUpdate))]
public sealed class SetIpmiSensorEventCommand : SensorChangeCmdlet
{
    /// <summary>Whether the sensor sends event messages at all.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BooleanCell("EventsEnabled")]
    public bool? EventsEnabled
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Whether the BMC scans the sensor. Without scanning there are no readings and no events.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BooleanCell("ScanningEnabled")]
    public bool? ScanningEnabled
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>The events at assertion that are enabled; all others are disabled. Wildcards are permitted; None disables all.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(SensorEventCompleter))]
    public string[]? AssertionEvents { get; set; }

    /// <summary>The events at deassertion that are enabled; all others are disabled. Wildcards are permitted; None disables all.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(SensorEventCompleter))]
    public string[]? DeassertionEvents { get; set; }

    /// <summary>Events to enable, besides those that are enabled. Wildcards are permitted.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SensorEventCompleter))]
    public string[]? EnableEvent { get; set; }

    /// <summary>Events to disable. Wildcards are permitted.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SensorEventCompleter))]
    public string[]? DisableEvent { get; set; }

    /// <summary>Whether -EnableEvent and -DisableEvent are about events at assertion, at deassertion, or both.</summary>
    [Parameter]
    [ValidateSet("Assertion", "Deassertion", "Both")]
    public SensorEventDirection Direction { get; set; } = SensorEventDirection.Both;

    private protected override string Verb => "Set events of";

    private protected override string Advice => "Give -EventsEnabled, -ScanningEnabled, -AssertionEvents, -DeassertionEvents, -EnableEvent or -DisableEvent.";

    private protected override object? CopySettings()
    {
        var settings = new SensorEventSettings
        {
            EventsEnabled = EventsEnabled,
            ScanningEnabled = ScanningEnabled,
            AssertionEvents = NamePatterns.OfLists(AssertionEvents),
            DeassertionEvents = NamePatterns.OfLists(DeassertionEvents),
            Enable = NamePatterns.Of(EnableEvent),
            Disable = NamePatterns.Of(DisableEvent),
            Direction = Direction,
        };
        return settings.IsEmpty ? null : settings;
    }

    private protected override bool Applies(SensorRecord sensor) =>
        sensor is ReadableSensorRecord { IsOwnedBySoftware: false, EventControl: SensorEventControl.PerEvent or SensorEventControl.WholeSensor };

    private protected override async Task<SensorJob> PrepareAsync(
        IPayloadConnection bmc, SensorRoutes routes, SdrRepository repository, SensorRecord sensor, object settings, CancellationToken cancellationToken)
    {
        var change = await SensorEventChange.PrepareAsync(bmc, routes, repository, sensor, (SensorEventSettings)settings, cancellationToken).ConfigureAwait(false);
        return new SensorJob(change.Description, async limit => await change.RunAsync(limit).ConfigureAwait(false));
    }
}
