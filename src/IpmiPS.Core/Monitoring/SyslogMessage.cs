using System;
using System.Globalization;
using System.Linq;
using System.Text;
using IpmiPS.Wire;

namespace IpmiPS.Monitoring;

/// <summary>The format of what syslog carries.</summary>
public enum SyslogFormat
{
    /// <summary>RFC 5424 with structured data, and a text for people.</summary>
    Rfc5424,

    /// <summary>RFC 5424 with a message in the Common Event Format.</summary>
    Cef,

    /// <summary>RFC 5424 with a message that is a JSON object.</summary>
    Json,
}

/// <summary>Messages of syslog, RFC 5424, in parts, so that a long one can be shortened and stays valid.</summary>
/// <param name="Header">Priority to MSGID.</param>
/// <param name="Data">Structured data; a hyphen for none.</param>
/// <param name="Text">The message, with a byte order mark where it needs one.</param>
internal readonly record struct SyslogMessage(string Header, string Data, string Text)
{
    /// <summary>Longest HOSTNAME, RFC 5424 section 6.</summary>
    private const int MaximumHostName = 255;

    /// <summary>Longest APP-NAME, RFC 5424 section 6.</summary>
    public const int MaximumAppName = 48;

    private const int MaximumBeginning = 80;

    private const int Notice = 5;

    private const char ByteOrderMark = '\uFEFF';

    /// <summary>What shows which message it is: its header, or the beginning of its text.</summary>
    public string Beginning => Header.Length > 0 ? Header : SafeText.Of(Text.Length > MaximumBeginning ? Text.Substring(0, MaximumBeginning) + "…" : Text);

    /// <summary>The message of an event.</summary>
    /// <param name="item">The event.</param>
    /// <param name="options">Facility, sender and format.</param>
    public static SyslogMessage Of(MonitoringEvent item, SyslogOptions options)
    {
        string header = HeaderOf(options, SeverityOf(item.Severity), item.Timestamp?.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture), item.ComputerName, item.Source);
        return options.Format switch
        {
            SyslogFormat.Cef => new(header, "-", Marked(CefMessage.Format(item, CefMessage.SoftwareVersion))),
            SyslogFormat.Json => new(header, "-", Marked(JsonMessage.Format(item))),
            _ => new(header, DataOf(item, options.EnterpriseNumber), Marked(item.Text)),
        };
    }

    /// <summary>The message of a text: it is sent as it is if it has a header of RFC 5424, otherwise as a notice of this computer.</summary>
    public static SyslogMessage Of(string text, SyslogOptions options, DateTimeOffset now)
    {
        int end = text.StartsWith("<", StringComparison.Ordinal) ? text.IndexOf('>') : -1;
        bool isReady = end is > 1 and <= 4 && text.Skip(1).Take(end - 1).All(static c => c is >= '0' and <= '9') && string.CompareOrdinal(text, end + 1, "1 ", 0, 2) == 0;
        return isReady ? new("", "", text)
            : new(HeaderOf(options, Notice, now.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture), Environment.MachineName, "-"), "-", Marked(text));
    }

    /// <summary>The message, without a line end.</summary>
    public override string ToString() => Header.Length == 0 ? Text : $"{Header} {Data} {Text}";

    /// <summary>The message in UTF-8, shortened to a length: the text first, then without structured data.</summary>
    /// <param name="maximum">Bytes, 480 or more.</param>
    /// <param name="isShortened">Whether something is missing.</param>
    public byte[] ToBytes(int maximum, out bool isShortened)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(ToString());
        isShortened = bytes.Length > maximum;
        if (!isShortened)
            return bytes;
        bool keepsData = Header.Length == 0 || Encoding.UTF8.GetByteCount($"{Header} {Data} ") <= maximum;
        if (!keepsData)
            bytes = Encoding.UTF8.GetBytes($"{Header} - {Text}");

        // Not within a character.
        int length = Math.Min(maximum, bytes.Length);
        while (length < bytes.Length && (bytes[length] & 0xC0) == 0x80)
            length--;
        Array.Resize(ref bytes, length);
        return bytes;
    }

    private static string HeaderOf(SyslogOptions options, int severity, string? time, string host, string source) => string.Format(
        CultureInfo.InvariantCulture, "<{0}>1 {1} {2} {3} - {4}", (int)options.Facility * 8 + severity, time ?? "-", HeaderText(host, MaximumHostName), HeaderText(options.AppName, MaximumAppName), source);

    /// <summary>RFC 5424 section 6.2.1. What only the vendor can explain is a notice.</summary>
    private static int SeverityOf(SelSeverity severity) => severity switch
    {
        SelSeverity.NonRecoverable => 1,
        SelSeverity.Critical => 2,
        SelSeverity.Warning => 4,
        SelSeverity.Information => 6,
        _ => Notice,
    };

    private static string DataOf(MonitoringEvent item, int enterpriseNumber)
    {
        var text = new StringBuilder().AppendFormat(CultureInfo.InvariantCulture, "[ipmi@{0}", enterpriseNumber);
        foreach (var (name, value) in item.Facts)
            text.Append(' ').Append(name).Append("=\"").Append(Escape(value)).Append('"');

        return text.Append(']').ToString();
    }

    /// <summary>A message in UTF-8 begins with the byte order mark. ASCII needs none, and some receivers show it.</summary>
    private static string Marked(string text) => text.Any(static c => c > '\x7F') ? ByteOrderMark + text : text;

    /// <summary>Fields of the header have printable ASCII characters only, and no spaces.</summary>
    private static string HeaderText(string text, int maximum) =>
        text.Length == 0 ? "-" : new([.. text.Take(maximum).Select(static c => c is > ' ' and < '\x7F' ? c : '?')]);

    /// <summary>RFC 5424 section 6.3.3.</summary>
    private static string Escape(string value) => value.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("]", "\\]");
}

/// <summary>What all messages of a sender have in common.</summary>
/// <param name="Facility">Facility.</param>
/// <param name="AppName">The sender, of printable ASCII characters.</param>
/// <param name="EnterpriseNumber">Private enterprise number of the structured data's name.</param>
/// <param name="Format">Format of the messages.</param>
internal sealed record SyslogOptions(SyslogFacility Facility, string AppName, int EnterpriseNumber, SyslogFormat Format = SyslogFormat.Rfc5424);
