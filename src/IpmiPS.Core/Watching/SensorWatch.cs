using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Sdr;
using IpmiPS.Sensors;

namespace IpmiPS.Watching;

/// <summary>Which sensors are watched, and what is reported of them.</summary>
internal sealed record SensorWatchOptions
{
    /// <summary>Which sensors are read.</summary>
    public SensorQuery Query { get; init; } = new();

    /// <summary>Report each reading instead of changes.</summary>
    public bool All { get; init; }

    /// <summary>
    /// Also report readings that differ at least by this from the one that was reported last, and a return to a better health only when the reading is this far from
    /// the threshold. Null for neither.
    /// </summary>
    public double? MinimumChange { get; init; }

    /// <summary>Called after the first poll with the records, and with what of the health is not known; may throw.</summary>
    public Action<SdrRepository, string?> Begun { get; init; } = static (_, _) => { };
}

/// <summary>Watches the sensors of one BMC.</summary>
internal sealed class SensorWatch(SensorWatchOptions options)
{
    /// <summary>The number of polls for which a sensor may give no response before that is reported: one response among many may be lost.</summary>
    private const int MissLimit = 3;

    private readonly Dictionary<(byte OwnerId, byte OwnerLun, byte Number, int RecordId), Known> _known = [];
    private bool _hasBegun;

    /// <summary>Reads the sensors.</summary>
    /// <param name="bmc">The BMC.</param>
    /// <param name="items">Receives what there is to report.</param>
    /// <param name="cancellationToken">Cancels the poll.</param>
    /// <exception cref="IpmiException">The poll failed.</exception>
    public async Task PollAsync(IIpmiConnection bmc, ICollection<WatchItem> items, CancellationToken cancellationToken)
    {
        var tally = new SensorTally();
        var sensors = new List<Sensor>();
        SdrRepository repository = await SensorReader.ReadAllAsync(bmc, refresh: false, options.Query, sensors.Add, cancellationToken).ConfigureAwait(false);
        foreach (Sensor sensor in sensors)
        {
            tally.Add(sensor);
            if (options.All)
                items.Add(new WatchItem(sensor));
            else if (Compare(sensor) is { } change)
                items.Add(new WatchItem(change));
        }

        if (_hasBegun)
            return;
        options.Begun(repository, repository.Problem ?? (tally.Count == 0 ? DescribeNothing() : tally.DescribeNone() ?? tally.DescribeRefused()));
        _hasBegun = true;
    }

    private string DescribeNothing() => options.Query is { NameFilter: null, TypeFilter: null }
        ? "There are no sensors that can be read, so nothing is known of the machine's health."
        : "There are no sensors of such a name or type that can be read, so nothing is watched.";

    /// <summary>What there is to report of a sensor that was read; null for nothing.</summary>
    internal SensorChange? Compare(Sensor sensor)
    {
        if (!_known.TryGetValue(sensor.Key, out Known? known))
        {
            _known[sensor.Key] = new Known(sensor);
            return sensor.Health >= SensorHealth.Warning ? Describe(sensor, null) : null;
        }

        if (sensor.Failure is { Kind: IpmiErrorKind.Timeout } && ++known.Misses < MissLimit)
            return null;
        if (sensor.Failure is null)
            known.Misses = 0;
        bool isDifferent = sensor.Health != known.Health || sensor.StateText != known.StateText;
        if (isDifferent ? IsNearThreshold(sensor, known) : !HasMoved(sensor, known))
            return null;
        _known[sensor.Key] = new Known(sensor) { Misses = known.Misses };
        return Describe(sensor, known);
    }

    /// <summary>Whether a better reading is still so near to the threshold that it may go back.</summary>
    private bool IsNearThreshold(Sensor sensor, Known known) =>
        options.MinimumChange is { } minimum && sensor.Health is >= SensorHealth.Ok && sensor.Health < known.Health
        && sensor.Value is { } value && known.Threshold is { } threshold && Math.Abs(value - threshold) < minimum;

    private bool HasMoved(Sensor sensor, Known known) =>
        options.MinimumChange is { } minimum && sensor.Value is { } value && (known.Value is not { } before || Math.Abs(value - before) >= minimum);

    private static SensorChange Describe(Sensor sensor, Known? before) => new()
    {
        ComputerName = sensor.ComputerName,
        Timestamp = sensor.Timestamp,
        Sensor = sensor.DisplayName,
        Name = sensor.Name,
        Type = sensor.Type,
        Severity = sensor.Health.ToSeverity(),
        Event = EventOf(sensor, before),
        Health = sensor.Health,
        PreviousHealth = before?.Health,
        State = sensor.State,
        PreviousState = before?.State,
        Value = sensor.Value,
        PreviousValue = before?.Value,
        Unit = sensor.Unit,
        Threshold = sensor.Health == before?.Health ? null : ThresholdOf(sensor) ?? before?.Threshold,
        Trend = sensor.Value > before?.Value ? SensorTrend.Rising : sensor.Value < before?.Value ? SensorTrend.Falling : null,
        Number = sensor.Number,
    };

    private static string EventOf(Sensor sensor, Known? before)
    {
        string state = sensor.State.Length > 0 ? sensor.StateText : sensor.Health == SensorHealth.Ok ? "Normal" : "";
        if (sensor.Health == SensorHealth.Unknown && sensor.UnavailableReason is { } reason)
            state = $"No reading: {reason.TrimEnd('.')}";
        if (before is null)
            return $"{state} at the beginning of the watch";
        if (sensor.Health == before.Health && sensor.StateText == before.StateText)
            return string.Format(CultureInfo.CurrentCulture, "Reading changed from {0} {1}", before.Value is { } value ? value.ToString("0.###", CultureInfo.CurrentCulture) : "none", sensor.Unit).TrimEnd();
        string was = before.StateText.Length > 0 ? before.StateText : before.Health == SensorHealth.Ok ? "Normal" : "not known";
        return $"{(state.Length > 0 ? state : "No state")}, was {was}";
    }

    /// <summary>The threshold beyond which a reading is; null if it is beyond none.</summary>
    private static double? ThresholdOf(Sensor sensor)
    {
        if (sensor.Value is not { } value)
            return null;
        double?[] upper = [sensor.UpperNonRecoverable, sensor.UpperCritical, sensor.UpperNonCritical], lower = [sensor.LowerNonRecoverable, sensor.LowerCritical, sensor.LowerNonCritical];
        int at = sensor.Health switch
        {
            SensorHealth.NonRecoverable => 0,
            SensorHealth.Critical => 1,
            SensorHealth.Warning => 2,
            _ => -1,
        };
        return at < 0 ? null : upper[at] <= value ? upper[at] : lower[at] >= value ? lower[at] : null;
    }

    /// <summary>What was reported last of a sensor.</summary>
    private sealed class Known(Sensor sensor)
    {
        public SensorHealth Health { get; } = sensor.Health;

        public string[] State { get; } = sensor.State;

        public string StateText => string.Join("; ", State);

        public double? Value { get; } = sensor.Value;

        public double? Threshold { get; } = ThresholdOf(sensor);

        public int Misses { get; set; }
    }
}
