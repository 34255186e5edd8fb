using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using IpmiPS.Cache;
using IpmiPS.Crypto;
using IpmiPS.Wire;

namespace IpmiPS.Users;

/// <summary>What a journal has. Lines that are damaged, such as the last one after a crash, are left out.</summary>
internal sealed class PasswordJournalContent
{
    private const string Version = "journal", ThisVersion = "IpmiPS.Password.1", Salt = "salt", Iterations = "iterations";
    private const string Begin = Version + "=" + ThisVersion;
    private const int MaximumLength = 64 * 1024 * 1024;

    private PasswordJournalContent(byte[] salt, int iterations) => Seals = new PasswordSeals(salt, iterations);

    /// <summary>The keys of the present passwords.</summary>
    public PasswordSeals Seals { get; }

    /// <summary>The entries, in the order in which they were written.</summary>
    public List<JournaledPassword> Entries { get; } = [];

    /// <summary>Lines that are damaged, other than the last one.</summary>
    public int DamagedLines { get; private set; }

    /// <summary>Whether the last line was not written to its end.</summary>
    public bool IsTorn { get; private set; }

    /// <summary>The line with which a new journal begins, and its content.</summary>
    public static (string Line, PasswordJournalContent Content) Create(DateTimeOffset time, int iterations)
    {
        byte[] salt = SecretBytes.Random(PasswordSeal.SaltLength);
        string line = JournalLine.Write([
            (Version, ThisVersion), (JournalLine.TimeField, JournalLine.Format(time)), (Salt, JournalLine.Format(salt)),
            (Iterations, iterations.ToString(CultureInfo.InvariantCulture))]);
        return (line, new PasswordJournalContent(salt, iterations));
    }

    /// <summary>Reads a journal; null if the file does not exist or nothing was written to it.</summary>
    /// <exception cref="IpmiException">It cannot be read, others can read it, or it is no journal (kind InvalidParameter).</exception>
    public static PasswordJournalContent? Load(string path)
    {
        byte[]? bytes;
        try
        {
            bytes = Disk.Read(path, MaximumLength);
            if (bytes is null)
                return System.IO.File.Exists(path) ? throw Wrong(path, "it is longer than 64 MB") : null;
            if (PrivateFile.OtherReaders(path) is { } others)
                throw new IpmiException(IpmiErrorKind.InvalidParameter, $"The journal '{path}' can be read by others: {others}.", "Its new passwords are only as safe as the previous ones. Take the rights of others away (chmod 600, or the file's security in Windows), and change these passwords again if others may have read it.");
        }
        catch (Exception error) when (Disk.IsFailure(error))
        {
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"The journal '{path}' cannot be read: {error.Message}", "Give the path of a journal that you may read.", error);
        }

        if (Parse(bytes) is { } content)
            return content;

        // The first line may have been cut off when the computer lost power; then there was no entry yet.
        return Array.IndexOf(bytes, (byte)'\n') < 0 && Encoding.UTF8.GetString(bytes) is var text && (text.Length < Begin.Length ? Begin.StartsWith(text, StringComparison.Ordinal) : text.StartsWith(Begin, StringComparison.Ordinal))
            ? null
            : throw Wrong(path, "it has no line with its version and salt");
    }

    /// <summary>Reads the bytes of a journal; null if they have no first line of one.</summary>
    public static PasswordJournalContent? Parse(byte[] bytes)
    {
        string[] lines = Encoding.UTF8.GetString(bytes).Split('\n');
        PasswordJournalContent? content = null;
        int damaged = 0;
        foreach (string text in lines.Take(lines.Length - 1).Where(static text => text.Length > 0))
        {
            // Transferred as text, lines may have got another end.
            if (JournalLine.Read(text.TrimEnd('\r')) is not { } line)
                damaged++;
            else if (content is null)
                content = ReadFirst(line);
            else if (!content.Add(line))
                damaged++;
        }

        if (content is null)
            return null;
        content.DamagedLines = damaged;
        content.IsTorn = lines[lines.Length - 1].Length > 0;
        return content;
    }

    /// <summary>The last entry of an account; null if there is none.</summary>
    public JournaledPassword? Find(string computerName, string account) => Entries.LastOrDefault(entry =>
        entry.Account == account && string.Equals(entry.ComputerName, computerName, StringComparison.OrdinalIgnoreCase));

    /// <summary>Adds a line; false if it is not a line of a journal.</summary>
    public bool Add(JournalLine line)
    {
        if (JournaledPassword.Read(line) is { } entry)
        {
            Entries.Add(entry);
            return true;
        }

        if (JournaledPassword.EntryOf(line) is not { } id || Entries.Find(entry => entry.EntryId == id) is not { } changed
            || !Enum.TryParse(line[JournalLine.State], out PasswordJournalState state) || !Enum.IsDefined(typeof(PasswordJournalState), state))
            return false;
        (changed.State, changed.Changed) = (state, line.Time);
        return true;
    }

    private static PasswordJournalContent? ReadFirst(JournalLine line)
    {
        try
        {
            return line.Find(Version) == ThisVersion && line.Find(Salt) is { } salt && Hex.Parse(salt) is { Length: PasswordSeal.SaltLength } bytes
                && int.TryParse(line.Find(Iterations), NumberStyles.None, CultureInfo.InvariantCulture, out int iterations) && iterations is > 0 and <= PasswordSeal.MaximumIterations
                ? new PasswordJournalContent(bytes, iterations)
                : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static IpmiException Wrong(string path, string reason) =>
        new(IpmiErrorKind.InvalidParameter, $"The file '{path}' is no password journal of this version: {reason}.", "Give the path of a file that Update-IpmiPassword -Journal has written, or of a new one.");
}
