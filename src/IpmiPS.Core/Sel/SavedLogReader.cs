using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using IpmiPS.Wire;

namespace IpmiPS.Sel;

/// <summary>
/// Reads saved event logs, and recognizes their format: our own, ipmitool's sel writeraw and sel save, and lines of hexadecimal records such as those
/// of FreeIPMI's ipmi-sel --hex-dump. A damaged line is reported and the rest is read.
/// </summary>
public static class SavedLogReader
{
    /// <summary>The first line of our own format, without the version.</summary>
    internal const string Title = "# IpmiPS event log ";

    internal const string NameKey = "ComputerName", SavedKey = "SavedAt", OffsetKey = "UtcOffset", SourceKey = "Device", RecordKey = "Record", SensorKey = "Sdr";

    private const int EventLength = 7;
    private const int MaximumShown = 60;

    /// <summary>Problems beyond this number are only counted.</summary>
    private const int MaximumProblems = 20;

    /// <summary>IPMI 2.0 table 32-1 has no time FFFFFFFFh except as "unspecified"; the generator 20h is the BMC.</summary>
    private static readonly byte[] EventLineStart = [SelRecord.SystemEventType, 0xFF, 0xFF, 0xFF, 0xFF, 0x20, 0x00];

    /// <summary>Reads a file.</summary>
    /// <param name="content">The bytes of the file.</param>
    /// <exception cref="IpmiException">InvalidParameter: the content is in none of the formats.</exception>
    public static SavedLogFile Read(byte[] content)
    {
        var problems = new Problems();
        SavedLogFile file = IsText(content) ? ReadText(Lines(content), problems) : ReadRaw(content, problems);
        return file with { Problems = problems.ToList() };
    }

    private static bool IsText(byte[] content)
    {
        bool hasMark = content.Length >= 2 && (content[0], content[1]) is (0xFF, 0xFE) or (0xFE, 0xFF);
        return hasMark || Array.TrueForAll(content, static value => value is >= 0x20 or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'\f');
    }

