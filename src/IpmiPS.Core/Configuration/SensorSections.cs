using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Sdr;
using IpmiPS.Sensors;

namespace IpmiPS.Configuration;

/// <summary>The sections of sensors, by the names that are unique on the BMC.</summary>
internal static class SensorSections
{
    private const string NamePattern = "^.+$", Sensor = "sensor";
    private const double Lowest = -1e12, Highest = 1e12;

    private static readonly SettingType EventNames = new() { Json = "array", Description = "a list of names of events, as Get-IpmiSensorEvent shows them" };

    /// <summary>Thresholds that can be set. IPMI 2.0 sections 35.6 to 35.9.</summary>
    public static ConfigurationSection Thresholds { get; } = new KeyedSection<ThresholdState, SensorThresholdSettings>("SensorThresholds", "Thresholds of sensors, in their units.", NamePattern, new()
    {
        { "LowerNonRecoverable", Lowest, Highest, static state => state.Of(ThresholdMask.LowerNonRecoverable), static (settings, value) => settings with { LowerNonRecoverable = value } },
        { "LowerCritical", Lowest, Highest, static state => state.Of(ThresholdMask.LowerCritical), static (settings, value) => settings with { LowerCritical = value } },
        { "LowerNonCritical", Lowest, Highest, static state => state.Of(ThresholdMask.LowerNonCritical), static (settings, value) => settings with { LowerNonCritical = value } },
        { "UpperNonCritical", Lowest, Highest, static state => state.Of(ThresholdMask.UpperNonCritical), static (settings, value) => settings with { UpperNonCritical = value } },
        { "UpperCritical", Lowest, Highest, static state => state.Of(ThresholdMask.UpperCritical), static (settings, value) => settings with { UpperCritical = value } },
        { "UpperNonRecoverable", Lowest, Highest, static state => state.Of(ThresholdMask.UpperNonRecoverable), static (settings, value) => settings with { UpperNonRecoverable = value } },
        { "PositiveHysteresis", 0.0, Highest, static state => state.HysteresisOf(static hysteresis => hysteresis.Positive), static (settings, value) => settings with { PositiveHysteresis = value } },
        { "NegativeHysteresis", 0.0, Highest, static state => state.HysteresisOf(static hysteresis => hysteresis.Negative), static (settings, value) => settings with { NegativeHysteresis = value } },
    }, static () => new())
    {
        KeyNoun = Sensor,
        ReadStatesAsync = ReadThresholdsAsync,
        PrepareStepAsync = static async (context, key, settings, cancellationToken) =>
        {
            var (repository, routes) = await RoutesAsync(context, cancellationToken).ConfigureAwait(false);
            return ConfigurationStep.Of($"SensorThresholds/{key}", await SensorThresholdChange.PrepareAsync(
                context.Connection, routes, repository, Find(repository, key), settings, cancellationToken).ConfigureAwait(false));
        },
    };

    /// <summary>Events of sensors. IPMI 2.0 sections 35.10 and 35.11.</summary>
    public static ConfigurationSection Events { get; } = new KeyedSection<SensorEvents, SensorEventSettings>("SensorEvents", "Which events sensors send.", NamePattern, new()
    {
        { "EventsEnabled", static state => state.EventsEnabled, static (settings, value) => settings with { EventsEnabled = value } },
        { "ScanningEnabled", static state => state.ScanningEnabled, static (settings, value) => settings with { ScanningEnabled = value } },
        { new("AssertionEvents", EventNames, static state => Names(state.AssertionEvents), static (settings, value) => settings with { AssertionEvents = Patterns(value) }) },
        { new("DeassertionEvents", EventNames, static state => Names(state.DeassertionEvents), static (settings, value) => settings with { DeassertionEvents = Patterns(value) }) },
    }, static () => new())
    {
        KeyNoun = Sensor,
        ReadStatesAsync = static async (context, cancellationToken) =>
        {
            SdrRepository repository = await context.RepositoryAsync(cancellationToken).ConfigureAwait(false);
            SensorRecord[] settable = [.. repository.Sensors.Where(static sensor => sensor is ReadableSensorRecord { EventControl: SensorEventControl.PerEvent or SensorEventControl.WholeSensor })];
            var events = await SensorEventReader.ReadAllAsync(context.Connection, repository, settable, cancellationToken, includeStatus: false).ConfigureAwait(false);
            return events.Select(static sensor => (sensor.DisplayName, sensor, (IEnumerable<string>)sensor.Notes));
        },
        PrepareStepAsync = static async (context, key, settings, cancellationToken) =>
        {
            var (repository, routes) = await RoutesAsync(context, cancellationToken).ConfigureAwait(false);
            return ConfigurationStep.Of($"SensorEvents/{key}", await SensorEventChange.PrepareAsync(
                context.Connection, routes, repository, Find(repository, key), settings, cancellationToken).ConfigureAwait(false));
        },
    };

