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
/// <param name="Doubt">
/// Silence, or too low a privilege, while the BMC answered for no other sensor: the reason may hold for all of them. Else null.
/// </param>
internal sealed record SensorResult(Sensor Sensor, IpmiException? Doubt);

/// <summary>Asks all there is to ask about one sensor, reading and thresholds at the same time.</summary>
internal sealed class SensorInquiry(string computerName, SensorRoutes routes, SensorQuery query, SensorRecord record)
{
    public async Task<SensorResult> RunAsync(CancellationToken cancellationToken)
    {
        if (record is not ReadableSensorRecord readable)
            return Unasked("The sensor sends events only; it has no reading.");
        if (record.IsOwnedBySoftware)
            return Unasked("System software has the sensor; it cannot be asked.");

        int answersBefore = routes.Answers;
        Task<Thresholds?> askThresholds = AskThresholdsAsync(readable, cancellationToken);
        Task<SensorHysteresis?> askHysteresis = AskHysteresisAsync(readable, cancellationToken);
        SensorReadingAndStates? reading = null;
        IpmiException? failure = null;
        try
        {
            reading = await routes.SendAsync(record, new GetSensorReading(record.SensorNumber, record.OwnerLun), cancellationToken).ConfigureAwait(false);
        }
        catch (IpmiException error) when (IsOfThisSensor(error))
        {
            failure = error;
        }

        DateTimeOffset now = DateTimeOffset.Now;
        Thresholds? thresholds = await askThresholds.ConfigureAwait(false);
        SensorHysteresis? hysteresis = await askHysteresis.ConfigureAwait(false);
        var conversion = record is FullSensorRecord full ? await ConvertAsync(full, reading, thresholds, cancellationToken).ConfigureAwait(false) : null;
        var sensor = SensorBuilder.Build(computerName, readable, reading, failure?.Message, thresholds, hysteresis, conversion, now);
        if (failure?.Kind is not (IpmiErrorKind.Timeout or IpmiErrorKind.InsufficientPrivilege))
        {
            routes.NoteAnswer();
            return new SensorResult(sensor, null);
        }

        return new SensorResult(sensor, routes.Answers == answersBefore ? failure : null);
    }

    /// <summary>What says something about one sensor and not about the connection.</summary>
    private static bool IsOfThisSensor(IpmiException error) =>
        error is IpmiCommandException || error.InnerException is IpmiCommandException
        || error.Kind is IpmiErrorKind.Timeout or IpmiErrorKind.ProtocolError or IpmiErrorKind.InsufficientPrivilege;

    private SensorResult Unasked(string reason) =>
        new(SensorBuilder.Build(computerName, record, reason, DateTimeOffset.Now), null);

    /// <summary>
    /// The thresholds of now, from the BMC; those of the record where they are fixed or the BMC refuses. A record that says there
    /// are none is only believed where its masks say so too.
    /// </summary>
    private async Task<Thresholds?> AskThresholdsAsync(ReadableSensorRecord sensor, CancellationToken cancellationToken)
    {
        if (!query.ReadThresholds || !sensor.IsThresholdBased || sensor is not FullSensorRecord { Units.Format: not AnalogFormat.None } full)
            return null;
        if (full.ThresholdAccess == SensorAccess.Fixed)
            return full.Thresholds with { Mask = full.ReadableThresholds | full.ComparedThresholds };
        if (full.ThresholdAccess == SensorAccess.None && full.ReadableThresholds == ThresholdMask.None)
            return null;
        try
        {
            return await routes.SendAsync(record, new GetSensorThresholds(record.SensorNumber, record.OwnerLun), cancellationToken).ConfigureAwait(false);
        }
        catch (IpmiException error) when (IsOfThisSensor(error))
        {
            return full.ThresholdAccess == SensorAccess.None ? null : full.Thresholds with { Mask = full.ReadableThresholds };
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
            var answer = await routes.SendAsync(record, new GetSensorReadingFactors(record.SensorNumber, raw, record.OwnerLun), cancellationToken).ConfigureAwait(false);
            return (raw, answer.Factors);
        }
        catch (IpmiException error) when (IsOfThisSensor(error))
        {
            return (raw, null);
        }
    }
}
