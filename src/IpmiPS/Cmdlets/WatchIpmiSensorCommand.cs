using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Watching;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Watches the sensors of BMCs and writes what changes, until it is stopped: health, states and, on request, readings. It also reports that a BMC became unreachable or is back.
/// </summary>
[Cmdlet(VerbsCommon.Watch, "IpmiSensor", DefaultParameterSetName = ByName)]
[OutputType(typeof(SensorChange), typeof(WatchEvent), typeof(Sensor))]
public sealed class WatchIpmiSensorCommand : WatchCmdlet
{
    private const double NotGiven = 0;

    private readonly SensorTable _table = new();
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

    /// <summary>Show all sensors as a table on the terminal, which is kept up to date, rather than write objects. q ends it, ? shows the keys.</summary>
    [Parameter]
    public SwitchParameter Table { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (Table && (All || MinimumChange > NotGiven))
            ThrowTerminatingError(ErrorRecords.InvalidParameter("-Table writes no objects, and -All and -MinimumChange choose some.", null, "Leave -Table or the others out."));
        if (Table && (RawTerminal.GetUnavailableReason(Host) ?? LiveSensorTable.GetUnavailableReason(Environment.GetEnvironmentVariable("TERM"))) is { } why)
            ThrowTerminatingError(ErrorRecords.InvalidParameter(why, null, "Use -Table in a console or terminal window; without it, changes are written as objects."));
        if (All && MinimumChange > NotGiven)
            ThrowTerminatingError(ErrorRecords.InvalidParameter("-All writes every reading, and -MinimumChange only some.", null, "Leave one of them out."));
        if (Table && !MyInvocation.BoundParameters.ContainsKey(nameof(MissLimit)))
            MissLimit = 1; // A table that shows old readings as present would be wrong.
        _choice = new SensorChoice(Name, Type);
        base.Begin();
    }

    /// <summary>Shows the table. Errors and warnings follow when the terminal is as it was.</summary>
    protected override void End()
    {
        base.End();
        if (!Table)
            return;
        bool isPlain = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")), isAscii = Console.OutputEncoding.CodePage != Encoding.UTF8.CodePage && Environment.OSVersion.Platform == PlatformID.Unix;
        using (var live = new LiveSensorTable(RawTerminal.Open(), _table, new SensorTableScreen(!isPlain, isAscii), static () => (Console.WindowWidth, Console.WindowHeight), static () => DateTimeOffset.Now))
            live.Run(() => Stopping);
        StopWatch();
    }

    private protected override WatchPoll CreatePoll(BmcTarget target, TargetOutput output)
    {
        var watch = new SensorWatch(new SensorWatchOptions
        {
            Query = _choice.Query,
            All = All || Table,
            MinimumChange = MinimumChange > NotGiven ? MinimumChange : null,
            Begun = (repository, problem) =>
            {
                _choice.Check(repository);
                if (problem is not null)
                    output.Warning(problem);
            },
        });
        return Table ? PollTableAsync : watch.PollAsync;

        async Task PollTableAsync(IIpmiConnection bmc, ICollection<WatchItem> items, CancellationToken stop)
        {
            var readings = new List<WatchItem>();
            await watch.PollAsync(bmc, readings, stop).ConfigureAwait(false);
            _table.Update(target.ComputerName, [.. readings.Select(static item => item.Output).OfType<Sensor>()]);
        }
    }

    private protected override Task ReportAsync(BmcTarget target, WatchItem item, TargetOutput output, CancellationToken stop)
    {
        if (!Table)
            return base.ReportAsync(target, item, output, stop);
        if (item.Output is WatchEvent { Type: WatchEventType.Unreachable } gone)
            _table.Lose(target.ComputerName, gone.Event);
        return Task.CompletedTask;
    }

    private protected override void OnFailed(BmcTarget target, IpmiException error, TargetOutput output)
    {
        _table.Lose(target.ComputerName, error.Message);
        base.OnFailed(target, error, output);
    }
}
