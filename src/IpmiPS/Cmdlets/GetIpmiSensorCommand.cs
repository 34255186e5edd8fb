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
public sealed class GetIpmiSensorCommand : BmcCmdlet
{
    /// <summary>Only sensors with these names. Wildcards are taken. What is left out is not asked for.</summary>
    [Parameter(Position = 1)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SensorNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Only sensors of these types, such as Temperature or Fan. Wildcards are taken.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SensorTypeCompleter))]
    public string[]? Type { get; set; }

    /// <summary>Only sensors whose health is Warning, Critical or NonRecoverable.</summary>
    [Parameter]
    public SwitchParameter Unhealthy { get; set; }

    /// <summary>Read the SDRs again, even if the BMC says that they have not changed.</summary>
    [Parameter]
    public SwitchParameter Refresh { get; set; }

    /// <summary>Ask for each sensor's hysteresis; without it that of the sensor's record is given.</summary>
    [Parameter]
    public SwitchParameter IncludeHysteresis { get; set; }

    private protected override PrivilegeLevel? NeededPrivilege => PrivilegeLevel.User;

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        var query = new SensorQuery
        {
            NameFilter = Wildcards.AnyOf(Name),
            TypeFilter = Wildcards.AnyOf(Type),
            ReadHysteresis = IncludeHysteresis,
        };
        SdrRepository repository = await SensorReader.ReadAllAsync(bmc, Refresh, query, sensor => Emit(sensor, output), cancellationToken).ConfigureAwait(false);
        output.Note($"{repository.Records.Count} sensor data records are known, {repository.Sensors.Count} sensors.");
        if (repository.Problem is { } problem)
            output.Warning($"Some sensors may be missing: {problem}");
    }

    private void Emit(Sensor sensor, TargetOutput output)
    {
        if (!Unhealthy || sensor.Health >= SensorHealth.Warning)
            output.Write(sensor);
    }
}
