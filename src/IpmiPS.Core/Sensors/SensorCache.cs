using System;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Sdr;

namespace IpmiPS.Sensors;

/// <summary>
/// What sensors answered that seldom changes, so that it is not asked again for a while: their thresholds, and that what they watch is not
/// there. It goes with the records that it was asked for: when these are read again, all is asked again. Safe for many threads.
/// </summary>
internal sealed class SensorCache
{
    /// <summary>Somebody may set other thresholds with another tool. Where a reading shows it, they are asked for at once.</summary>
    private static readonly TimeSpan ThresholdsLast = TimeSpan.FromMinutes(10);

    /// <summary>A power supply may be plugged in.</summary>
    private static readonly TimeSpan AbsenceLasts = TimeSpan.FromMinutes(2);

    /// <summary>Each question costs seconds here.</summary>
    private static readonly TimeSpan SilenceLasts = TimeSpan.FromMinutes(10);

    private static readonly ConditionalWeakTable<SdrRepository, SensorCache> s_caches = new();

    private readonly ConcurrentDictionary<(byte Owner, byte Channel, byte Lun, byte Number), (KnownThresholds? Known, DateTimeOffset Since)> _thresholds = [];
    private readonly ConcurrentDictionary<(byte Owner, byte Channel, byte Lun, byte Number), Absence> _absences = [];

    /// <summary>The cache that belongs to a repository.</summary>
    public static SensorCache Of(SdrRepository repository) => s_caches.GetOrCreateValue(repository);

    /// <summary>Attaches the cache to a repository, unless it already has one.</summary>
    public void AttachTo(SdrRepository repository) => s_caches.GetValue(repository, _ => this);

    /// <summary>Finds what came of asking a sensor for its thresholds not long ago.</summary>
    public bool TryFindThresholds(SensorRecord sensor, DateTimeOffset now, out KnownThresholds? known)
    {
        bool isKnown = _thresholds.TryGetValue(KeyOf(sensor), out var kept) && now - kept.Since < ThresholdsLast;
        known = isKnown ? kept.Known : null;
        return isKnown;
    }

    /// <summary>Keeps what came of asking a sensor for its thresholds just now; null where it has none.</summary>
    public KnownThresholds? Keep(SensorRecord sensor, KnownThresholds? known, DateTimeOffset now)
    {
        _thresholds[KeyOf(sensor)] = (known, now);
        return known;
    }

    /// <summary>Why the sensor need not be asked; null where it has to be.</summary>
    public Absence? FindAbsence(SensorRecord sensor, DateTimeOffset now) =>
        _absences.TryGetValue(KeyOf(sensor), out var absence) && now < absence.Until ? absence : null;

    /// <summary>Notes how a sensor failed, where that says that there is nothing to be asked for a while.</summary>
    public void Note(SensorRecord sensor, IpmiException failure, DateTimeOffset now)
    {
        if (failure is IpmiCommandException { CompletionCode: CompletionCode.NotPresent })
            _absences[KeyOf(sensor)] = new Absence(failure, now, now + AbsenceLasts);
        else if (failure.Kind == IpmiErrorKind.Timeout)
            _absences[KeyOf(sensor)] = new Absence(failure, now, now + SilenceLasts);
    }

    private static (byte Owner, byte Channel, byte Lun, byte Number) KeyOf(SensorRecord sensor) => (sensor.OwnerId, sensor.Channel, sensor.OwnerLun, sensor.SensorNumber);
}

/// <summary>Thresholds of a sensor.</summary>
/// <param name="Values">The thresholds.</param>
/// <param name="AskedAt">When the sensor gave them; null where they are those of its record.</param>
internal sealed record KnownThresholds(Thresholds Values, DateTimeOffset? AskedAt);

/// <summary>A sensor that has no reading to give.</summary>
/// <param name="Failure">What came of asking it.</param>
/// <param name="AskedAt">When it was asked.</param>
/// <param name="Until">Until when it is not asked again.</param>
internal sealed record Absence(IpmiException Failure, DateTimeOffset AskedAt, DateTimeOffset Until)
{
    /// <summary>The reason, and how old it is.</summary>
    public string Describe() => $"{Failure.Message} (Asked at {AskedAt.LocalDateTime:T}, and not again since.)";
}
