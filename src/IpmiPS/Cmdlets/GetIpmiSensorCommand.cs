using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Events;
using IpmiPS.Sdr;
using IpmiPS.Sensors;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Reads the sensors of BMCs: value with unit, health, states and thresholds, in the order of the SDRs. What has no reading has no
/// value, rather than 0.
/// </summary>
[Cmdlet(VerbsCommon.Get, "IpmiSensor", DefaultParameterSetName = ByName)]
[OutputType(typeof(Sensor))]
public sealed class GetIpmiSensorCommand : ControllerCmdlet
{
    /// <summary>Only sensors with these names. Wildcards are permitted. Other sensors are not read.</summary>
    [Parameter(Position = 1)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SensorNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Only sensors of these types, such as Temperature or Fan. Wildcards are permitted.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SensorTypeCompleter))]
    public string[]? Type { get; set; }

    /// <summary>Only sensors whose health is Warning, Critical or NonRecoverable.</summary>
    [Parameter]
    public SwitchParameter Unhealthy { get; set; }

    /// <summary>Read the SDRs again, even if the BMC reports that they have not changed.</summary>
    [Parameter]
    public SwitchParameter Refresh { get; set; }

    /// <summary>Read the hysteresis of each sensor.</summary>
    [Parameter]
    public SwitchParameter IncludeHysteresis { get; set; }

    /// <summary>Read which events each sensor sends.</summary>
    [Parameter]
    public SwitchParameter IncludeEvents { get; set; }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.User);

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        var query = new SensorQuery
        {
            NameFilter = Wildcards.AnyOf(Name),
            TypeFilter = Wildcards.AnyOf(Type),
            ReadHysteresis = IncludeHysteresis,
            ReadEvents = IncludeEvents,
        };
        var tally = new SensorTally();
        SdrRepository repository = await SensorReader.ReadAllAsync(
            bmc,
            Refresh,
            query,
            sensor =>
            {
                tally.Add(sensor);
                if (!Unhealthy || sensor.Health >= SensorHealth.Warning)
                    output.Write(sensor);
            },
            cancellationToken).ConfigureAwait(false);
        output.Note($"{repository.Records.Count} sensor data records are known, {repository.Sensors.Count} sensors.");
        if (repository.Problem is { } problem)
            output.Warning($"Some sensors may be missing: {problem}");
        if (Warn(tally) is { } warning)
            output.Warning(warning);
        CheckNames(repository, query);
    }

    /// <summary>A sensor without a reading is in the list, with the reason; with -Unhealthy it is not, although it could not be checked.</summary>
    private string? Warn(SensorTally tally)
    {
        bool isWhole = Name is null && Type is null;
        if (tally.Count == 0)
            return isWhole ? "There are no sensors that can be read, so nothing is known of the machine's health." : null;
        return (isWhole || Unhealthy ? tally.DescribeNone() : null) ?? (Unhealthy ? tally.DescribeRefused() : null);
    }

    /// <summary>A sensor or type that is named without wildcards has to exist.</summary>
    /// <exception cref="IpmiException">The BMC has none of that name (kind NotPresent).</exception>
    private void CheckNames(SdrRepository repository, SensorQuery query)
    {
        string[] types = [.. repository.Sensors.Select(static sensor => SensorTypes.Describe(sensor.SensorType)).Distinct()];
        if (Wildcards.Missing(Type, types) is { Length: > 0 } missingTypes)
            throw NearestNames.NotPresent("sensor of the type", missingTypes, types, "Give a type that the BMC has, or a wildcard.");
        string[] names = [.. repository.Sensors.Where(query.WantsType).Select(static sensor => sensor.NameOrNumber).Distinct()];
        if (Wildcards.Missing(Name, names) is { Length: > 0 } missing)
            throw NearestNames.NotPresent(Type is null ? "sensor" : "sensor of these types with the name", missing, names, "Give a name that the BMC has, or a wildcard; all are listed without -Name.");
    }
}
