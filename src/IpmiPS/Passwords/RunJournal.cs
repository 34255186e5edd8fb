using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using IpmiPS.Cache;
using IpmiPS.Users;

namespace IpmiPS.Cmdlets;

/// <summary>
/// The journal of one run: the file that the user named, or one in the user's own folder, which is deleted at the end of a run that delivered all its
/// results.
/// </summary>
internal sealed class RunJournal : IDisposable
{
    private const string Folder = "journals", Extension = ".journal";

    private readonly object _gate = new();
    private PasswordJournal? _journal;
    private bool _isDelivered;

    private RunJournal()
    {
    }

    /// <summary>Whether the user named the file. Then it stays, and the passwords in it count as given out.</summary>
    public bool IsGiven { get; private init; }

    /// <summary>Whether entries of an earlier run are finished.</summary>
    public bool IsResumed { get; private init; }

    /// <summary>The journal; null before it is needed.</summary>
    public PasswordJournal? Journal
    {
        get
        {
            lock (_gate)
                return _journal;
        }
    }

    /// <summary>The folder for journals that the user did not name; null if the user has no folder for such files.</summary>
    public static string? DefaultFolder => StateLocation.Find() is { } state ? Path.Combine(state, Folder) : null;

    /// <summary>The journals in that folder.</summary>
    public static IReadOnlyList<string> DefaultFiles => DefaultFolder is { } folder && Directory.Exists(folder)
        ? [.. Directory.GetFiles(folder, "*" + Extension).OrderBy(static path => path, StringComparer.Ordinal)]
        : [];

    /// <summary>Opens the file that the user named.</summary>
    /// <exception cref="IpmiException">It is in use, or cannot be used.</exception>
    public static RunJournal Open(string path, bool isResumed) => new() { IsGiven = true, IsResumed = isResumed, _journal = PasswordJournal.Open(path, isResumed) };

    /// <summary>A file of its own, which is created when it is needed.</summary>
    public static RunJournal InDefaultFolder() => new();

    /// <summary>The journal for a password; null if it needs none, because the caller has it.</summary>
    /// <exception cref="IpmiException">There is no place for it (kind InvalidParameter).</exception>
    public PasswordJournal? For(PasswordPlan plan)
    {
        lock (_gate)
            return _journal ??= plan.NewPassword is null ? OpenInDefaultFolder() : null;
    }

    /// <summary>The earlier entry of an account that is to be finished or reported; null if there is none.</summary>
    public JournaledPassword? FindEarlier(string computerName, string account) =>
        IsResumed && _journal!.Find(computerName, account) is { State: not (PasswordJournalState.Failed or PasswordJournalState.Restored) } entry ? entry : null;

    /// <summary>All results are delivered: says what is left.</summary>
    public void Conclude(IPipelineWriter writer)
    {
        _isDelivered = true;
        if (Journal is not { } journal)
            return;
        if (journal.DamagedLines > 0)
            writer.WriteWarning($"The journal '{journal.Path}' has {journal.DamagedLines} damaged lines, which were left out.");
        string[] open = [.. journal.Entries.Where(static entry => !entry.IsFinished).Select(static entry => entry.ComputerName).Distinct()];
        if (open.Length > 0)
            writer.WriteWarning($"It is not known which password is valid on {Names(open)}. The new one is in the journal '{journal.Path}', sealed with the previous one: see Get-IpmiPasswordJournal{(IsGiven ? ", and finish it with -Resume" : "")}.");
        else if (IsGiven)
            writer.WriteVerbose($"The new passwords are in the journal '{journal.Path}', sealed with the previous ones.");
    }

    /// <summary>Closes the journal when the last worker has ended.</summary>
    public void Dispose() => Journal?.Dispose();

    private PasswordJournal OpenInDefaultFolder()
    {
        if (DefaultFolder is not { } folder)
            throw NoPlace();
        try
        {
            Disk.CreateFolder(folder);
        }
        catch (Exception error) when (Disk.IsFailure(error))
        {
            throw NoPlace(error);
        }

        string name = DateTime.Now.ToString("yyyy-MM-dd-HHmmss", CultureInfo.InvariantCulture) + "-" + Guid.NewGuid().ToString("N").Substring(0, 8) + Extension;
        var journal = PasswordJournal.Open(Path.Combine(folder, name), isContinued: false, PasswordSeal.TemporaryIterations);
        journal.IsObsolete = entries => entries.All(entry => entry.IsFinished && (_isDelivered || entry.State != PasswordJournalState.Verified));
        return journal;
    }

    /// <summary>The error where a random password would be in memory alone.</summary>
    public static IpmiException NoPlace(Exception? cause = null) => new(
        IpmiErrorKind.InvalidParameter,
        $"There is no place for a journal, so a random password could be lost{(cause is null ? ": this user has no home directory" : $": {cause.Message}")}. Nothing was sent.",
        "Give -Journal with a path, or -DestinationVault; or name a folder in the environment variable IPMIPS_STATE.",
        cause);

    private static string Names(string[] names) => names.Length <= 5 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(5))} and {names.Length - 5} others";
}
