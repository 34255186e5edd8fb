using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Sdr;

namespace IpmiPS.Sensors;

/// <summary>
/// Changes thresholds and hysteresis of one sensor: reads them, rounds the new ones to what the sensor can express, checks their order, sends what differs
/// and reads it back. IPMI 2.0 sections 35.6 to 35.9.
/// </summary>
internal sealed class SensorThresholdChange : IPreparedChange<SensorThresholdUpdate>
{
    private readonly SensorOwner _owner;
    private readonly FullSensorRecord _sensor;
    private readonly SdrRepository _repository;
    private readonly SensorThresholdSettings _settings;
    private readonly Func<byte, double?> _convert;
    private readonly SettingsChange<State> _change;
    private readonly List<string> _rounded = [];

    private SensorThresholdChange(SensorOwner owner, SdrRepository repository, FullSensorRecord sensor, SensorThresholdSettings settings, Func<byte, double?> convert, State before)
    {
        (_owner, _repository, _sensor, _settings, _convert) = (owner, repository, sensor, settings, convert);
        _change = new(owner, $"the sensor '{sensor.NameOrNumber}'", before, ReadAsync)
        {
            UnknownAdvice = "Check with Get-IpmiSensor -Refresh -IncludeHysteresis what is set.",
            MismatchAdvice = "The BMC may limit this threshold; see the server's documentation.",
        };
        AddThresholds(before);
        AddHysteresis(before);
    }

    /// <summary>The change, with old and new values; null if everything is as requested already.</summary>
    public string? Description => _change.Description is { } text ? $"'{_repository.DisplayNames.Of(_sensor)}': {text}" : null;

