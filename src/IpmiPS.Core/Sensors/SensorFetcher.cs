using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Sdr;

namespace IpmiPS.Sensors;

/// <summary>Result of reading one sensor.</summary>
/// <param name="Sensor">The sensor, with or without a reading.</param>
/// <param name="Record">Its record.</param>
/// <param name="Failure">Why it has no reading; null if it has one, or was not read.</param>
/// <param name="IsDoubtful">Whether the failure is a timeout or a missing privilege, and the BMC has not responded for any other sensor: the failure may then apply to all of them.</param>
internal sealed record SensorResult(Sensor Sensor, SensorRecord Record, IpmiException? Failure, bool IsDoubtful)
{
    /// <summary>Whether the BMC reports that it scans the sensor.</summary>
    public bool IsScanned { get; init; }

    /// <summary>The sensor with a reading, although the BMC reports that it does not scan the sensor; null if there is no such reading.</summary>
    public Sensor? Unscanned { get; init; }
}

/// <summary>Reads one sensor, its thresholds and its hysteresis at the same time.</summary>
internal sealed class SensorFetcher(string computerName, SensorRoutes routes, SensorQuery query, SensorCache cache, SensorRecord record)
{
    public async Task<SensorResult> RunAsync(CancellationToken cancellationToken)
    {
        if (record is not ReadableSensorRecord readable)
            return NotRead("The sensor sends events only; it has no reading.");
        if (record.IsOwnedBySoftware)
            return NotRead("The sensor belongs to system software; it cannot be read.");

        int responsesBefore = routes.Responses;
        DateTimeOffset begun = DateTimeOffset.Now;
        KnownThresholds? cached = null;
        bool isCached = CanCompare(readable) && cache.TryFindThresholds(record, begun, out cached);
        Task<KnownThresholds?> thresholdsTask = isCached ? Task.FromResult(cached) : ReadThresholdsAsync(readable, cancellationToken);
        Task<SensorHysteresis?> hysteresisTask = ReadHysteresisAsync(readable, cancellationToken);
        Task<SensorEventEnables?> enablesTask = ReadEnablesAsync(readable, cancellationToken);
        var vendorTask = SensorVendor.MayDefine(readable) ? GetVendorAsync(cancellationToken) : Task.FromResult<SensorVendor?>(null);
        var absence = cache.FindAbsence(record, begun);
        var (reading, failure) = absence is null ? await ReadAsync(cancellationToken).ConfigureAwait(false) : (null, null);

        DateTimeOffset now = DateTimeOffset.Now;
        var thresholds = await thresholdsTask.ConfigureAwait(false);
        if (cached?.ReadAt is not null && reading is not null && !Agrees((FullSensorRecord)record, reading, cached.Values))
            thresholds = await ReadThresholdsAsync(readable, cancellationToken).ConfigureAwait(false);
        if (reading is null && thresholds is { ReadAt: null })
            thresholds = null; // these are the initial thresholds; a sensor that does not respond may never have been initialised
        SensorHysteresis? hysteresis = await hysteresisTask.ConfigureAwait(false);
        SensorEventEnables? enables = await enablesTask.ConfigureAwait(false);
        var vendor = await vendorTask.ConfigureAwait(false);
        var unscanned = reading is null ? null : SensorBuilder.AsIfScanned(readable, reading);
        var conversion = record is FullSensorRecord full ? await ConvertAsync(full, unscanned ?? reading, thresholds?.Values, cancellationToken).ConfigureAwait(false) : null;

        Sensor Build(SensorReadingAndStates? response, string? unavailable) =>
            SensorBuilder.Build(computerName, readable, response, unavailable, thresholds, hysteresis, enables, conversion, now, vendor);

        var sensor = Build(reading, absence?.Describe() ?? failure?.Message);
        sensor.Failure = failure ?? absence?.Failure;
        bool isSilent = failure?.Kind is IpmiErrorKind.Timeout or IpmiErrorKind.InsufficientPrivilege;
        if (!isSilent && absence is null)
            routes.NoteResponse();
        return new SensorResult(sensor, record, failure, isSilent && routes.Responses == responsesBefore)
        {
            IsScanned = reading is { ScanningEnabled: true },
            Unscanned = unscanned is null ? null : Build(unscanned, SensorBuilder.NoneIsScanned),
        };
    }

    private async Task<SensorVendor?> GetVendorAsync(CancellationToken cancellationToken) =>
        cache.Vendor ??= await routes.GetVendorAsync(cancellationToken).ConfigureAwait(false);

