using System;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Events;
using IpmiPS.Sdr;

namespace IpmiPS.Sensors;

/// <summary>Creates a <see cref="Sensor"/> from its record and the responses.</summary>
internal static class SensorBuilder
{
    public static readonly ThresholdMask[] EachThreshold =
    [
        ThresholdMask.LowerNonRecoverable, ThresholdMask.LowerCritical, ThresholdMask.LowerNonCritical,
        ThresholdMask.UpperNonCritical, ThresholdMask.UpperCritical, ThresholdMask.UpperNonRecoverable,
    ];

    /// <summary>Whether a response has a present reading.</summary>
    public static bool IsAvailable(SensorReadingAndStates reading) => !reading.IsUnavailable && reading.ScanningEnabled;

    /// <summary>The remark on readings of a BMC that reports all its sensors as not scanned.</summary>
    public const string NoneIsScanned = "The BMC reports all its sensors as not scanned, so this reading may be out of date.";

    /// <summary>The response with the scanning flag set; null if it is set, or if the response has no reading.</summary>
    public static SensorReadingAndStates? AsIfScanned(ReadableSensorRecord record, SensorReadingAndStates reading) =>
        reading is { ScanningEnabled: false, IsUnavailable: false } && (reading.Reading != 0 || !record.IsThresholdBased && reading.StateBits != 0)
            ? reading with { Flags = (byte)(reading.Flags | SensorReadingAndStates.ScanningFlag) }
            : null;

    /// <summary>Creates a sensor that was not read.</summary>
    public static Sensor Build(string computerName, SensorRecord record, string reason, DateTimeOffset now) =>
        Build(computerName, record, new Responses { Failure = reason }, now);

    /// <summary>Creates a sensor that was read.</summary>
    public static Sensor Build(
        string computerName, ReadableSensorRecord record, SensorReadingAndStates? reading, string? failure,
        KnownThresholds? thresholds, SensorHysteresis? hysteresis, SensorEventEnables? enables, Func<byte, double?>? convert, DateTimeOffset now,
        SensorVendor? vendor = null) =>
        Build(computerName, record, new Responses { Vendor = vendor, Reading = reading, Enables = enables, Failure = failure, Thresholds = thresholds?.Values, ThresholdsReadAt = thresholds?.ReadAt, Hysteresis = hysteresis, Convert = convert }, now);

    private static Sensor Build(string computerName, SensorRecord record, Responses responses, DateTimeOffset now)
    {
        var full = HasAnalogReading(record) ? (FullSensorRecord)record : null;
        var thresholds = full is null ? ThresholdValues.None : InUnits(responses);
        bool isAvailable = responses.Reading is not null && IsAvailable(responses.Reading);
        double? value = full is not null && isAvailable ? responses.Convert?.Invoke(responses.Reading!.Reading) : null;
        var (states, health) = isAvailable ? StatesOf((ReadableSensorRecord)record, responses, value, thresholds) : ([], SensorHealth.Unknown);
        string? reason = DescribeUnavailable(responses);
        if (reason is null && full is not null && value is null)
        {
            reason = "The reading cannot be converted to units.";
            if (states.Length == 0)
                health = SensorHealth.Unknown;
        }

        return new Sensor
        {
            ComputerName = computerName,
            Name = record.NameOrNumber,
            Type = SensorTypes.Describe(record.SensorType),
            Value = value,
            Unit = full?.Units.ToText(),
            Health = health,
            State = states,
            Entity = EntityReference.Describe(record.EntityId, record.EntityInstance),
            Number = record.SensorNumber,
            OwnerId = record.OwnerId,
            OwnerLun = record.OwnerLun,
            LowerNonRecoverable = thresholds.LowerNonRecoverable,
            LowerCritical = thresholds.LowerCritical,
            LowerNonCritical = thresholds.LowerNonCritical,
            UpperNonCritical = thresholds.UpperNonCritical,
            UpperCritical = thresholds.UpperCritical,
            UpperNonRecoverable = thresholds.UpperNonRecoverable,
            ThresholdsInOrder = thresholds.AreInOrder,
            ThresholdTimestamp = full is null ? null : responses.ThresholdsReadAt,
            PositiveHysteresis = full is not null && responses.Hysteresis is { } positive ? ReadingConversion.ConvertHysteresis(full, positive.Positive) : null,
            NegativeHysteresis = full is not null && responses.Hysteresis is { } negative ? ReadingConversion.ConvertHysteresis(full, negative.Negative) : null,
            EventsEnabled = responses.Enables?.EventsEnabled ?? responses.Reading?.EventsEnabled,
            ScanningEnabled = responses.Enables?.ScanningEnabled ?? responses.Reading?.ScanningEnabled,
            AssertionEvents = EventsOf(record, responses, static mask => mask.Assertions),
            DeassertionEvents = EventsOf(record, responses, static mask => mask.Deassertions),
            NominalReading = FromRecord(full, 0x01, full?.NominalReading),
            NormalMaximum = FromRecord(full, 0x02, full?.NormalMaximum),
            NormalMinimum = FromRecord(full, 0x04, full?.NormalMinimum),
            RawValue = responses.Reading?.Reading,
            RawState = responses.Reading?.States is null ? null : responses.Reading.StateBits,
            UnavailableReason = reason,
            Timestamp = now,
            EntityId = record.EntityId,
            EntityInstance = record.EntityInstance,
            SensorType = record.SensorType,
            EventReadingType = record.EventReadingType,
            RecordId = record.RecordId,
        };
    }

