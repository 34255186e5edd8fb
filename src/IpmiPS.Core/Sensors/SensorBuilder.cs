using System;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Events;
using IpmiPS.Sdr;

namespace IpmiPS.Sensors;

/// <summary>Makes the sensor that is shown out of its record and what the BMC answered.</summary>
internal static class SensorBuilder
{
    public static readonly ThresholdMask[] EachThreshold =
    [
        ThresholdMask.LowerNonRecoverable, ThresholdMask.LowerCritical, ThresholdMask.LowerNonCritical,
        ThresholdMask.UpperNonCritical, ThresholdMask.UpperCritical, ThresholdMask.UpperNonRecoverable,
    ];

    /// <summary>Whether an answer holds a reading of now.</summary>
    public static bool IsAvailable(SensorReadingAndStates reading) => !reading.IsUnavailable && reading.ScanningEnabled;

    /// <summary>What is said of a reading that is shown though the BMC says that it is not one of now.</summary>
    public const string NoneIsScanned = "The BMC says of all its sensors that they are not scanned, so this is shown as read and may be old.";

    /// <summary>The answer as it would be if the sensor were scanned; null where it is, or where there is nothing in the answer that could be a reading.</summary>
    public static SensorReadingAndStates? AsIfScanned(ReadableSensorRecord record, SensorReadingAndStates reading) =>
        reading is { ScanningEnabled: false, IsUnavailable: false } && (reading.Reading != 0 || !record.IsThresholdBased && reading.StateBits != 0)
            ? reading with { Flags = (byte)(reading.Flags | SensorReadingAndStates.ScanningFlag) }
            : null;

    /// <summary>A sensor that cannot be asked.</summary>
    public static Sensor Build(string computerName, SensorRecord record, string reason, DateTimeOffset now) =>
        Build(computerName, record, new Answers { Failure = reason }, now);

    /// <summary>A sensor that was asked.</summary>
    public static Sensor Build(
        string computerName, ReadableSensorRecord record, SensorReadingAndStates? reading, string? failure,
        KnownThresholds? thresholds, SensorHysteresis? hysteresis, Func<byte, double?>? convert, DateTimeOffset now) =>
        Build(computerName, record, new Answers { Reading = reading, Failure = failure, Thresholds = thresholds?.Values, ThresholdsAskedAt = thresholds?.AskedAt, Hysteresis = hysteresis, Convert = convert }, now);

    private static Sensor Build(string computerName, SensorRecord record, Answers responses, DateTimeOffset now)
    {
        var full = HasAnalogReading(record) ? (FullSensorRecord)record : null;
        var thresholds = full is null ? ThresholdValues.None : InUnits(responses);
        bool isAvailable = responses.Reading is not null && IsAvailable(responses.Reading);
        double? value = full is not null && isAvailable ? responses.Convert?.Invoke(responses.Reading!.Reading) : null;
        (string[] States, SensorHealth Health) told = isAvailable ? StatesOf((ReadableSensorRecord)record, responses.Reading!) : ([], SensorHealth.Unknown);
        var (states, health) = value is { } number && responses.Thresholds is { } raw && thresholds.AreInOrder == true
            ? SensorStates.WithReading(told, thresholds.WithoutUnset(raw).PassedBy(number))
            : told;
        string? reason = ReasonOf(responses);
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
            ThresholdTimestamp = full is null ? null : responses.ThresholdsAskedAt,
            PositiveHysteresis = full is not null && responses.Hysteresis is { } positive ? ReadingConversion.ConvertHysteresis(full, positive.Positive) : null,
            NegativeHysteresis = full is not null && responses.Hysteresis is { } negative ? ReadingConversion.ConvertHysteresis(full, negative.Negative) : null,
            NominalReading = Recorded(full, 0x01, full?.NominalReading),
            NormalMaximum = Recorded(full, 0x02, full?.NormalMaximum),
            NormalMinimum = Recorded(full, 0x04, full?.NormalMinimum),
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
    /// Only threshold-based sensors have readings, by the specification. Some vendors have discrete ones with a reading too, and
    /// give it a unit then.
    /// </summary>
    private static bool HasAnalogReading(SensorRecord record) =>
        record is FullSensorRecord full && full.Units.Format != AnalogFormat.None && (full.IsThresholdBased || full.Units.IsSpecified);

    private static (string[] States, SensorHealth Health) StatesOf(ReadableSensorRecord record, SensorReadingAndStates reading) =>
        record.IsThresholdBased
            ? SensorStates.OfThresholds(reading.PassedThresholds)
            : SensorStates.OfDiscrete(record, reading.StateBits);

    private static ThresholdValues InUnits(Answers responses)
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

    private static string? ReasonOf(Answers responses) =>
        responses.Failure
        ?? (responses.Reading is not { } reading ? "The sensor was not asked."
            : reading.IsUnavailable ? "The BMC has no reading at present."
            : reading.ScanningEnabled ? null
            : "Scanning of the sensor is disabled.");

    private static double? Recorded(FullSensorRecord? sensor, byte flag, byte? raw) =>
        sensor is not null && raw is { } value && (sensor.AnalogFlags & flag) != 0 ? ReadingConversion.Convert(sensor, value) : null;

    private sealed class Answers
    {
        public SensorReadingAndStates? Reading { get; init; }

        public string? Failure { get; init; }

        public Thresholds? Thresholds { get; init; }

        public DateTimeOffset? ThresholdsAskedAt { get; init; }

        public SensorHysteresis? Hysteresis { get; init; }

        public Func<byte, double?>? Convert { get; init; }
    }
}
