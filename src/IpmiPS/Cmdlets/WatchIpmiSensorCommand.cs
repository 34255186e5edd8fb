using System.Management.Automation;
using IpmiPS.Watching;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Watches the sensors of BMCs and writes what changes, until it is stopped: health, states and, on request, readings. It also tells that a BMC became unreachable or is back.
/// </summary>
[Cmdlet(VerbsCommon.Watch, "IpmiSensor", DefaultParameterSetName = ByName)]
[OutputType(typeof(SensorChange), typeof(WatchEvent), typeof(Sensor))]
public sealed class WatchIpmiSensorCommand : WatchCmdlet
{
    private const double NotGiven = 0;

    private SensorChoice _choice = null!;

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

    /// <summary>Write each reading of each sensor, rather than changes.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    /// <summary>
    /// Also write readings that differ at least by this from the one that was written last, in the unit of the sensor. A return to a better health is written once the reading is this
    /// far from the threshold.
    /// </summary>
    [Parameter]
    [ValidateRange(double.Epsilon, double.MaxValue)]
    public double MinimumChange { get; set; } = NotGiven;

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (All && MinimumChange > NotGiven)
            ThrowTerminatingError(ErrorRecords.InvalidParameter("-All writes every reading, and -MinimumChange only some.", null, "Leave one of them out."));
        _choice = new SensorChoice(Name, Type);
        base.Begin();
    }

    private protected override WatchPoll CreatePoll(BmcTarget target, TargetOutput output) => new SensorWatch(new SensorWatchOptions
    {
        Query = _choice.Query,
        All = All,
        MinimumChange = MinimumChange > NotGiven ? MinimumChange : null,
        Begun = (repository, problem) =>
        {
            _choice.Check(repository);
            if (problem is not null)
                output.Warning(problem);
        },
    }).PollAsync;
}
