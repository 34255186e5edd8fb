using System;
using System.Collections.Generic;

namespace IpmiPS.Sel;

/// <summary>Which entries of the log are wanted, and how they are read.</summary>
public sealed record SelQuery
{
    /// <summary>Only the newest so many of the entries that the other conditions let through; null for all.</summary>
    public int? Newest { get; init; }

    /// <summary>Only entries after this time. Entries without a date are left out.</summary>
    public DateTimeOffset? After { get; init; }

    /// <summary>Only entries before this time. Entries without a date are left out.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Only entries of these severities; null or empty for all.</summary>
    public IReadOnlyCollection<SelSeverity>? Severities { get; init; }

    /// <summary>Only entries whose sensor type's name passes; null for all. OEM records have no sensor type and don't pass.</summary>
    public Func<string, bool>? SensorTypeFilter { get; init; }

    /// <summary>
    /// Read one entry after the other, each by the ID that the one before it named, with no request that is not asked for by an
    /// answer. Slower, and the same result.
    /// </summary>
    public bool Strict { get; init; }

    /// <summary>Waits while the BMC is busy.</summary>
    internal Clock Clock { get; init; } = Clock.System;

    /// <summary>Whether an entry is wanted, <see cref="Newest"/> aside.</summary>
    public bool Matches(SelEntry entry) =>
        (After is null || entry.Timestamp > After)
        && (Before is null || entry.Timestamp < Before)
        && (Severities is not { Count: > 0 } severities || Contains(severities, entry.Severity))
        && (SensorTypeFilter is null || (entry.SensorType is { } type && SensorTypeFilter(type)));

    private static bool Contains(IReadOnlyCollection<SelSeverity> severities, SelSeverity severity)
    {
        foreach (var wanted in severities)
            if (wanted == severity)
                return true;
        return false;
    }
}
