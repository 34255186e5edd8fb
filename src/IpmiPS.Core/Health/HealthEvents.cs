using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using IpmiPS.Sel;

namespace IpmiPS.Health;

/// <summary>Evaluates the new entries of an event log. The same event of a sensor is one reason, however often it occurred; one that has ended is a warning at most.</summary>
internal static class HealthEvents
{
    public static IEnumerable<(SensorHealth Severity, string Text)> Judge(IReadOnlyList<SelEntry> entries, SelRules? rules, int? manufacturerId)
    {
        var last = new Dictionary<(int?, int?, int?, int), EventDirection?>();
        foreach (SelEntry entry in entries)
            last[KeyOf(entry)] = entry.Direction;
        return from entry in entries
               let ruled = rules is null ? entry : rules.Apply(entry, manufacturerId)
               where ruled is { Severity: >= SelSeverity.Warning }
               group ruled by (ruled.Sensor, ruled.Event, ruled.Direction) into events
               let newest = events.Last()
               let hasEnded = newest.Direction == EventDirection.Asserted && last[KeyOf(newest)] == EventDirection.Deasserted
               let worst = events.Max(static entry => entry.Severity)
               select (hasEnded ? SensorHealth.Warning : ToHealth(worst), Describe(newest, events.Count(), hasEnded));
    }

    private static SensorHealth ToHealth(SelSeverity severity) => severity switch
    {
        SelSeverity.NonRecoverable => SensorHealth.NonRecoverable,
        SelSeverity.Critical => SensorHealth.Critical,
        _ => SensorHealth.Warning,
    };

    /// <summary>The state whose beginnings and ends belong together: generator, sensor, kind of event, offset.</summary>
    private static (int?, int?, int?, int) KeyOf(SelEntry entry) => (entry.GeneratorId, entry.SensorNumber, entry.EventType, entry.EventData is { Length: > 0 } data ? data[0] & 0x0F : -1);

    private static string Describe(SelEntry entry, int count, bool hasEnded)
    {
        string text = $"Event {entry.Id.ToString(CultureInfo.InvariantCulture)}";
        if (entry.Timestamp is { } time)
            text += " at " + time.ToString(time.Offset == TimeSpan.Zero ? "yyyy-MM-dd HH:mm:ss'Z'" : "yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);
        text += $": {(entry.Sensor is { } sensor ? sensor + ", " : "")}{entry.Event}";
        if (entry.Value is { } value)
            text += $" ({string.Format(CultureInfo.InvariantCulture, "{0:0.###} {1}", value, entry.Unit).TrimEnd()})";
        if (!string.IsNullOrEmpty(entry.Details))
            text += $" ({entry.Details})";
        if (count > 1)
            text += string.Format(CultureInfo.InvariantCulture, ", {0} times", count);
        return text + (hasEnded || entry.Direction == EventDirection.Deasserted ? " [ended]." : ".");
    }
}