    private static async Task<(SdrRepository Repository, SensorRoutes Routes)> RoutesAsync(ConfigurationContext context, CancellationToken cancellationToken)
    {
        SdrRepository repository = await context.RepositoryAsync(cancellationToken).ConfigureAwait(false);
        return (repository, new SensorRoutes(context.Connection, Task.FromResult<SdrRepository?>(repository)));
    }

    private static SensorRecord Find(SdrRepository repository, string name) =>
        repository.Sensors.FirstOrDefault(sensor => repository.DisplayNames.Of(sensor) == name)
        ?? throw NearestNames.NotPresent("sensor", [name], repository.Sensors.Select(repository.DisplayNames.Of), "Leave the sensor out of the file, or correct its name.");

    private static async Task<IEnumerable<(string Key, ThresholdState State, IEnumerable<string> Notes)>> ReadThresholdsAsync(ConfigurationContext context, CancellationToken cancellationToken)
    {
        var bounded = new BoundedConnection(context.Connection, Clock.System, needsAll: false);
        SdrRepository repository = await context.RepositoryAsync(cancellationToken).ConfigureAwait(false);
        var routes = new SensorRoutes(bounded, Task.FromResult<SdrRepository?>(repository));
        var sensors = repository.Sensors.OfType<FullSensorRecord>().Where(static sensor =>
            sensor is { IsThresholdBased: true, IsOwnedBySoftware: false } && sensor.Units.Format != AnalogFormat.None
            && (sensor.ThresholdAccess == SensorAccess.ReadableAndSettable && sensor.SettableThresholds != ThresholdMask.None || sensor.HysteresisAccess == SensorAccess.ReadableAndSettable));
        var read = await Task.WhenAll(sensors.Select(async sensor => (repository.DisplayNames.Of(sensor), await ThresholdState.ReadAsync(bounded, routes, sensor, cancellationToken).ConfigureAwait(false))))
            .ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return read.Where(static one => one.Item2.HasSettings || one.Item2.Notes.Count > 0).Select(static one => (one.Item1, one.Item2, (IEnumerable<string>)one.Item2.Notes));
    }

    private static string[]? Names(string? events) =>
        events is null ? null : events == SensorEventNames.None ? [] : events.Split([SensorEventNames.Separator], StringSplitOptions.None);

    private static NamePattern[] Patterns(object names) => [.. ((IReadOnlyList<string>)names).Select(static name => new NamePattern(name, false, text => text == name))];

    /// <summary>The thresholds of one sensor that can be set.</summary>
    private sealed record ThresholdState(FullSensorRecord Sensor, OptionalResponse<Thresholds> Thresholds, OptionalResponse<SensorHysteresis> Hysteresis, Func<byte, double?> Convert)
    {
        public bool HasSettings => Thresholds.Succeeded || Hysteresis.Succeeded;

        public IReadOnlyList<string> Notes => [.. new[] { (Name: "Thresholds", Thresholds.Error), (Name: "Hysteresis", Hysteresis.Error) }
            .Where(static pair => pair.Error is not null).Select(static pair => $"{pair.Name} of the sensor: {pair.Error!.Message}")];

        public static async Task<ThresholdState> ReadAsync(IIpmiConnection connection, SensorRoutes routes, FullSensorRecord sensor, CancellationToken cancellationToken)
        {
            var owner = new SensorOwner(connection, routes, sensor);
            var thresholds = sensor.ThresholdAccess == SensorAccess.ReadableAndSettable ? owner.TrySendAsync(new GetSensorThresholds(sensor.SensorNumber, sensor.OwnerLun), cancellationToken) : null;
            var hysteresis = sensor.HysteresisAccess == SensorAccess.ReadableAndSettable ? owner.TrySendAsync(new GetSensorHysteresis(sensor.SensorNumber, sensor.OwnerLun), cancellationToken) : null;
            var convert = SensorConversionTable.ReadAsync(owner, sensor, cancellationToken);
            return new(
                sensor, thresholds is null ? default : await thresholds.ConfigureAwait(false), hysteresis is null ? default : await hysteresis.ConfigureAwait(false),
                (await OptionalRequest.TryAsync(() => convert).ConfigureAwait(false)) is { Succeeded: true } table ? table.Value : static _ => null);
        }

        public double? Of(ThresholdMask threshold) =>
            Thresholds.Succeeded && (Sensor.SettableThresholds & threshold) != 0 && Thresholds.Value[threshold] is { } raw ? Convert(raw) : null;

        public double? HysteresisOf(Func<SensorHysteresis, byte> select) => Hysteresis.Succeeded ? ReadingConversion.ConvertHysteresis(Sensor, select(Hysteresis.Value)) : null;
    }
}
