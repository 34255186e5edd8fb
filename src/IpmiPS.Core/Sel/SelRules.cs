using System;
using System.Collections.Generic;
using System.Linq;

namespace IpmiPS.Sel;

/// <summary>One rule: conditions, all of which have to be met, and what then applies to the entry. A condition that is null is always met.</summary>
public sealed record SelRule
{
    /// <summary>Sensor type by name.</summary>
    public Func<string, bool>? SensorType { get; init; }

    /// <summary>The sensor's name.</summary>
    public Func<string, bool>? SensorName { get; init; }

    /// <summary>Text of the event.</summary>
    public Func<string, bool>? Event { get; init; }

    /// <summary>Name or IANA number of the BMC's manufacturer.</summary>
    public Func<string, bool>? Manufacturer { get; init; }

    /// <summary>Offset of the event, 0 to 15.</summary>
    public int? Offset { get; init; }

    /// <summary>Event/reading type, 01h to 7Fh.</summary>
    public int? EventType { get; init; }

    /// <summary>Record type.</summary>
    public int? RecordType { get; init; }

    /// <summary>Whether the state began or ended.</summary>
    public EventDirection? Direction { get; init; }

    /// <summary>The severity of the entry; null to keep the built-in one.</summary>
    public SelSeverity? Severity { get; init; }

    /// <summary>Whether the entry is left out.</summary>
    public bool IsIgnored { get; init; }

    /// <summary>How many events of one sensor a watch reports within <see cref="Period"/>; the others are counted. Null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>The time for <see cref="Limit"/>.</summary>
    public TimeSpan Period { get; init; }

    /// <summary>Whether the conditions are met.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="manufacturers">Names and number of the BMC's manufacturer; empty if not known.</param>
    internal bool Covers(SelEntry entry, IReadOnlyList<string> manufacturers) =>
        Is(SensorType, entry.SensorType)
        && Is(SensorName, entry.SensorName)
        && Is(Event, entry.Event)
        && (Manufacturer is null || manufacturers.Any(Manufacturer))
        && (Offset is null || entry.EventData is { Length: > 0 } data && (data[0] & 0x0F) == Offset)
        && (EventType is null || entry.EventType == EventType)
        && (RecordType is null || entry.RecordType == RecordType)
        && (Direction is null || entry.Direction == Direction);

    private static bool Is(Func<string, bool>? condition, string? value) => condition is null || (value is not null && condition(value));
}

/// <summary>Rules that replace the built-in severities of events, or leave events out. The first rule whose conditions are met applies.</summary>
/// <param name="rules">The rules in their order.</param>
public sealed class SelRules(IReadOnlyList<SelRule> rules)
{
    /// <summary>The entry with its severity by the rules; null if a rule ignores it.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="manufacturerId">IANA enterprise number of the BMC's manufacturer; null if not known.</param>
    public SelEntry? Apply(SelEntry entry, int? manufacturerId) => Apply(entry, Find(entry, manufacturerId));

    /// <summary>The entry with its severity by a rule; null if the rule ignores it.</summary>
    internal static SelEntry? Apply(SelEntry entry, SelRule? rule) =>
        rule is null ? entry
        : rule.IsIgnored ? null
        : rule.Severity is { } severity ? entry.WithSeverity(severity)
        : entry;

    /// <summary>The rule that applies to an entry; null if none does.</summary>
    internal SelRule? Find(SelEntry entry, int? manufacturerId)
    {
        string[] manufacturers = NamesOf(manufacturerId);
        return rules.FirstOrDefault(candidate => candidate.Covers(entry, manufacturers));
    }

    private static string[] NamesOf(int? manufacturerId)
    {
        if (manufacturerId is not { } id)
            return [];
        string number = id.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Oem.Manufacturers.Find(id) is { } name ? [name, number] : [number];
    }
}
