using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using IpmiPS.Wire;

namespace IpmiPS.Monitoring;

/// <summary>
/// Something for a SIEM: an entry of an event log, an alert, a verdict about the health of a server, or what a watch noticed. The formats write its fields; a value is text, a
/// number, or null where it is not known.
/// </summary>
internal sealed class MonitoringEvent
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; private init; } = "";

    /// <summary>When it happened; null if not known.</summary>
    public DateTimeOffset? Timestamp { get; private init; }

    /// <summary>How serious it is.</summary>
    public SelSeverity Severity { get; private init; }

    /// <summary>The kind of source: SEL, PET, TRAP, HEALTH, WATCH or SENSOR.</summary>
    public string Source { get; private init; } = "";

    /// <summary>The kind of event, not the occurrence.</summary>
    public string Signature { get; private init; } = "";

    /// <summary>The event in a few words.</summary>
    public string Event { get; private init; } = "";

    /// <summary>The event in one line, for people.</summary>
    public string Text { get; private init; } = "";

    /// <summary>What identifies the occurrence at its source: record ID or sequence number; null without one.</summary>
    public int? Id { get; private init; }

    /// <summary>All that is known, by name.</summary>
    public IReadOnlyList<(string Name, object? Value)> Data { get; private init; } = [];

    /// <summary>What is known of <see cref="Data"/>, as text that is safe to display.</summary>
    public IEnumerable<(string Name, string Text)> Facts =>
        Data.Select(static pair => (pair.Name, Text: SafeText.Of(TextOf(pair.Value) ?? ""))).Where(static fact => fact.Text.Length > 0);

    /// <summary>Texts with their labels, at most six, for formats with few fields.</summary>
    public IReadOnlyList<(string Label, string? Value)> Labelled { get; private init; } = [];

    /// <summary>Numbers with their labels, at most four, for formats with few fields.</summary>
    public IReadOnlyList<(string Label, double? Value)> Numbers { get; private init; } = [];

    /// <summary>The types that <see cref="From"/> takes, in words.</summary>
    public const string Inputs = "entries of Get-IpmiSel, alerts of Receive-IpmiAlert and ConvertFrom-IpmiTrap, verdicts of Test-IpmiHealth, or what Watch-IpmiSel and Watch-IpmiSensor return";

    /// <summary>
    /// The event in one line, then its time and each fact in a line, for the event log of Windows. What shows that log takes % and a number, as in an IPv6 address with its scope, for a place to
    /// insert text, so a space parts them.
    /// </summary>
    public string ToLines() => Regex.Replace(
        string.Join("\r\n", [$"{SafeText.Of(ComputerName)}: {Text}", "", $"time: {TimeOf(Timestamp) ?? "not known"}", .. Facts.Select(static fact => $"{fact.Name}: {fact.Text}")]), "%(?=[0-9])", "% ");

    /// <summary>The event; null for objects of other types.</summary>
    public static MonitoringEvent? From(object? item) => item switch
    {
        SelEntry entry => Of(entry),
        Alert alert => Of(alert),
        HealthVerdict verdict => Of(verdict),
        WatchEvent watch => Of(watch),
        SensorChange change => Of(change),
        _ => null,
    };

    /// <summary>A value as text that any software reads the same way; null for what is not known.</summary>
    public static string? TextOf(object? value) => value switch
    {
        null => null,
        double number => EventText.Number(number),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    /// <summary>A time in the form of RFC 3339; null for what is not known.</summary>
    public static string? TimeOf(DateTimeOffset? time) => time?.ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);

    private static MonitoringEvent Of(SelEntry entry) => new()
    {
        ComputerName = entry.ComputerName,
        Timestamp = entry.Timestamp,
        Severity = entry.Severity,
        Source = "SEL",
        Signature = SignatureOf(entry.EventType, entry.SensorTypeCode, entry.EventData is { Count: > 0 } data ? data[0] & 0x0F : null) ?? entry.RecordType.ToString("X2", CultureInfo.InvariantCulture),
        Event = entry.Event,
        Text = EventText.Of(entry),
        Id = entry.Id,
        Data =
        [
            ("id", entry.Id),
            ("severity", entry.Severity.ToString()),
            ("sensor", entry.Sensor),
            ("sensorType", entry.SensorType),
            ("sensorNumber", entry.SensorNumber),
            ("event", entry.Event),
            ("direction", entry.Direction?.ToString()),
            ("value", entry.Value),
            ("threshold", entry.Threshold),
            ("unit", entry.Unit),
            ("part", entry.Part),
            ("details", entry.Details),
            ("generatorId", entry.GeneratorId),
            ("recordType", (int)entry.RecordType),
            ("eventType", entry.EventType),
            ("raw", entry.Raw.ToString()),
        ],
        Labelled = [("Sensor", entry.Sensor), ("SensorType", entry.SensorType), ("Direction", entry.Direction?.ToString()), ("Details", entry.Details), ("Part", entry.Part), ("Raw", entry.Raw.ToString())],
        Numbers = [("Value", entry.Value), ("Threshold", entry.Threshold)],
    };

    /// <summary>Without the packet, which contains the community.</summary>
    private static MonitoringEvent Of(Alert alert) => new()
    {
        ComputerName = alert.ComputerName,
        Timestamp = alert.Timestamp ?? alert.Received,
        Severity = alert.Severity,
        Source = alert.IsPet ? "PET" : "TRAP",
        Signature = SignatureOf(alert.EventType, alert.SensorTypeCode, alert.Offset) ?? alert.TrapOid,
        Event = alert.Event,
        Text = EventText.Of(alert),
        Id = alert.Sequence,
        Data =
        [
            ("sequence", alert.Sequence),
            ("severity", alert.Severity.ToString()),
            ("sensor", alert.Sensor),
            ("sensorType", alert.SensorType),
            ("sensorNumber", alert.SensorNumber),
            ("event", alert.Event),
            ("direction", alert.Direction?.ToString()),
            ("entity", alert.Entity),
            ("details", alert.Details),
            ("generatorId", alert.GeneratorId),
            ("eventType", alert.EventType),
            ("eventData", alert.EventData?.ToString()),
            ("manufacturer", alert.Manufacturer),
            ("systemGuid", alert.SystemGuid?.ToString()),
            ("sender", alert.Sender),
            ("received", TimeOf(alert.Received)),
            ("trapOid", alert.TrapOid),
        ],
        Labelled =
        [
            ("Sensor", alert.Sensor), ("SensorType", alert.SensorType), ("Direction", alert.Direction?.ToString()), ("Details", alert.Details), ("Entity", alert.Entity), ("SystemGuid", alert.SystemGuid?.ToString()),
        ],
    };

    private static MonitoringEvent Of(HealthVerdict verdict) => new()
    {
        ComputerName = verdict.ComputerName,
        Timestamp = verdict.Timestamp,
        Severity = verdict.Health.ToSeverity(),
        Source = "HEALTH",
        Signature = "Health-" + verdict.Health,
        Event = $"Health is {verdict.Health}",
        Text = SafeText.Of(verdict.Reasons.Length == 0 ? $"Health is {verdict.Health}" : $"Health is {verdict.Health}: {verdict.ReasonText}"),
        Data =
        [
            ("severity", verdict.Health.ToSeverity().ToString()),
            ("health", verdict.Health.ToString()),
            ("reasons", verdict.ReasonText),
            ("power", verdict.PowerState?.ToString()),
            ("sensors", verdict.SensorCount),
            ("unhealthySensors", verdict.UnhealthySensorCount),
            ("powerSupplies", verdict.PowerSupplyCount),
            ("workingPowerSupplies", verdict.WorkingPowerSupplyCount),
            ("newEvents", verdict.EventCount),
            ("errorId", verdict.ErrorId),
        ],
        Labelled = [("Reasons", verdict.ReasonText), ("Power", verdict.PowerState?.ToString()), ("ErrorId", verdict.ErrorId)],
        Numbers = [("Sensors", verdict.SensorCount), ("UnhealthySensors", verdict.UnhealthySensorCount)],
    };

    private static MonitoringEvent Of(WatchEvent watch) => new()
    {
        ComputerName = watch.ComputerName,
        Timestamp = watch.Timestamp,
        Severity = watch.Severity,
        Source = "WATCH",
        Signature = "Watch-" + watch.Type,
        Event = watch.Event,
        Text = SafeText.Of(watch.Sensor is { Length: > 0 } sensor ? $"{sensor}: {watch.Event}" : watch.Event),
        Data =
        [
            ("type", watch.Type.ToString()),
            ("severity", watch.Severity.ToString()),
            ("sensor", watch.Sensor),
            ("event", watch.Event),
            ("count", watch.Count),
            ("reason", watch.Reason?.ToString()),
        ],
        Labelled = [("Type", watch.Type.ToString()), ("Sensor", watch.Sensor), ("Reason", watch.Reason?.ToString())],
        Numbers = [("Count", watch.Count)],
    };

    private static MonitoringEvent Of(SensorChange change) => new()
    {
        ComputerName = change.ComputerName,
        Timestamp = change.Timestamp,
        Severity = change.Severity,
        Source = "SENSOR",
        Signature = "Sensor-" + change.Health,
        Event = change.Event,
        Text = SafeText.Of($"{change.Sensor}: {change.Event}"),
        Data =
        [
            ("severity", change.Severity.ToString()),
            ("sensor", change.Sensor),
            ("sensorType", change.Type),
            ("sensorNumber", (int)change.Number),
            ("event", change.Event),
            ("health", change.Health.ToString()),
            ("previousHealth", change.PreviousHealth?.ToString()),
            ("states", string.Join(", ", change.State)),
            ("value", change.Value),
            ("previousValue", change.PreviousValue),
            ("threshold", change.Threshold),
            ("unit", change.Unit),
        ],
        Labelled = [("Sensor", change.Sensor), ("SensorType", change.Type), ("PreviousHealth", change.PreviousHealth?.ToString()), ("States", string.Join(", ", change.State)), ("Unit", change.Unit)],
        Numbers = [("Value", change.Value), ("PreviousValue", change.PreviousValue), ("Threshold", change.Threshold)],
    };

    /// <summary>Event type, sensor type and offset; null if one is not known.</summary>
    private static string? SignatureOf(int? eventType, int? sensorType, int? offset) =>
        eventType is null || sensorType is null || offset is null ? null : string.Format(CultureInfo.InvariantCulture, "{0:X2}-{1:X2}-{2:X}", eventType, sensorType, offset);
}
