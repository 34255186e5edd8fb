using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using IpmiPS.Wire;

namespace IpmiPS.Sel;

/// <summary>Writes event logs to files.</summary>
public static class SavedLogWriter
{
    /// <summary>The version of our own format.</summary>
    internal const int Version = 1;

    /// <summary>The formats that can be written.</summary>
    public static IReadOnlyList<SavedLogFormat> Formats { get; } = [SavedLogFormat.IpmiPS, SavedLogFormat.Raw, SavedLogFormat.EventLines];

    /// <summary>Writes a log.</summary>
    /// <param name="log">The log.</param>
    /// <param name="format">One of <see cref="Formats"/>.</param>
    /// <exception cref="IpmiException">InvalidParameter: the format cannot be written.</exception>
    public static byte[] Write(SavedLog log, SavedLogFormat format) => format switch
    {
        SavedLogFormat.IpmiPS => Encoding.UTF8.GetBytes(WriteOwn(log)),
        SavedLogFormat.Raw => [.. log.Records.Where(static record => record.Bytes.Length == SelRecord.Length).SelectMany(static record => IpmiToolRecord.Write(record.Bytes))],
        SavedLogFormat.EventLines => Encoding.ASCII.GetBytes(WriteEvents(log)),
        _ => throw new IpmiException(IpmiErrorKind.InvalidParameter, $"Event logs cannot be written in the format {format}.", $"Give one of {string.Join(", ", Formats)}."),
    };

    private static string WriteOwn(SavedLog log)
    {
        var text = new StringBuilder();
        Line(SavedLogReader.Title + Version.ToString(CultureInfo.InvariantCulture));
        Line("# Record: ID in the log, and the 16 bytes of the record. Sdr: a sensor data record with its header. Device: manufacturer (3 bytes), product (2), IPMI version.");
        Line($"{SavedLogReader.NameKey}: {SafeText.Of(log.ComputerName)}");
        if (log.SavedAt is { } saved)
            Line($"{SavedLogReader.SavedKey}: {saved.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}");
        if (log.UtcOffset is { } offset)
            Line($"{SavedLogReader.OffsetKey}: {offset.ToString(CultureInfo.InvariantCulture)}");
        if (log.Source is { } source)
            Line($"{SavedLogReader.SourceKey}: {Hex.Format(BytesOf(source), " ")}");
        foreach (var record in log.Records)
            Line($"{SavedLogReader.RecordKey} {record.Id.ToString(CultureInfo.InvariantCulture)}: {Hex.Format(record.Bytes, " ")}");
        foreach (byte[] sensor in log.SensorRecords)
            Line($"{SavedLogReader.SensorKey}: {Hex.Format(sensor)}");
        return text.ToString();

        void Line(string line) => text.Append(line).Append('\n');
    }

    /// <summary>Lines that ipmitool event file and Send-IpmiEvent can send. Only events have such a form; OEM records are comments.</summary>
    private static string WriteEvents(SavedLog log)
    {
        var text = new StringBuilder();
        foreach (var record in log.Records)
        {
            bool isEvent = record.Bytes.Length == SelRecord.Length && SelRecord.Read(new ByteReader(record.Bytes)).Event is not null;
            text.Append(isEvent
                ? string.Join(" ", record.Bytes.Skip(9).Select(static value => "0x" + value.ToString("x2", CultureInfo.InvariantCulture)))
                : $"# Record {record.Id.ToString(CultureInfo.InvariantCulture)} is no event: {Hex.Format(record.Bytes, " ")}").Append('\n');
        }

        return text.ToString();
    }

    private static byte[] BytesOf(SelSource source)
    {
        var writer = new ByteWriter();
        writer.WriteUInt24(source.ManufacturerId);
        writer.WriteUInt16(source.ProductId);
        writer.WriteByte(source.IpmiVersion);
        return writer.ToArray();
    }
}
