using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Cache;

namespace IpmiPS.Users;

/// <summary>
/// A journal of new passwords that survives a crash: each password is on disk, sealed with the present one, before it is sent. Lines are only appended,
/// and every append is flushed to the disk; those of several BMCs share one flush. One run at a time writes to a journal.
/// </summary>
internal sealed class PasswordJournal : IDisposable
{
    private readonly object _gate = new();
    private readonly FileLock _lock;
    private readonly List<(string Line, TaskCompletionSource<bool> Done)> _pending = [];
    private readonly PasswordJournalContent _content;
    private FileStream? _stream;
    private string? _firstLine;
    private bool _isTorn;
    private bool _isWriting;
    private int _users = 1;

    private PasswordJournal(string path, FileLock held, PasswordJournalContent? content, int iterations)
    {
        (Path, _lock) = (path, held);
        if (content is null)
            (_firstLine, content) = PasswordJournalContent.Create(DateTimeOffset.UtcNow, iterations);
        (_content, _isTorn) = (content, _firstLine is null ? content.IsTorn : File.Exists(path) && new FileInfo(path).Length > 0);
    }

    /// <summary>The file. It is created with the first entry.</summary>
    public string Path { get; }

    /// <summary>Whether the file is to be deleted when the journal is closed, given its entries.</summary>
    public Func<IReadOnlyList<JournaledPassword>, bool> IsObsolete { get; set; } = static _ => false;

    /// <summary>Lines that are damaged.</summary>
    public int DamagedLines => _content.DamagedLines;

    /// <summary>The entries.</summary>
    public IReadOnlyList<JournaledPassword> Entries
    {
        get
        {
            lock (_gate)
                return [.. _content.Entries];
        }
    }

    /// <summary>Opens a journal, or prepares a new one.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="isContinued">Whether the file may have entries.</param>
    /// <param name="iterations">Of the key derivation, in a new journal.</param>
    /// <exception cref="IpmiException">Busy: another run uses it. InvalidParameter: it has entries, or cannot be used.</exception>
    public static PasswordJournal Open(string path, bool isContinued, int iterations = PasswordSeal.Iterations)
    {
        FileLock held;
        try
        {
            held = FileLock.TryTake(path + ".lock") ?? throw new IpmiException(IpmiErrorKind.Busy, $"Another command is writing to the journal '{path}'. Nothing was sent.", "Wait until it is done, or give another path.");
        }
        catch (Exception error) when (Disk.IsFailure(error))
        {
            throw Unwritable(path, error);
        }

        try
        {
            PasswordJournalContent? content = PasswordJournalContent.Load(path);
            if (!isContinued && content is { Entries: { Count: > 0 } entries })
            {
                int open = entries.Count(static entry => !entry.IsFinished);
                throw new IpmiException(
                    IpmiErrorKind.InvalidParameter,
                    $"The journal '{path}' is that of an earlier run, with {entries.Count} entries, {(open == 0 ? "all finished" : $"{open} of them unfinished")}. Nothing was sent.",
                    open == 0 ? "Give another path, or move or delete the file if its passwords are stored elsewhere." : "Finish that run with -Resume, and the same BMCs and credentials.");
            }

            return new PasswordJournal(path, held, content, iterations);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>The last entry of an account; null if there is none.</summary>
    public JournaledPassword? Find(string computerName, string account)
    {
        lock (_gate)
            return _content.Find(computerName, account);
    }

    /// <summary>Writes an entry for a new password. It is on disk when this returns.</summary>
    /// <param name="computerName">The BMC.</param>
    /// <param name="account">The account whose password is set.</param>
    /// <param name="userId">Its user id.</param>
    /// <param name="logIn">The user who logs in.</param>
    /// <param name="present">The password that logs in; the new one is sealed with it.</param>
    /// <param name="password">The new password.</param>
    /// <exception cref="IpmiException">It could not be written (kind InvalidParameter).</exception>
    public async Task<JournaledPassword> PrepareAsync(string computerName, string account, byte userId, string logIn, SecureString? present, SecureString password)
    {
        PasswordSeal seal = await _content.Seals.OfAsync(present).ConfigureAwait(false);
        string text = JournaledPassword.Write(seal, computerName, account, userId, logIn, password, DateTimeOffset.UtcNow);
        JournalLine line = JournalLine.Read(text.TrimEnd('\n'))!;
        JournaledPassword entry = JournaledPassword.Read(line)!;
        lock (_gate)
            _content.Entries.Add(entry);
        await AppendAsync(text).ConfigureAwait(false);
        return entry;
    }

    /// <summary>Writes the state of an entry. It is on disk when this returns.</summary>
    /// <exception cref="IpmiException">It could not be written (kind InvalidParameter).</exception>
    public async Task RecordAsync(JournaledPassword entry, PasswordJournalState state)
    {
        DateTimeOffset time = DateTimeOffset.UtcNow;
        await AppendAsync(entry.WriteState(state, time)).ConfigureAwait(false);
        (entry.State, entry.Changed) = (state, time);
    }

    /// <summary>Unseals the password of an entry; null if the present one is not that with which it was sealed, or the entry was changed.</summary>
    public Task<SecureString?> UnsealAsync(JournaledPassword entry, SecureString? present) => _content.Seals.UnsealAsync(entry, present);

    /// <summary>Keeps the journal open until <see cref="Dispose"/> was called once more. Work goes on when its cmdlet has ended.</summary>
    public void AddUser()
    {
        lock (_gate)
            _users++;
    }

    /// <summary>Closes the journal, unless others use it.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (--_users != 0)
                return;
            while (_isWriting)
                Monitor.Wait(_gate);
            _stream?.Dispose();
            if (_stream is not null && IsObsolete(_content.Entries))
                Disk.TryDelete(Path);
        }

        _content.Seals.Dispose();
        _lock.Dispose();
    }