    private async Task<(SensorReadingAndStates? Reading, IpmiException? Failure)> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await routes.SendAsync(record, new GetSensorReading(record.SensorNumber, record.OwnerLun), cancellationToken).ConfigureAwait(false), null);
        }
        catch (IpmiException error) when (IsOfThisSensor(error))
        {
            return (null, error);
        }
    }

    /// <summary>
    /// Whether the BMC reports the same crossed thresholds as a comparison of the reading with these values. If not, the thresholds may have
    /// been changed.
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

    /// <summary>Whether readings can be compared with thresholds without further requests.</summary>
    private bool CanCompare(ReadableSensorRecord sensor) =>
        query.ReadThresholds && sensor is FullSensorRecord { Units.Format: not AnalogFormat.None } full && !ReadingConversion.IsNonLinear(full.Linearization);

    /// <summary>Whether an error concerns only this sensor, not the connection.</summary>
    private static bool IsOfThisSensor(IpmiException error) =>
        error is IpmiCommandException || error.InnerException is IpmiCommandException
        || error.Kind is IpmiErrorKind.Timeout or IpmiErrorKind.ProtocolError or IpmiErrorKind.InsufficientPrivilege;

    private SensorResult NotRead(string reason) =>
        new(SensorBuilder.Build(computerName, record, reason, DateTimeOffset.Now), record, null, false);

    /// <summary>
    /// Reads the present thresholds; returns those in the record if they are fixed or the BMC refuses. A record without threshold access
    /// is only believed if its masks agree.
    /// </summary>
    private async Task<KnownThresholds?> ReadThresholdsAsync(ReadableSensorRecord sensor, CancellationToken cancellationToken)
    {
        if (!query.ReadThresholds || !sensor.IsThresholdBased || sensor is not FullSensorRecord { Units.Format: not AnalogFormat.None } full)
            return null;
        if (full.ThresholdAccess == SensorAccess.Fixed)
            return new KnownThresholds(full.Thresholds with { Mask = full.ReadableThresholds | full.ComparedThresholds }, null);
        if (full.ThresholdAccess == SensorAccess.None && full.ReadableThresholds == ThresholdMask.None)
            return null;
        try
        {
            var thresholds = await routes.SendAsync(record, new GetSensorThresholds(record.SensorNumber, record.OwnerLun), cancellationToken).ConfigureAwait(false);
            return cache.Store(record, new KnownThresholds(thresholds, DateTimeOffset.Now), DateTimeOffset.Now);
        }
        catch (IpmiException error) when (IsOfThisSensor(error))
        {
            var recorded = full.ThresholdAccess == SensorAccess.None ? null : new KnownThresholds(full.Thresholds with { Mask = full.ReadableThresholds }, null);
            return error is IpmiCommandException ? cache.Store(record, recorded, DateTimeOffset.Now) : recorded;
        }
    }

    private async Task<SensorHysteresis?> ReadHysteresisAsync(ReadableSensorRecord sensor, CancellationToken cancellationToken)
    {
        if (!sensor.IsThresholdBased || sensor.HysteresisAccess == SensorAccess.None)
            return null;
        if (sensor.HysteresisAccess == SensorAccess.Fixed)
            return new SensorHysteresis(sensor.PositiveHysteresis, sensor.NegativeHysteresis);
        return query.ReadHysteresis ? await TryAsync(new GetSensorHysteresis(record.SensorNumber, record.OwnerLun), cancellationToken).ConfigureAwait(false) : null;
    }

    private async Task<SensorEventEnables?> ReadEnablesAsync(ReadableSensorRecord sensor, CancellationToken cancellationToken) =>
        query.ReadEvents && sensor.EventControl is (SensorEventControl.PerEvent or SensorEventControl.WholeSensor)
            ? await TryAsync(new GetSensorEventEnable(record.SensorNumber, record.OwnerLun), cancellationToken).ConfigureAwait(false)
            : null;

    /// <summary>Sends a request to the sensor's owner; null if it fails for this sensor.</summary>
    private async Task<T?> TryAsync<T>(IpmiCommand<T> command, CancellationToken cancellationToken)
        where T : struct
    {
        try
        {
            return await routes.SendAsync(record, command, cancellationToken).ConfigureAwait(false);
        }
        catch (IpmiException error) when (IsOfThisSensor(error))
        {
            return null;
        }
    }

    /// <summary>Returns the conversion of raw values to units. For non-linear sensors, the factors for each value are requested.</summary>
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

        var factors = await Task.WhenAll(values.Select(raw => ReadFactorsAsync(raw, cancellationToken))).ConfigureAwait(false);
        var known = factors.Where(f => f.Factors is not null).ToDictionary(f => f.Raw, f => f.Factors!.Value);
        return raw => known.TryGetValue(raw, out var found) ? ReadingConversion.Convert(sensor, found, raw) : null;
    }

    private async Task<(byte Raw, ReadingFactors? Factors)> ReadFactorsAsync(byte raw, CancellationToken cancellationToken) =>
        (raw, (await TryAsync(new GetSensorReadingFactors(record.SensorNumber, raw, record.OwnerLun), cancellationToken).ConfigureAwait(false))?.Factors);
}