    /// <summary>
    /// In the specification, only threshold-based sensors have readings. Some vendors have discrete sensors with a reading;
    /// these have a unit.
    /// </summary>
    private static bool HasAnalogReading(SensorRecord record) =>
        record is FullSensorRecord full && full.Units.Format != AnalogFormat.None && (full.IsThresholdBased || full.Units.IsSpecified);

    /// <summary>The states that the BMC reports, and those that follow from a comparison of the reading with the thresholds.</summary>
    private static (string[] States, SensorHealth Health) StatesOf(ReadableSensorRecord record, Responses responses, double? value, ThresholdValues thresholds)
    {
        var reading = responses.Reading!;
        var reported = record.IsThresholdBased ? SensorStates.OfThresholds(reading.PassedThresholds) : SensorStates.OfDiscrete(record, reading.StateBits, responses.Vendor);
        return value is { } number && responses.Thresholds is { } raw && thresholds.AreInOrder == true
            ? SensorStates.WithReading(reported, thresholds.WithoutUnset(raw).PassedBy(number))
            : reported;
    }

    private static ThresholdValues InUnits(Responses responses)
    {
        if (responses.Thresholds is not { } raw || responses.Convert is not { } convert)
            return ThresholdValues.None;
        return new ThresholdValues
        {
            LowerNonRecoverable = Of(ThresholdMask.LowerNonRecoverable),
            LowerCritical = Of(ThresholdMask.LowerCritical),
            LowerNonCritical = Of(ThresholdMask.LowerNonCritical),
            UpperNonCritical = Of(ThresholdMask.UpperNonCritical),
            UpperCritical = Of(ThresholdMask.UpperCritical),
            UpperNonRecoverable = Of(ThresholdMask.UpperNonRecoverable),
        };

        double? Of(ThresholdMask threshold) => raw[threshold] is { } value ? convert(value) : null;
    }

    private static string? EventsOf(SensorRecord record, Responses responses, Func<SensorEventMask, ushort> choose) =>
        responses.Enables is { } enables && record is ReadableSensorRecord { EventControl: SensorEventControl.PerEvent } sensor
            ? SensorEventNames.Describe(record, choose(SensorEventNames.WithoutReserved(sensor, enables.Events)))
            : null;

    private static string? DescribeUnavailable(Responses responses) =>
        responses.Failure
        ?? (responses.Reading is not { } reading ? "The sensor was not read."
            : reading.IsUnavailable ? "The BMC has no reading at present."
            : reading.ScanningEnabled ? null
            : "Scanning of the sensor is disabled.");

    private static double? FromRecord(FullSensorRecord? sensor, byte flag, byte? raw) =>
        sensor is not null && raw is { } value && (sensor.AnalogFlags & flag) != 0 ? ReadingConversion.Convert(sensor, value) : null;

    private sealed class Responses
    {
        public SensorReadingAndStates? Reading { get; init; }

        public string? Failure { get; init; }

        public Thresholds? Thresholds { get; init; }

        public DateTimeOffset? ThresholdsReadAt { get; init; }

        public SensorHysteresis? Hysteresis { get; init; }

        public SensorEventEnables? Enables { get; init; }

        public Func<byte, double?>? Convert { get; init; }

        public SensorVendor? Vendor { get; init; }
    }
}
