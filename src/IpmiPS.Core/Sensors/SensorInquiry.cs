using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Sdr;

namespace IpmiPS.Sensors;

/// <summary>What came of asking for one sensor.</summary>
/// <param name="Sensor">The sensor, with or without reading.</param>
/// <param name="Record">Its record.</param>
/// <param name="Failure">Why it gave no reading; null where it gave one, or was not asked.</param>
/// <param name="IsDoubtful">Whether the failure was silence, or too low a privilege, while the BMC answered for no other sensor: the reason may hold for all of them.</param>
internal sealed record SensorResult(Sensor Sensor, SensorRecord Record, IpmiException? Failure, bool IsDoubtful)
{
    /// <summary>Whether the BMC says that it scans the sensor.</summary>
    public bool IsScanned { get; init; }

    /// <summary>The sensor with its reading, of which the BMC says that it does not scan it; null where there is no such reading.</summary>
    public Sensor? Unscanned { get; init; }
}

/// <summary>Asks all there is to ask about one sensor, reading and thresholds at the same time.</summary>
internal sealed class SensorInquiry(string computerName, SensorRoutes routes, SensorQuery query, SensorCache memory, SensorRecord record)
{
    public async Task<SensorResult> RunAsync(CancellationToken cancellationToken)
    {
        if (record is not ReadableSensorRecord readable)
            return Unasked("The sensor sends events only; it has no reading.");
        if (record.IsOwnedBySoftware)
            return Unasked("System software has the sensor; it cannot be asked.");

        int answersBefore = routes.Answers;
        DateTimeOffset begun = DateTimeOffset.Now;
        KnownThresholds? remembered = null;
        bool isRemembered = CanCompare(readable) && memory.TryFindThresholds(record, begun, out remembered);
        Task<KnownThresholds?> askThresholds = isRemembered ? Task.FromResult(remembered) : AskThresholdsAsync(readable, cancellationToken);
        Task<SensorHysteresis?> askHysteresis = AskHysteresisAsync(readable, cancellationToken);
        var absence = memory.FindAbsence(record, begun);
        SensorReadingAndStates? reading = null;
        IpmiException? failure = null;
        try
        {
            if (absence is null)
                reading = await routes.SendAsync(record, new GetSensorReading(record.SensorNumber, record.OwnerLun), cancellationToken).ConfigureAwait(false);
        }
        catch (IpmiException error) when (IsOfThisSensor(error))
        {
            failure = error;
        }

        DateTimeOffset now = DateTimeOffset.Now;
        var thresholds = await askThresholds.ConfigureAwait(false);
        if (remembered?.AskedAt is not null && reading is not null && !Agrees((FullSensorRecord)record, reading, remembered.Values))
            thresholds = await AskThresholdsAsync(readable, cancellationToken).ConfigureAwait(false);
        if (reading is null && thresholds is { AskedAt: null })
            thresholds = null; // The record says what the sensor is set to at first. Whether it ever was is not known of one that does not answer.
        SensorHysteresis? hysteresis = await askHysteresis.ConfigureAwait(false);
        var unscanned = reading is null ? null : SensorBuilder.AsIfScanned(readable, reading);
        var conversion = record is FullSensorRecord full ? await ConvertAsync(full, unscanned ?? reading, thresholds?.Values, cancellationToken).ConfigureAwait(false) : null;
        var sensor = SensorBuilder.Build(computerName, readable, reading, absence?.Describe() ?? failure?.Message, thresholds, hysteresis, conversion, now);
        sensor.Failure = failure ?? absence?.Failure;
        bool isSilent = failure?.Kind is IpmiErrorKind.Timeout or IpmiErrorKind.InsufficientPrivilege;
        if (!isSilent && absence is null)
            routes.NoteResponse();
        return new SensorResult(sensor, record, failure, isSilent && routes.Answers == answersBefore)
        {
            IsScanned = reading is { ScanningEnabled: true },
            Unscanned = unscanned is null ? null : SensorBuilder.Build(computerName, readable, unscanned, SensorBuilder.NoneIsScanned, thresholds, hysteresis, conversion, now),
        };
    }

    /// <summary>
    /// Whether the thresholds that a reading has passed, by the BMC's word, are those that it has passed by these values. Where not, other ones
    /// may have been set.
    /// </summary>
    private static bool Agrees(FullSensorRecord sensor, SensorReadingAndStates reading, Thresholds thresholds)
    {
        if (!SensorBuilder.IsAvailable(reading) || reading.States is null || ReadingConversion.Convert(sensor, reading.Reading) is not { } value)
            return true;
        foreach (ThresholdMask threshold in SensorBuilder.EachThreshold)
        {
            if (thresholds[threshold] is not { } raw || ReadingConversion.Convert(sensor, raw) is not { } limit || limit == value)
                continue;
            bool isLower = (threshold & (ThresholdMask.LowerNonCritical | ThresholdMask.LowerCritical | ThresholdMask.LowerNonRecoverable)) != 0;
            if ((reading.PassedThresholds & threshold) != 0 != (isLower ? value < limit : value > limit))
                return false;
        }

        return true;
    }

