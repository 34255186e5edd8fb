using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using IpmiPS.Wire;

namespace IpmiPS.Monitoring;

/// <summary>Entries of event logs as messages of syslog, RFC 5424.</summary>
internal static class SyslogMessage
{
    /// <summary>Longest HOSTNAME, RFC 5424 section 6.</summary>
    private const int MaximumHostName = 255;

    /// <summary>Longest APP-NAME, RFC 5424 section 6.</summary>
    public const int MaximumAppName = 48;

    /// <summary>The message, without a line end.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="facility">0 to 23.</param>
    /// <param name="appName">The sender, of printable ASCII characters.</param>
    /// <param name="enterpriseNumber">Private enterprise number of the structured data's name.</param>
    public static string Format(SelEntry entry, SyslogFacility facility, string appName, int enterpriseNumber)
    {
        var text = new StringBuilder();
        text.AppendFormat(CultureInfo.InvariantCulture, "<{0}>1 {1} ", (int)facility * 8 + SeverityOf(entry.Severity), TimeOf(entry));
        text.Append(HeaderText(entry.ComputerName, MaximumHostName)).Append(' ').Append(HeaderText(appName, MaximumAppName)).Append(" - SEL ");
        text.AppendFormat(CultureInfo.InvariantCulture, "[ipmi@{0}", enterpriseNumber);
        foreach (var (name, value) in DataOf(entry))
        {
            if (value is { Length: > 0 })
                text.Append(' ').Append(name).Append("=\"").Append(Escape(value)).Append('"');
        }

        // A message in UTF-8 begins with the byte order mark. ASCII needs none, and some receivers show it.
        string message = EventText.Of(entry);
        return text.Append("] ").Append(message.Any(static c => c > '\x7F') ? "\uFEFF" : "").Append(message).ToString();
    }

    /// <summary>RFC 5424 section 6.2.1. What only the vendor can explain is a notice.</summary>
    private static int SeverityOf(SelSeverity severity) => severity switch
    {
        SelSeverity.NonRecoverable => 1,
        SelSeverity.Critical => 2,
        SelSeverity.Warning => 4,
        SelSeverity.Information => 6,
        _ => 5,
    };

    /// <summary>The time with its UTC offset; a hyphen if it is not known.</summary>
    private static string TimeOf(SelEntry entry) => entry.Timestamp?.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture) ?? "-";

    private static IEnumerable<(string Name, string? Value)> DataOf(SelEntry entry) =>
    [
        ("id", Number(entry.Id)),
        ("severity", entry.Severity.ToString()),
        ("sensor", entry.Sensor),
        ("sensorType", entry.SensorType),
        ("sensorNumber", Number(entry.SensorNumber)),
        ("event", entry.Event),
        ("direction", entry.Direction?.ToString()),
        ("value", entry.Value is { } value ? EventText.Number(value) : null),
        ("threshold", entry.Threshold is { } threshold ? EventText.Number(threshold) : null),
        ("unit", entry.Unit),
        ("part", entry.Part),
        ("details", entry.Details),
        ("generatorId", Number(entry.GeneratorId)),
        ("recordType", Number(entry.RecordType)),
        ("eventType", Number(entry.EventType)),
        ("raw", entry.Raw.ToString()),
    ];

    private static string? Number(int? value) => value?.ToString(CultureInfo.InvariantCulture);

    /// <summary>Fields of the header have printable ASCII characters only, and no spaces.</summary>
    private static string HeaderText(string text, int maximum) =>
        text.Length == 0 ? "-" : new([.. text.Take(maximum).Select(static c => c is > ' ' and < '\x7F' ? c : '?')]);

    /// <summary>RFC 5424 section 6.3.3.</summary>
    private static string Escape(string value) => SafeText.Of(value).Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("]", "\\]");
}