    private Task<bool> AppendAsync(string line)
    {
        var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _pending.Add((line, done));
            if (_isWriting)
                return done.Task;
            _isWriting = true;
        }

        Task.Run(WritePending).Forget();
        return done.Task;
    }

    private void WritePending()
    {
        while (TakePending() is { Length: > 0 } batch)
        {
            try
            {
                Write(string.Concat(batch.Select(static one => one.Line)));
                foreach (var (_, done) in batch)
                    done.SetResult(true);
            }
            catch (Exception error) when (Disk.IsFailure(error))
            {
                // Part of a line may have been written.
                _isTorn = true;
                foreach (var (_, done) in batch)
                    done.SetException(Unwritable(Path, error));
            }
        }
    }

    private (string Line, TaskCompletionSource<bool> Done)[] TakePending()
    {
        lock (_gate)
        {
            var batch = _pending.ToArray();
            _pending.Clear();
            _isWriting = batch.Length > 0;
            if (!_isWriting)
                Monitor.PulseAll(_gate);
            return batch;
        }
    }

    private void Write(string lines)
    {
        if (_stream is null)
        {
            if (!File.Exists(Path))
                PrivateFile.Create(Path);
            _stream = new FileStream(Path, FileMode.Append, FileAccess.Write, FileShare.Read | FileShare.Delete, 1);
        }

        byte[] bytes = Encoding.UTF8.GetBytes((_isTorn ? "\n" : "") + _firstLine + lines);
        _stream.Write(bytes, 0, bytes.Length);
        _stream.Flush(flushToDisk: true);
        (_isTorn, _firstLine) = (false, null);
    }

    private static IpmiException Unwritable(string path, Exception error) =>
        new(IpmiErrorKind.InvalidParameter, $"The journal '{path}' cannot be written: {error.Message} Nothing was sent.", "Give the path of a new file in a folder that you may write to.", error);
}
