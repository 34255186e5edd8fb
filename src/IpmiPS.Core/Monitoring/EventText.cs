using System.Globalization;
using IpmiPS.Wire;

namespace IpmiPS.Monitoring;

/// <summary>Entries of event logs and alerts in words, for people who read the lines of a SIEM.</summary>
internal static class EventText
{
    /// <summary>One line: the sensor, the event and whether it ended, reading and threshold, the failed part, details.</summary>
    public static string Of(SelEntry entry)
    {
        string text = entry.Sensor is { Length: > 0 } sensor ? $"{sensor}: {entry.Event}" : entry.Event;
        if (entry.Direction == EventDirection.Deasserted)
            text += " (ended)";
        if (entry.Value is { } value)
            text += $", reading {Number(value)}{UnitOf(entry)}";
        if (entry.Threshold is { } threshold)
            text += $", threshold {Number(threshold)}{UnitOf(entry)}";
        if (entry.Part is { Length: > 0 } part)
            text += $", {part}";
        if (entry.Details is { Length: > 0 } details)
            text += $"; {details}";
        return SafeText.Of(text);
    }

    /// <summary>The same of an alert.</summary>
    public static string Of(Alert alert)
    {
        string text = alert.Sensor is { Length: > 0 } sensor ? $"{sensor}: {alert.Event}" : alert.Event;
        if (alert.Direction == EventDirection.Deasserted)
            text += " (ended)";
        return SafeText.Of(alert.Details is { Length: > 0 } details ? $"{text}; {details}" : text);
    }

    /// <summary>The number as software reads it, in every culture.</summary>
    public static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    private static string UnitOf(SelEntry entry) => entry.Unit is { Length: > 0 } unit ? " " + unit : "";
}
