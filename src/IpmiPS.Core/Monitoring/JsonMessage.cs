using System.Globalization;
using System.Text;
using IpmiPS.Wire;

namespace IpmiPS.Monitoring;

/// <summary>Events as one flat JSON object in one line, RFC 8259. Only texts and numbers, so that it needs no library. It is ASCII, because a byte order mark, which syslog wants before other text, must not begin JSON (RFC 8259 section 8.1).</summary>
internal static class JsonMessage
{
    /// <summary>The object: time, host, source, message, and what the structured data of syslog has.</summary>
    public static string Format(MonitoringEvent item)
    {
        var text = new StringBuilder("{");
        Add("time", MonitoringEvent.TimeOf(item.Timestamp));
        Add("host", item.ComputerName);
        Add("source", item.Source);
        Add("message", item.Text);
        foreach (var (name, value) in item.Data)
            Add(name, value);
        return text.Append('}').ToString();

        // What is not known has no member.
        void Add(string name, object? value)
        {
            if (MonitoringEvent.TextOf(value) is not { Length: > 0 } shown)
                return;
            if (text.Length > 1)
                text.Append(',');
            Write(text, name);
            text.Append(':');
            if (value is string)
                Write(text, SafeText.Of(shown));
            else
                text.Append(shown);
        }
    }

    private static void Write(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (char c in value)
        {
            if (c is '"' or '\\')
                text.Append('\\').Append(c);
            else if (c is < ' ' or > '~')
                text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            else
                text.Append(c);
        }

        text.Append('"');
    }
}