    /// <summary>Whether readings of the sensor can be compared with its thresholds without asking for more.</summary>
    private bool CanCompare(ReadableSensorRecord sensor) =>
        query.ReadThresholds && sensor is FullSensorRecord { Units.Format: not AnalogFormat.None } full && !ReadingConversion.IsNonLinear(full.Linearization);

    /// <summary>What says something about one sensor and not about the connection.</summary>
    private static bool IsOfThisSensor(IpmiException error) =>
        error is IpmiCommandException || error.InnerException is IpmiCommandException
        || error.Kind is IpmiErrorKind.Timeout or IpmiErrorKind.ProtocolError or IpmiErrorKind.InsufficientPrivilege;

    private SensorResult Unasked(string reason) =>
        new(SensorBuilder.Build(computerName, record, reason, DateTimeOffset.Now), record, null, false);

    /// <summary>
    /// The thresholds of now, from the BMC; those of the record where they are fixed or the BMC refuses. A record that says there
    /// are none is only believed where its masks say so too.
    /// </summary>
    private async Task<KnownThresholds?> AskThresholdsAsync(ReadableSensorRecord sensor, CancellationToken cancellationToken)
    {
        if (!query.ReadThresholds || !sensor.IsThresholdBased || sensor is not FullSensorRecord { Units.Format: not AnalogFormat.None } full)
            return null;
        if (full.ThresholdAccess == SensorAccess.Fixed)
            return new KnownThresholds(full.Thresholds with { Mask = full.ReadableThresholds | full.ComparedThresholds }, null);
        if (full.ThresholdAccess == SensorAccess.None && full.ReadableThresholds == ThresholdMask.None)
            return null;
        try
        {
            var given = await routes.SendAsync(record, new GetSensorThresholds(record.SensorNumber, record.OwnerLun), cancellationToken).ConfigureAwait(false);
            return memory.Keep(record, new KnownThresholds(given, DateTimeOffset.Now), DateTimeOffset.Now);
        }
        catch (IpmiException error) when (IsOfThisSensor(error))
        {
            var recorded = full.ThresholdAccess == SensorAccess.None ? null : new KnownThresholds(full.Thresholds with { Mask = full.ReadableThresholds }, null);
            return error is IpmiCommandException ? memory.Keep(record, recorded, DateTimeOffset.Now) : recorded;
        }
    }

    private async Task<SensorHysteresis?> AskHysteresisAsync(ReadableSensorRecord sensor, CancellationToken cancellationToken)
    {
        if (!sensor.IsThresholdBased || sensor.HysteresisAccess == SensorAccess.None)
            return null;
        var recorded = new SensorHysteresis(sensor.PositiveHysteresis, sensor.NegativeHysteresis);
        if (!query.ReadHysteresis || sensor.HysteresisAccess == SensorAccess.Fixed)
            return recorded;
        try
        {
            return await routes.SendAsync(record, new GetSensorHysteresis(record.SensorNumber, record.OwnerLun), cancellationToken).ConfigureAwait(false);
        }
        catch (IpmiException error) when (IsOfThisSensor(error))
        {
            return recorded;
        }
    }

    /// <summary>How raw values of this sensor become values in units. For non-linear sensors the factors of each are asked for.</summary>
    private async Task<Func<byte, double?>> ConvertAsync(FullSensorRecord sensor, SensorReadingAndStates? reading, Thresholds? thresholds, CancellationToken cancellationToken)
    {
        if (!ReadingConversion.IsNonLinear(sensor.Linearization))
            return raw => ReadingConversion.Convert(sensor, raw);

        var values = new HashSet<byte>();
        if (reading is not null && SensorBuilder.IsAvailable(reading))
            values.Add(reading.Reading);
        foreach (ThresholdMask threshold in SensorBuilder.EachThreshold)
        {
            if (thresholds?[threshold] is { } raw)
                values.Add(raw);
        }

        var factors = await Task.WhenAll(values.Select(raw => AskFactorsAsync(raw, cancellationToken))).ConfigureAwait(false);
        var known = factors.Where(f => f.Factors is not null).ToDictionary(f => f.Raw, f => f.Factors!.Value);
        return raw => known.TryGetValue(raw, out var found) ? ReadingConversion.Convert(sensor, found, raw) : null;
    }

    private async Task<(byte Raw, ReadingFactors? Factors)> AskFactorsAsync(byte raw, CancellationToken cancellationToken)
    {
        try
        {
            var response = await routes.SendAsync(record, new GetSensorReadingFactors(record.SensorNumber, raw, record.OwnerLun), cancellationToken).ConfigureAwait(false);
            return (raw, response.Factors);
        }
        catch (IpmiException error) when (IsOfThisSensor(error))
        {
            return (raw, null);
        }
    }
}
