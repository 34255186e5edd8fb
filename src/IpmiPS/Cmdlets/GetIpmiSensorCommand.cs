using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
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
        var choice = new SensorChoice(Name, Type);
        var tally = new SensorTally();
        SdrRepository repository = await SensorReader.ReadAllAsync(
            bmc,
            Refresh,
            choice.Query with { ReadHysteresis = IncludeHysteresis, ReadEvents = IncludeEvents },
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
        choice.Check(repository);
    }

    /// <summary>A sensor without a reading is in the list, with the reason; with -Unhealthy it is not, although it could not be checked.</summary>
    private string? Warn(SensorTally tally)
    {
        bool isWhole = Name is null && Type is null;
        if (tally.Count == 0)
            return isWhole ? "There are no sensors that can be read, so nothing is known of the machine's health." : null;
        return (isWhole || Unhealthy ? tally.DescribeNone() : null) ?? (Unhealthy ? tally.DescribeRefused() : null);
    }
}
