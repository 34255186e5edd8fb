using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security;
using IpmiPS.Users;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Shows the new passwords in a journal of Update-IpmiPassword, and unseals them with the credential that was valid before. Nothing is sent.
/// </summary>
[Cmdlet(VerbsCommon.Get, "IpmiPasswordJournal")]
[OutputType(typeof(PasswordJournalEntry))]
public sealed class GetIpmiPasswordJournalCommand : PSCmdlet, IDisposable
{
    private const int DefaultPort = 623;

    private readonly Dictionary<string, PasswordJournalContent> _read = [];

    /// <summary>Journals. Wildcards are permitted. Without a path, those that Update-IpmiPassword keeps by itself.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Path { get; set; }

    /// <summary>Only entries of these BMCs, as the run named them. Wildcards are permitted.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Cn", "HostName", "Host", "Address", "IPAddress", "Bmc")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ComputerNameCompleter))]
    public string[]? ComputerName { get; set; }

    /// <summary>UDP port, which is part of a name if it is not 623.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(1, 65535)]
    public int Port { get; set; } = DefaultPort;

    /// <summary>The credential that logged in before the change. Its password unseals the new ones.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string path in Path ?? [])
            Show(path, () => InputFile.Resolve(this, nameof(Path), path));
        if (Path is null)
            Show("", static () => RunJournal.DefaultFiles);
    }

    /// <summary>Overwrites the keys.</summary>
    public void Dispose()
    {
        foreach (PasswordJournalContent content in _read.Values)
            content.Seals.Dispose();
    }

    private void Show(string path, Func<IEnumerable<string>> find)
    {
        try
        {
            foreach (string file in find())
                ShowFile(file);
        }
        catch (IpmiException error)
        {
            WriteError(ErrorRecords.From(error, path));
        }
    }

    private void ShowFile(string file)
    {
        if (!_read.TryGetValue(file, out PasswordJournalContent? content))
        {
            if (PasswordJournalContent.Load(file) is not { } loaded)
                return;
            _read[file] = content = loaded;
            if (content.DamagedLines > 0)
                WriteWarning($"The journal '{file}' has {content.DamagedLines} damaged lines, which were left out.");
            if (content.IsTorn)
                WriteVerbose($"The last line of the journal '{file}' was not written to its end, as after a crash; it was left out.");
        }

        Func<string, bool>? isWanted = Wildcards.AnyOf(ComputerName?.Select(name => Port == DefaultPort || name.EndsWith($":{Port}", StringComparison.Ordinal) ? name : $"{name}:{Port}").ToArray());
        foreach (JournaledPassword entry in content.Entries.Where(entry => isWanted?.Invoke(entry.ComputerName) != false))
        {
            SecureString? password = Credential is null ? null : content.Seals.UnsealAsync(entry, Credential.Password).GetAwaiter().GetResult();
            WriteObject(new PasswordJournalEntry(entry.ComputerName, entry.Account)
            {
                UserId = entry.UserId,
                State = entry.State,
                LogInAccount = entry.LogIn,
                Credential = password is null ? null : BmcCredential.ToPSCredential(entry.Account, password),
                Prepared = entry.Prepared.ToLocalTime(),
                Timestamp = entry.Changed.ToLocalTime(),
                Journal = file,
            });
            if (Credential is not null && password is null)
                WriteError(ErrorRecords.From(new IpmiException(IpmiErrorKind.BadCredential, $"The new password of '{entry.Account}' cannot be unsealed with the password that was given.", $"Give the credential of '{entry.LogIn}' that was valid before the run of {entry.Prepared.ToLocalTime():g}. If it is that one, the entry was changed after it was written."), entry.ComputerName));
        }
    }
}
