using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text;
using IpmiPS.Cache;
using IpmiPS.Sel;

namespace IpmiPS.Cmdlets;

/// <summary>
/// A file with the place up to which the event log of each BMC was examined. A run that ends replaces it as a whole (<see cref="Save"/>); what other runs wrote meanwhile about
/// other BMCs is kept. A watch appends a line after each event (<see cref="Append"/>), which a crash can cut off but not damage.
/// </summary>
internal sealed class BookmarkFile : IDisposable
{
    private const string Parameter = "Bookmark";
    private const int MaximumLength = 64 * 1024 * 1024;

    /// <summary>The lines that are appended before the file is written anew, besides one for each BMC.</summary>
    private const int MaximumAppended = 1000;

    private readonly string _path;
    private readonly FileLock? _lock;
    private readonly SelBookmarks _bookmarks;
    private readonly Dictionary<string, SelMark> _changes = new(StringComparer.OrdinalIgnoreCase);
    private int _appended = int.MaxValue;

    private BookmarkFile(string path, FileLock? held) => (_path, _lock, _bookmarks) = (path, held, Read(path));

    /// <summary>Reads the file, which need not exist, and finds out whether it can be written.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="path">The path, as the user gives it.</param>
    /// <param name="isForWatch">Whether the file is used until the end of a watch, which no other watch may use meanwhile: each would take the other's place.</param>
    /// <exception cref="IpmiException">Kind InvalidParameter: it cannot, or is another kind of file. Busy: another watch uses it.</exception>
    public static BookmarkFile Open(PSCmdlet cmdlet, string path, bool isForWatch = false)
    {
        FileLock? held = null;
        try
        {
            string file = OutputFile.Resolve(cmdlet, path);
            if (isForWatch)
                held = FileLock.TryTake(file + ".lock") ?? throw new IpmiException(IpmiErrorKind.Busy, $"-{Parameter} '{path}': another watch is using the file. Nothing was sent.", "Stop the other watch, or give each watch its own file.");
            return new BookmarkFile(file, held);
        }
        catch (FormatException error)
        {
            held?.Dispose();
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"-{Parameter} '{path}': {error.Message} Nothing was sent.", "Name another file, or delete this one.", error);
        }
        catch (Exception error) when (OutputFile.IsFailure(error))
        {
            held?.Dispose();
            throw OutputFile.Refused(Parameter, path, error.Message, error);
        }
    }

    /// <summary>The place in a BMC's log; null if there is none.</summary>
    public SelMark? Find(string computerName) => _bookmarks.Find(computerName);

    /// <summary>Sets the place in a BMC's log.</summary>
    public void Set(string computerName, SelMark mark) => _changes[computerName] = mark;

    /// <summary>Writes the file if anything has changed; returns the error if that fails.</summary>
    public IpmiException? Save() => _changes.All(change => change.Value == _bookmarks.Find(change.Key)) ? null : Write();

    /// <summary>Sets the place in a BMC's log and writes it; returns the error if that fails. On one thread at a time.</summary>
    public IpmiException? Append(string computerName, SelMark mark)
    {
        Set(computerName, mark);
        IpmiException? failure;
        try
        {
            if (_appended <= MaximumAppended + _changes.Count && TryAppend(SelBookmarks.LineOf(computerName, mark)))
            {
                _appended++;
                return null;
            }

            failure = Write();
        }
        catch (Exception error) when (OutputFile.IsFailure(error))
        {
            failure = Failure(error);
        }

        _appended = failure is null ? 0 : int.MaxValue;
        return failure;
    }

    /// <summary>Lets other watches use the file.</summary>
    public void Dispose() => _lock?.Dispose();

    /// <summary>Appends a line. False if the file is gone, or its last line has no end, because it was cut off or edited.</summary>
    private bool TryAppend(string line)
    {
        if (!File.Exists(_path))
            return false;
        byte[] bytes = Encoding.UTF8.GetBytes(line);
        using var file = new FileStream(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        if (file.Length == 0)
            return false;
        file.Seek(-1, SeekOrigin.End);
        if (file.ReadByte() != '\n')
            return false;
        file.Write(bytes, 0, bytes.Length);
        return true;
    }

    private IpmiException? Write()
    {
        try
        {
            SelBookmarks current = Read(_path);
            foreach (KeyValuePair<string, SelMark> change in _changes)
                current.Set(change.Key, change.Value);
            if (Disk.Replace(_path, $"{_path}.{Guid.NewGuid():N}.tmp", Encoding.UTF8.GetBytes(current.ToText())))
                return null;
            throw new InvalidOperationException("Another program has it open.");
        }
        catch (Exception error) when (error is FormatException || OutputFile.IsFailure(error))
        {
            return Failure(error);
        }
    }

    private IpmiException Failure(Exception error) =>
        new(IpmiErrorKind.CommandFailed, $"-{Parameter} '{_path}' could not be written: {error.Message} The next run reports the same events again.",
            "Make room on the disk, or close the program that has the file open.", error);

    private static SelBookmarks Read(string path) => SelBookmarks.Parse(Encoding.UTF8.GetString(Disk.Read(path, MaximumLength) ?? []));
}