    /// <summary>The lines; UTF-16 and UTF-8 with a byte order mark are recognized, because Windows PowerShell writes them.</summary>
    private static List<string> Lines(byte[] content)
    {
        using var reader = new StreamReader(new MemoryStream(content), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        var lines = new List<string>();
        while (reader.ReadLine() is { } line)
            lines.Add(line);
        return lines;
    }

    private static SavedLogFile ReadRaw(byte[] content, Problems problems)
    {
        var records = new List<SavedRecord>(content.Length / SelRecord.Length + 1);
        for (int at = 0; at < content.Length; at += SelRecord.Length)
        {
            byte[] record = IpmiToolRecord.Read(new ByteReader(content, at, Math.Min(SelRecord.Length, content.Length - at)).ReadRest());
            records.Add(new SavedRecord(SelWalk.IdOf(record), record));
        }

        int rest = content.Length % SelRecord.Length;
        if (rest != 0)
            problems.Add($"The last record is incomplete: {rest} of {SelRecord.Length} bytes.");
        int empty = records.Count(static record => record.Bytes.All(static value => value == 0));
        if (records.Count == empty || records.Count(static record => IsPlausible(record.Bytes)) * 2 < records.Count)
            throw NoLog("Its bytes are no event log records.");
        return new SavedLogFile(SavedLogFormat.Raw, [new SavedLog { Records = records }], []);
    }

    /// <summary>Whether the bytes look like a record, so that a picture or an archive is not shown as thousands of events.</summary>
    private static bool IsPlausible(byte[] record) =>
        record.Length == SelRecord.Length && (record[2] >= SelRecord.FirstTimestampedOemType || SelEvent.Read(new ByteReader(record, 7, 9)).IsPlausible);

    private static SavedLogFile ReadText(List<string> lines, Problems problems) =>
        lines.Count > 0 && lines[0].StartsWith(Title, StringComparison.Ordinal) ? new SavedLogFile(SavedLogFormat.IpmiPS, ReadOwn(lines, problems), []) : ReadHex(lines, problems);

    private static SavedLogFile ReadHex(List<string> lines, Problems problems)
    {
        var records = new List<SavedRecord>();
        bool hasEvents = false, hasRecords = false;
        for (int i = 0; i < lines.Count; i++)
        {
            string line = WithoutComment(lines[i]);
            if (line.Length == 0)
                continue;
            byte[]? bytes = HexTokens.Read(line);
            if (bytes is { Length: EventLength } && bytes[0] is 0x03 or 0x04)
            {
                hasEvents = true;
                ushort id = (ushort)Math.Min(records.Count + 1, 0xFFFE);
                records.Add(new SavedRecord(id, [(byte)id, (byte)(id >> 8), .. EventLineStart, .. bytes]));
            }
            else if (bytes is { Length: SelRecord.Length })
            {
                hasRecords = true;
                records.Add(new SavedRecord(SelWalk.IdOf(bytes), bytes));
            }
            else
                problems.Add(i, lines[i], bytes is { Length: EventLength } ? $"no event: its first byte is {bytes[0]:X2}h and not 04h" : $"neither {EventLength} bytes of an event nor {SelRecord.Length} bytes of a record");
        }

        if (records.Count == 0 && problems.Count > 0)
            throw NoLog($"None of its {lines.Count} lines has {EventLength} bytes of an event or {SelRecord.Length} bytes of a record in hexadecimal.");
        return new SavedLogFile(hasEvents && !hasRecords ? SavedLogFormat.EventLines : SavedLogFormat.HexLines, [new SavedLog { Records = records }], []);
    }

    private static string WithoutComment(string line)
    {
        int comment = line.IndexOf('#');
        return (comment < 0 ? line : line.Substring(0, comment)).Trim();
    }

    private static List<SavedLog> ReadOwn(List<string> lines, Problems problems)
    {
        if (!int.TryParse(lines[0].Substring(Title.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int version) || version != SavedLogWriter.Version)
            throw NoLog($"Its format is '{SafeText.Of(Cut(lines[0]))}'; this version of the module reads version {SavedLogWriter.Version}.");
        var logs = new List<LogLines>();
        for (int i = 1; i < lines.Count; i++)
        {
            string line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#')
                continue;
            int colon = line.IndexOf(':');
            string key = colon < 0 ? line : line.Substring(0, colon).Trim(), value = colon < 0 ? "" : line.Substring(colon + 1).Trim();
            if (key == NameKey || logs.Count == 0)
                logs.Add(new LogLines());
            if (logs[logs.Count - 1].Take(key, value) is { } problem)
                problems.Add(i, lines[i], problem);
        }

        return [.. logs.Select(static log => log.ToLog())];
    }

    private static IpmiException NoLog(string reason) => new(
        IpmiErrorKind.InvalidParameter, $"The file is no event log that this module knows. {reason}",
        "Give a file of Export-IpmiSel, of ipmitool sel writeraw or sel save, or of ipmi-sel --hex-dump.");

    private static string Cut(string text) => text.Length > MaximumShown ? text.Substring(0, MaximumShown) + "…" : text;

    /// <summary>What could not be read.</summary>
    private sealed class Problems
    {
        private readonly List<string> _texts = [];

        public int Count { get; private set; }

        public void Add(string text)
        {
            if (Count++ < MaximumProblems)
                _texts.Add(text);
        }

        public void Add(int index, string line, string reason) => Add($"Line {index + 1} was skipped, {reason}: {SafeText.Of(Cut(line.Trim()))}");

        public List<string> ToList() => Count > MaximumProblems ? [.. _texts, $"{Count - MaximumProblems} further lines were skipped."] : _texts;
    }

    /// <summary>The lines of one log of our own format.</summary>
    private sealed class LogLines
    {
        private readonly List<SavedRecord> _records = [];
        private readonly List<byte[]> _sensors = [];
        private string _name = "";
        private DateTimeOffset? _saved;
        private short? _offset;
        private SelSource? _source;

        public SavedLog ToLog() => new() { ComputerName = _name, SavedAt = _saved, UtcOffset = _offset, Source = _source, Records = _records, SensorRecords = _sensors };

        /// <summary>Takes a line; returns why it cannot be used, or null.</summary>
        public string? Take(string key, string value)
        {
            try
            {
                return TryTake(key, value) ? null : "unknown or malformed";
            }
            catch (FormatException error)
            {
                return error.Message;
            }
        }

        private bool TryTake(string key, string value)
        {
            switch (key)
            {
                case NameKey:
                    _name = SafeText.Of(value);
                    return true;
                case SavedKey:
                    _saved = DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var saved) ? saved : null;
                    return _saved is not null;
                case OffsetKey:
                    _offset = short.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out short offset) ? offset : null;
                    return _offset is not null;
                case SourceKey:
                    return TryTakeSource(Hex.Parse(value));
                case SensorKey:
                    _sensors.Add(Hex.Parse(value));
                    return true;
                default:
                    return TryTakeRecord(key, value);
            }
        }

        private bool TryTakeSource(byte[] bytes)
        {
            if (bytes.Length < 6)
                return false;
            var reader = new ByteReader(bytes);
            _source = new SelSource(reader.ReadUInt24(), reader.ReadUInt16(), reader.ReadByte());
            return true;
        }

        private bool TryTakeRecord(string key, string value)
        {
            if (!key.StartsWith(RecordKey, StringComparison.Ordinal)
                || !ushort.TryParse(key.Substring(RecordKey.Length), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out ushort id))
                return false;
            byte[] bytes = Hex.Parse(value);
            if (bytes.Length is 0 or > SelRecord.Length)
                return false;
            _records.Add(new SavedRecord(id, bytes));
            return true;
        }
    }
}
