using System;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Sdr;

namespace IpmiPS.Sensors;

/// <summary>
/// Caches what seldom changes, so that it is not requested again for a while: thresholds, and sensors whose component is absent. The cache belongs to
/// an SDR repository: when the records are read again, it is empty. Thread-safe.
/// </summary>
internal sealed class SensorCache
{
    /// <summary>Another tool may change thresholds. They are read again at once if a reading contradicts them.</summary>
    private static readonly TimeSpan ThresholdLifetime = TimeSpan.FromMinutes(10);

    /// <summary>Absent components, such as a power supply, may be installed.</summary>
    private static readonly TimeSpan AbsenceLifetime = TimeSpan.FromMinutes(2);

    /// <summary>A sensor that does not respond costs seconds for each request.</summary>
    private static readonly TimeSpan SilenceLifetime = TimeSpan.FromMinutes(10);

    private static readonly ConditionalWeakTable<SdrRepository, SensorCache> s_caches = new();

    private readonly ConcurrentDictionary<(byte Owner, byte Channel, byte Lun, byte Number), (KnownThresholds? Known, DateTimeOffset Since)> _thresholds = [];
    private readonly ConcurrentDictionary<(byte Owner, byte Channel, byte Lun, byte Number), Absence> _absences = [];

    /// <summary>The BMC's vendor; null if it is not known yet.</summary>
    public SensorVendor? Vendor { get; set; }

    /// <summary>The cache that belongs to a repository.</summary>
    public static SensorCache Of(SdrRepository repository) => s_caches.GetOrCreateValue(repository);

    /// <summary>Attaches the cache to a repository, unless it already has one.</summary>
    public void AttachTo(SdrRepository repository) => s_caches.GetValue(repository, _ => this);

    /// <summary>Finds the cached thresholds of a sensor. True with null if the sensor is known to have none.</summary>
    public bool TryFindThresholds(SensorRecord sensor, DateTimeOffset now, out KnownThresholds? known)
    {
        bool isCached = _thresholds.TryGetValue(KeyOf(sensor), out var entry) && now - entry.Since < ThresholdLifetime;
        known = isCached ? entry.Known : null;
        return isCached;
    }

    /// <summary>Caches the thresholds of a sensor; null if it has none.</summary>
    public KnownThresholds? Store(SensorRecord sensor, KnownThresholds? known, DateTimeOffset now)
    {
        _thresholds[KeyOf(sensor)] = (known, now);
        return known;
    }

    /// <summary>Why the sensor need not be read; null if it has to be.</summary>
    public Absence? FindAbsence(SensorRecord sensor, DateTimeOffset now) =>
        _absences.TryGetValue(KeyOf(sensor), out var absence) && now < absence.Until ? absence : null;

    /// <summary>Caches a failure that is likely to last.</summary>
    public void Note(SensorRecord sensor, IpmiException failure, DateTimeOffset now)
    {
        if (failure is IpmiCommandException { CompletionCode: CompletionCode.NotPresent })
            _absences[KeyOf(sensor)] = new Absence(failure, now, now + AbsenceLifetime);
        else if (failure.Kind == IpmiErrorKind.Timeout)
            _absences[KeyOf(sensor)] = new Absence(failure, now, now + SilenceLifetime);
    }

    private static (byte Owner, byte Channel, byte Lun, byte Number) KeyOf(SensorRecord sensor) => (sensor.OwnerId, sensor.Channel, sensor.OwnerLun, sensor.SensorNumber);
}

/// <summary>Cached thresholds of a sensor.</summary>
/// <param name="Values">The thresholds.</param>
/// <param name="ReadAt">When they were read; null if they are those in the record.</param>
internal sealed record KnownThresholds(Thresholds Values, DateTimeOffset? ReadAt);

/// <summary>A cached failure.</summary>
/// <param name="Failure">The error.</param>
/// <param name="ReadAt">When it occurred.</param>
/// <param name="Until">The time until which the sensor is not read again.</param>
internal sealed record Absence(IpmiException Failure, DateTimeOffset ReadAt, DateTimeOffset Until)
{
    /// <summary>The error, and its time.</summary>
    public string Describe() => $"{Failure.Message} (Read at {ReadAt.LocalDateTime:T}, and not again since.)";
}
