using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Sdr;
using IpmiPS.Sensors;

namespace IpmiPS.Cmdlets;

/// <summary>Re-arms sensors, so that they report their events again, and returns which events have occurred since.</summary>
[Cmdlet(VerbsCommon.Reset, "IpmiSensor", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(SensorEvents))]
public sealed class ResetIpmiSensorCommand : SensorChangeCmdlet
{
    /// <summary>Only these events; default all. Wildcards are permitted.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SensorEventCompleter))]
    public string[]? Event { get; set; }

    /// <summary>Only events at assertion, or only those at deassertion; default both.</summary>
    [Parameter]
    [ValidateSet("Assertion", "Deassertion", "Both")]
    public SensorEventDirection Direction { get; set; } = SensorEventDirection.Both;

    private protected override string Verb => "Send Re-arm Sensor Events:";

    private protected override string? Advice => null;

    private protected override object? CopySettings() => NamePatterns.Of(Event);

    private protected override bool Applies(SensorRecord sensor) => sensor is ReadableSensorRecord { IsOwnedBySoftware: false };

    private protected override Task<SensorJob> PrepareAsync(
        IPayloadConnection bmc, SensorRoutes routes, SdrRepository repository, SensorRecord sensor, object settings, CancellationToken cancellationToken)
    {
        if (sensor is not ReadableSensorRecord { IsOwnedBySoftware: false } readable)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"The sensor '{sensor.NameOrNumber}' cannot be re-armed: it has no reading.", "Get-IpmiSensorEvent lists the sensors that can be.");
        SensorEventMask? events = SensorReset.Find(readable, NamePatterns.Of(Event), Direction);
        return Task.FromResult(new SensorJob(
            SensorReset.Describe(repository, readable, events),
            async limit => await SensorReset.RunAsync(bmc, routes, repository, readable, events, limit).ConfigureAwait(false)));
    }
}
