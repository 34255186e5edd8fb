using System;
using System.Linq;

namespace IpmiPS.Sel;

/// <summary>
/// A place in an event log: right after an entry, or after a time. If the entry is no longer there, because the log was cleared or the entry overwritten, all entries follow it.
/// </summary>
/// <param name="Id">Record ID of the entry; null if there was none.</param>
/// <param name="Timestamp">Time of the entry, or the time; null if the entry has none.</param>
/// <param name="Record">The entry's 16 bytes, which identify it: IDs are used again after the log was cleared. Null if there was no entry.</param>
public sealed record SelMark(int? Id, DateTimeOffset? Timestamp, ByteString? Record)
{
    /// <summary>The place before all entries.</summary>
    public static SelMark Beginning { get; } = After(default(DateTimeOffset));

    /// <summary>The place after an entry.</summary>
    public static SelMark After(SelEntry entry) => new(entry.Id, entry.Timestamp, entry.Raw);

    /// <summary>The place after the last entry of a time.</summary>
    public static SelMark After(DateTimeOffset time) => new(null, time, null);

    /// <summary>Whether this place is after an entry.</summary>
    public bool Follows(SelEntry entry) => Record is null ? entry.Timestamp <= Timestamp : entry.Raw.SequenceEqual(Record);
}
