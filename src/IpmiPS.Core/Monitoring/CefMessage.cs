using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using IpmiPS.Wire;

namespace IpmiPS.Monitoring;

/// <summary>Entries of event logs in the Common Event Format, version 0, of ArcSight.</summary>
internal static class CefMessage
{
    /// <summary>The message, without a line end.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="version">Version of this software.</param>
    public static string Format(SelEntry entry, string version)
    {
        string header = string.Join("|", new[] { "CEF:0", "IpmiPS", "IpmiPS", version, SignatureOf(entry), entry.Event, Number(SeverityOf(entry.Severity))! }.Select(EscapeHeader));
        var extension = ExtensionOf(entry).Where(static pair => pair.Value is { Length: > 0 }).Select(static pair => $"{pair.Name}={Escape(pair.Value!)}");
        return $"{header}|{string.Join(" ", extension)}";
    }

    /// <summary>The kind of event, not the occurrence: event type, sensor type and offset, or the record type of an OEM record.</summary>
    private static string SignatureOf(SelEntry entry) => entry is { EventType: { } type, SensorTypeCode: { } sensor, EventData: { Count: > 0 } data }
        ? string.Format(CultureInfo.InvariantCulture, "{0:X2}-{1:X2}-{2:X}", type, sensor, data[0] & 0x0F)
        : entry.RecordType.ToString("X2", CultureInfo.InvariantCulture);

    /// <summary>0 to 3 is low, to 6 medium, to 8 high, to 10 very high.</summary>
    private static int SeverityOf(SelSeverity severity) => severity switch
    {
        SelSeverity.NonRecoverable => 10,
        SelSeverity.Critical => 8,
        SelSeverity.Warning => 6,
        SelSeverity.Information => 3,
        _ => 4,
    };

    private static IEnumerable<(string Name, string? Value)> ExtensionOf(SelEntry entry)
    {
        yield return ("rt", entry.Timestamp?.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        // dvc is for an IPv4 address only.
        yield return (IPAddress.TryParse(entry.ComputerName, out IPAddress? address) && address.ToString() == entry.ComputerName && !entry.ComputerName.Contains(":") ? "dvc" : "dvchost", entry.ComputerName);
        yield return ("externalId", Number(entry.Id));
        yield return ("msg", EventText.Of(entry));
        (string Label, string? Value)[] texts = [("Sensor", entry.Sensor), ("SensorType", entry.SensorType), ("Direction", entry.Direction?.ToString()), ("Details", entry.Details), ("Part", entry.Part), ("Raw", entry.Raw.ToString())];
        for (int i = 0; i < texts.Length; i++)
            foreach (var pair in Labelled("cs", i + 1, texts[i].Label, texts[i].Value))
                yield return pair;
        (string Label, double? Value)[] numbers = [("Value", entry.Value), ("Threshold", entry.Threshold)];
        for (int i = 0; i < numbers.Length; i++)
            foreach (var pair in Labelled("cfp", i + 1, numbers[i].Label, numbers[i].Value is { } value ? EventText.Number(value) : null))
                yield return pair;
    }

    /// <summary>A custom field of CEF with its label; nothing without a value.</summary>
    private static IEnumerable<(string Name, string? Value)> Labelled(string kind, int number, string label, string? value)
    {
        string name = kind + Number(number);
        return value is { Length: > 0 } ? [(name + "Label", label), (name, value)] : [];
    }

    private static string? Number(int? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static string EscapeHeader(string text) => SafeText.Of(text).Replace("\\", "\\\\").Replace("|", "\\|");

    private static string Escape(string text) => SafeText.Of(text).Replace("\\", "\\\\").Replace("=", "\\=");
}
