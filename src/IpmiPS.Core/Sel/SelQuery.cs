using System;
using System.Collections.Generic;

namespace IpmiPS.Sel;

/// <summary>Which entries of the log to return, and how to read them.</summary>
public sealed record SelQuery
{
    /// <summary>The number of entries to return at most, the newest of those that match; null for all.</summary>
    public int? Newest { get; init; }

    /// <summary>Only entries after this time. Entries without a date do not match.</summary>
    public DateTimeOffset? After { get; init; }

    /// <summary>Only entries before this time. Entries without a date do not match.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Only entries of these severities; null or empty for all.</summary>
    public IReadOnlyCollection<SelSeverity>? Severities { get; init; }

    /// <summary>Only entries for whose sensor type name it returns true; null for all. OEM records have no sensor type and do not match.</summary>
    public Func<string, bool>? SensorTypeFilter { get; init; }

    /// <summary>
    /// Only the entries that follow, in the log, the newest one for which it returns true; all if it returns true for none. The log is then read backwards from
    /// its newest entry, where the BMC's record IDs allow that. Null for the whole log.
    /// </summary>
    public Func<SelEntry, bool>? Since { get; init; }

    /// <summary>Rules that replace severities; null for the built-in ones.</summary>
    public SelRules? Rules { get; init; }

    /// <summary>
    /// Read the entries strictly one after the other, without guessing IDs. Slower, with
    /// the same result.
    /// </summary>
    public bool Strict { get; init; }

    /// <summary>How many entries probably follow the one of <see cref="Since"/>, so that no more than these are requested ahead; null if that is not known.</summary>
    internal int? ExpectedCount { get; init; }

    /// <summary>For waiting while the BMC is busy.</summary>
    internal Clock Clock { get; init; } = Clock.System;

    /// <summary>Whether the log is read backwards.</summary>
    internal bool FromEnd => !Strict && (Newest is not null || Since is not null);

    /// <summary>Whether every entry matches, apart from <see cref="Newest"/> and <see cref="Since"/>.</summary>
    internal bool TakesAll => this is { After: null, Before: null, Severities: null or { Count: 0 }, SensorTypeFilter: null, Rules: null };

    /// <summary>The entry with its severity by the rules; null if it does not match or a rule ignores it.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="manufacturerId">IANA enterprise number of the BMC's manufacturer; null if not known.</param>
    public SelEntry? Select(SelEntry entry, int? manufacturerId)
    {
        SelEntry? ruled = Rules is null ? entry : Rules.Apply(entry, manufacturerId);
        return ruled is not null && Matches(ruled) ? ruled : null;
    }

    /// <summary>Whether an entry matches, apart from <see cref="Newest"/>, <see cref="Since"/> and <see cref="Rules"/>.</summary>
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
