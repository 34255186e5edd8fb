using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using IpmiPS.Configuration;
using IpmiPS.Wire;
using Newtonsoft.Json;

namespace IpmiPS.Cmdlets;

/// <summary>
/// The journal of setting configurations: a file with one JSON object in each line, which is written to disk before the next part is sent. A run that goes on with it leaves out the BMCs
/// that are complete. A line that is not complete, because the process or the machine stopped, is ignored. Lines begin with their time in UTC, so that journals of several computers are
/// merged by sorting their lines.
/// </summary>
internal sealed class ConfigurationJournal : IDisposable
{
    private readonly object _gate = new();
    private readonly FileStream _stream;
    private readonly HashSet<(string Bmc, string Hash)> _complete = [];

    /// <summary>Opens a journal, or makes a new one. No other process can write to it meanwhile.</summary>
    /// <exception cref="IOException">It is in use, or cannot be written.</exception>
    public ConfigurationJournal(string path)
    {
        // On Linux and macOS, only None keeps other writers out.
        _stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, Path.DirectorySeparatorChar == '\\' ? FileShare.Read : FileShare.None);
        using (var reader = new StreamReader(_stream, new UTF8Encoding(false), true, 4096, leaveOpen: true))
        {
            while (reader.ReadLine() is { } line)
            {
                if (TryRead(line) is { State: JournalState.Complete } entry)
                    _complete.Add((entry.ComputerName, entry.Configuration));
            }
        }

        if (_stream.Seek(0, SeekOrigin.End) == 0)
            return;
        _stream.Seek(-1, SeekOrigin.End);
        if (_stream.ReadByte() != '\n')
            _stream.WriteByte((byte)'\n');
    }

    /// <summary>Whether a BMC was brought to this configuration.</summary>
    public bool IsComplete(string computerName, string hash)
    {
        lock (_gate)
            return _complete.Contains((computerName, hash));
    }

    /// <summary>A short text for the content of a configuration, so that a file that was edited is applied again.</summary>
    public static string HashOf(BmcConfiguration configuration)
    {
        using var hash = SHA256.Create();
        return Hex.Format(new ArraySegment<byte>(hash.ComputeHash(ConfigurationJson.Write(configuration)), 0, 8));
    }

    /// <summary>Adds a line, and writes it to disk.</summary>
    public void Add(string computerName, string hash, JournalState state, string? part = null, IReadOnlyList<string>? details = null)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var writer = new JsonTextWriter(text) { Culture = CultureInfo.InvariantCulture })
        {
            writer.WriteStartObject();
            Member(writer, nameof(Entry.Time), DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
            Member(writer, nameof(Entry.ComputerName), computerName);
            Member(writer, nameof(Entry.Configuration), hash);
            Member(writer, nameof(Entry.State), state.ToString());
            if (part is not null)
                Member(writer, "Part", part);
            if (details is { Count: > 0 })
            {
                writer.WritePropertyName("Details");
                writer.WriteStartArray();
                foreach (string detail in details)
                    writer.WriteValue(detail);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        byte[] line = Encoding.UTF8.GetBytes(text + "\n");
        lock (_gate)
        {
            _stream.Write(line, 0, line.Length);
            _stream.Flush(flushToDisk: true);
            if (state == JournalState.Complete)
                _complete.Add((computerName, hash));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private static void Member(JsonTextWriter writer, string name, string value)
    {
        writer.WritePropertyName(name);
        writer.WriteValue(value);
    }

    private static Entry? TryRead(string line)
    {
        try
        {
            return JsonConvert.DeserializeObject<Entry>(line) is { ComputerName: not null, Configuration: not null } entry ? entry : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A line.</summary>
    private sealed record Entry(string? Time, string ComputerName, string Configuration, JournalState State);
}

/// <summary>What a line of the journal says.</summary>
internal enum JournalState
{
    /// <summary>Not known.</summary>
    None,

    /// <summary>The BMC was compared, and differs; nothing was sent yet.</summary>
    Started,

    /// <summary>A part is about to be sent.</summary>
    Sending,

    /// <summary>A part was sent and read back, or has failed.</summary>
    Sent,

    /// <summary>The BMC has all settings of the configuration.</summary>
    Complete,

    /// <summary>Something could not be set; the details say what.</summary>
    Failed,
}