    /// <summary>Reads the present values and prepares the change. Changes nothing.</summary>
    /// <exception cref="IpmiException">InvalidParameter: the sensor has no such threshold, it cannot be set, or the order would be wrong. Other kinds: the values
    /// could not be read.</exception>
    public static async Task<SensorThresholdChange> PrepareAsync(
        IIpmiConnection connection, SensorRoutes routes, SdrRepository repository, SensorRecord record, SensorThresholdSettings settings, CancellationToken cancellationToken)
    {
        if (record is not FullSensorRecord { IsThresholdBased: true, Units.Format: not AnalogFormat.None } sensor || record.IsOwnedBySoftware)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"The sensor '{record.NameOrNumber}' has no thresholds.", "Get-IpmiSensor shows which sensors have thresholds.");
        var owner = new SensorOwner(connection, routes, sensor);
        Task<Func<byte, double?>> convert = SensorConversionTable.ReadAsync(owner, sensor, cancellationToken);
        Task<State> before = ReadAsync(owner, sensor, settings, cancellationToken);
        return new(owner, repository, sensor, settings, await convert.ConfigureAwait(false), await before.ConfigureAwait(false));
    }

    /// <summary>Sends what differs and reads it back.</summary>
    /// <exception cref="IpmiException">As from <see cref="SettingsChange{TState}.RunAsync"/>.</exception>
    public async Task<SensorThresholdUpdate> RunAsync(CancellationToken cancellationToken = default)
    {
        var result = await _change.RunAsync(cancellationToken).ConfigureAwait(false);
        State now = result.Now;
        return new SensorThresholdUpdate
        {
            ComputerName = _owner.ComputerName,
            Name = _sensor.NameOrNumber,
            DisplayName = _repository.DisplayNames.Of(_sensor),
            Unit = _sensor.Units.ToText(),
            LowerNonRecoverable = Value(now, ThresholdMask.LowerNonRecoverable),
            LowerCritical = Value(now, ThresholdMask.LowerCritical),
            LowerNonCritical = Value(now, ThresholdMask.LowerNonCritical),
            UpperNonCritical = Value(now, ThresholdMask.UpperNonCritical),
            UpperCritical = Value(now, ThresholdMask.UpperCritical),
            UpperNonRecoverable = Value(now, ThresholdMask.UpperNonRecoverable),
            PositiveHysteresis = now.Hysteresis is { } positive ? ReadingConversion.ConvertHysteresis(_sensor, positive.Positive) : null,
            NegativeHysteresis = now.Hysteresis is { } negative ? ReadingConversion.ConvertHysteresis(_sensor, negative.Negative) : null,
            Number = _sensor.SensorNumber,
            OwnerId = _sensor.OwnerId,
            OwnerLun = _sensor.OwnerLun,
            Changed = result.Changed,
            Verified = result.Verified,
            Notes = [.. _rounded],
            Difference = result.Difference,
        };
    }

    private async Task<State> ReadAsync(CancellationToken cancellationToken)
    {
        State now = await ReadAsync(_owner, _sensor, _settings, cancellationToken).ConfigureAwait(false);
        DateTimeOffset time = DateTimeOffset.Now;
        if (now.Thresholds is { } thresholds)
            SensorCache.Of(_repository).Store(_sensor, new KnownThresholds(thresholds, time), time);
        return now;
    }

    private static async Task<State> ReadAsync(SensorOwner owner, FullSensorRecord sensor, SensorThresholdSettings settings, CancellationToken cancellationToken)
    {
        Task<Thresholds>? thresholds = settings.Thresholds.Any() ? owner.SendAsync(new GetSensorThresholds(sensor.SensorNumber, sensor.OwnerLun), cancellationToken) : null;
        Task<SensorHysteresis>? hysteresis = settings.HasHysteresis ? owner.SendAsync(new GetSensorHysteresis(sensor.SensorNumber, sensor.OwnerLun), cancellationToken) : null;
        return new State(
            thresholds is null ? null : await thresholds.ConfigureAwait(false),
            hysteresis is null ? null : await hysteresis.ConfigureAwait(false));
    }

    /// <summary>Adds the thresholds that differ, as one command: a BMC may check the order with each.</summary>
    private void AddThresholds(State before)
    {
        if (before.Thresholds is not { } present)
            return;
        var wanted = new List<(ThresholdMask Threshold, byte Raw)>();
        foreach (var (threshold, value) in _settings.Thresholds)
        {
            byte raw = ToRaw(threshold, value);
            if (present[threshold] == raw)
                continue;
            Refuse(threshold, present);
            NoteRounding(threshold.ToString(), value, _convert(raw));
            wanted.Add((threshold, raw));
        }

        if (wanted.Count == 0)
            return;
        ThresholdMask mask = wanted.Aggregate(ThresholdMask.None, static (all, one) => all | one.Threshold);
        Thresholds after = wanted.Aggregate(present, static (values, one) => With(values, one.Threshold, one.Raw));
        ThresholdOrder.Check(_sensor.NameOrNumber, after, mask, _convert, Text);
        _change.Add(
            string.Join("/", wanted.Select(static one => one.Threshold)),
            state => state.Thresholds is { } values ? Text(wanted.Select(one => values[one.Threshold] is { } raw ? _convert(raw) : null)) : null,
            Text(wanted.Select(one => _convert(one.Raw))),
            new SetSensorThresholds(_sensor.SensorNumber, after with { Mask = mask }, _sensor.OwnerLun));
    }

    private void AddHysteresis(State before)
    {
        if (before.Hysteresis is not { } present)
            return;
        var wanted = new SensorHysteresis(
            _settings.PositiveHysteresis is { } positive ? ToCounts(nameof(SensorThresholdSettings.PositiveHysteresis), positive) : present.Positive,
            _settings.NegativeHysteresis is { } negative ? ToCounts(nameof(SensorThresholdSettings.NegativeHysteresis), negative) : present.Negative);
        if (wanted == present)
            return;
        if (_sensor.HysteresisAccess != SensorAccess.ReadableAndSettable)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"The hysteresis of the sensor '{_sensor.NameOrNumber}' cannot be set.", "Leave it out.");
        NoteRounding(nameof(SensorThresholdSettings.PositiveHysteresis), _settings.PositiveHysteresis, ReadingConversion.ConvertHysteresis(_sensor, wanted.Positive));
        NoteRounding(nameof(SensorThresholdSettings.NegativeHysteresis), _settings.NegativeHysteresis, ReadingConversion.ConvertHysteresis(_sensor, wanted.Negative));
        _change.Add(
            "PositiveHysteresis/NegativeHysteresis",
            state => state.Hysteresis is { } counts ? Counts(counts) : null,
            Counts(wanted),
            new SetSensorHysteresis(_sensor.SensorNumber, wanted, _sensor.OwnerLun));

        string Counts(SensorHysteresis counts) => Text([ReadingConversion.ConvertHysteresis(_sensor, counts.Positive), ReadingConversion.ConvertHysteresis(_sensor, counts.Negative)]);
    }

    private byte ToRaw(ThresholdMask threshold, double value) => ReadingConversion.FindRaw(_sensor.Units.Format, _convert, value) ?? throw new IpmiException(
        IpmiErrorKind.InvalidParameter, $"The sensor '{_sensor.NameOrNumber}' cannot express {Text([value])} for {threshold}.",
        $"Give a value within its range, {Text([Raws.Min(_convert)])} to {Text([Raws.Max(_convert)])}.");

    private byte ToCounts(string name, double value) => ReadingConversion.FindHysteresis(_sensor, value) ?? throw new IpmiException(
        IpmiErrorKind.InvalidParameter, $"The sensor '{_sensor.NameOrNumber}' cannot express {Text([value])} for {name}.",
        _sensor.Linearization == 0 ? $"Give a value of at most {Text([ReadingConversion.ConvertHysteresis(_sensor, byte.MaxValue)])}." : "The sensor is not linear, so its hysteresis has no value in units.");

    private void Refuse(ThresholdMask threshold, Thresholds present)
    {
        string? reason = (_sensor.ReadableThresholds & threshold) == 0 && present[threshold] is null ? "does not have"
            : _sensor.ThresholdAccess != SensorAccess.ReadableAndSettable || (_sensor.SettableThresholds & threshold) == 0 ? "does not allow to set"
            : null;
        if (reason is not null)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"The sensor '{_sensor.NameOrNumber}' {reason} {threshold}.",
                $"It allows to set: {(_sensor.ThresholdAccess == SensorAccess.ReadableAndSettable ? _sensor.SettableThresholds : ThresholdMask.None)}.");
    }

    /// <summary>Notes a value that is stored otherwise than given.</summary>
    private void NoteRounding(string name, double? given, double? stored)
    {
        if (given is { } value && stored is { } rounded && Text([value]) != Text([rounded]))
            _rounded.Add($"{name}: {Text([value])} is rounded to {Text([rounded])}.");
    }

    private double? Value(State state, ThresholdMask threshold) => state.Thresholds?[threshold] is { } raw ? _convert(raw) : null;

    /// <summary>Values with the unit behind the last; seven digits tell the values of a sensor apart.</summary>
    private string Text(IEnumerable<double?> values) =>
        string.Join("/", values.Select(static value => value?.ToString("G7", CultureInfo.CurrentCulture) ?? "?")) + (_sensor.Units.ToText() is { } unit ? $" {unit}" : "");

    private static IEnumerable<byte> Raws => Enumerable.Range(0, 256).Select(static raw => (byte)raw);

    private static Thresholds With(Thresholds values, ThresholdMask threshold, byte raw) => threshold switch
    {
        ThresholdMask.LowerNonRecoverable => values with { LowerNonRecoverable = raw },
        ThresholdMask.LowerCritical => values with { LowerCritical = raw },
        ThresholdMask.LowerNonCritical => values with { LowerNonCritical = raw },
        ThresholdMask.UpperNonCritical => values with { UpperNonCritical = raw },
        ThresholdMask.UpperCritical => values with { UpperCritical = raw },
        _ => values with { UpperNonRecoverable = raw },
    };

    /// <summary>What was read; null for what was not to be set.</summary>
    private sealed record State(Thresholds? Thresholds, SensorHysteresis? Hysteresis);
}
