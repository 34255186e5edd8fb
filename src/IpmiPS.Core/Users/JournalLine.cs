using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using IpmiPS.Wire;

namespace IpmiPS.Users;

/// <summary>
/// A line of a journal: fields NAME=VALUE with tabs between them, and a checksum as the last one. In values, the percent sign and control characters
/// are written as in a URL. docs/password-journal.md has the format.
/// </summary>
internal sealed class JournalLine
{
    public const string State = "state", TimeField = "time", Tag = "tag";

    private const string Sum = "sum", TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    private const char Separator = '\t';
    private const int SumLength = 8;

    private readonly string _text;
    private readonly Dictionary<string, string> _values;

    private JournalLine(string text, Dictionary<string, string> values) => (_text, _values) = (text, values);

    /// <summary>When the line was written.</summary>
    public DateTimeOffset Time => DateTimeOffset.ParseExact(this[TimeField], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>The value of a field.</summary>
    public string this[string name] => _values[name];

    /// <summary>The value of a field; null if the line does not have it.</summary>
    public string? Find(string name) => _values.TryGetValue(name, out string? value) ? value : null;

    /// <summary>The text in front of a field, without the tab.</summary>
    public string TextBefore(string name) => _text.Substring(0, _text.IndexOf($"{Separator}{name}=", StringComparison.Ordinal));

    /// <summary>A line, with the line feed at its end.</summary>
    public static string Write(IEnumerable<(string Name, string Value)> fields)
    {
        string text = Join(fields);
        return $"{text}{Separator}{Sum}={SumOf(text)}\n";
    }

    /// <summary>The text of fields, without a checksum.</summary>
    public static string Join(IEnumerable<(string Name, string Value)> fields) =>
        string.Join(Separator.ToString(), fields.Select(static field => $"{field.Name}={Escape(field.Value)}"));

    /// <summary>Reads a line without its line feed; null if it is damaged.</summary>
    public static JournalLine? Read(string line)
    {
        int end = line.LastIndexOf($"{Separator}{Sum}=", StringComparison.Ordinal);
        if (end < 0 || line.Substring(end + Sum.Length + 2) != SumOf(line.Substring(0, end)))
            return null;
        string text = line.Substring(0, end);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string field in text.Split(Separator))
        {
            int equals = field.IndexOf('=');
            if (equals <= 0 || Unescape(field.Substring(equals + 1)) is not { } value)
                return null;
            values[field.Substring(0, equals)] = value;
        }

        var read = new JournalLine(text, values);
        return DateTimeOffset.TryParseExact(read.Find(TimeField), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _) ? read : null;
    }

    public static string Format(DateTimeOffset time) => time.ToUniversalTime().ToString(TimeFormat, CultureInfo.InvariantCulture);

    public static string Format(byte[] bytes) => Hex.Format(bytes).ToLowerInvariant();

    /// <summary>The checksum of a line.</summary>
    internal static string SumOf(string text)
    {
        using var sha = SHA256.Create();
        return Hex.Format(new ArraySegment<byte>(sha.ComputeHash(Encoding.UTF8.GetBytes(text)), 0, SumLength)).ToLowerInvariant();
    }

    private static string Escape(string value)
    {
        var text = new StringBuilder();
        foreach (char c in value)
            _ = c is '%' or < ' ' or '\x7F' ? text.Append('%').Append(((int)c).ToString("X2", CultureInfo.InvariantCulture)) : text.Append(c);
        return text.ToString();
    }

    private static string? Unescape(string value)
    {
        var text = new StringBuilder();
        for (int i = 0; i < value.Length; i++)
        {
            if (value[i] != '%')
                text.Append(value[i]);
            else if (i + 2 < value.Length && int.TryParse(value.Substring(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code))
                (_, i) = (text.Append((char)code), i + 2);
            else
                return null;
        }

        return text.ToString();
    }
}
