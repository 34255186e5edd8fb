using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Configuration;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Brings BMCs to the settings of a file, or of a part of one. Only what differs is sent, each setting is read back, and what may end the access comes last. With -WhatIf, shows what differs.
/// </summary>
[Cmdlet(VerbsCommon.Set, "IpmiConfiguration", DefaultParameterSetName = ByName, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(ConfigurationUpdate))]
public sealed class SetIpmiConfigurationCommand : BmcCmdlet
{
    /// <summary>On the pipeline thread.</summary>
    private readonly Dictionary<string, WantedFile> _files = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<BmcTarget, WantedFile> _wanted = new();
    private readonly Dictionary<string, SecureString> _passwords = new(StringComparer.Ordinal);
    private IReadOnlyCollection<ConfigurationSection> _sections = [];
    private ConfigurationJournal? _journal;

    /// <summary>The file, or a folder in which each BMC has a file of its name with the ending .json, as Export-IpmiConfiguration writes them.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Sections, such as Network, Users or Pef; default all that the file has. Wildcards are permitted.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ConfigurationSectionCompleter))]
    public string[]? Section { get; set; }

    /// <summary>Leave out what is of one BMC alone, such as addresses, names and asset tag.</summary>
    [Parameter]
    public SwitchParameter ExcludeIdentity { get; set; }

    /// <summary>Names and passwords of users that the file has and a BMC does not. A configuration has no passwords.</summary>
    [Parameter]
    public PSCredential[] NewUserCredential { get; set; } = [];

    /// <summary>A file that records what was done on each BMC. A second run with the same file goes on: BMCs that are complete are left out.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Journal { get; set; }

    /// <summary>Do not ask for confirmation, not even where the change may end the connection.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Administrator) { OncePerBmc = true, Force = Force, Settings = Path, StopTimeout = TimeSpan.FromSeconds(30) };

    private protected override TargetSelection CreateSelection() => new(static (_, _) => true, this);

    /// <inheritdoc/>
    protected override void Begin()
    {
        _sections = ConfigurationInput.Select(this, Section);
        foreach (PSCredential credential in NewUserCredential)
            _passwords[credential.UserName] = credential.Password;
        if (MyInvocation.BoundParameters.ContainsKey(nameof(Path)))
            CheckPath();
        OpenJournal();
        base.Begin();
    }

    /// <summary>A BMC that the journal has as complete is not logged in to, and a file that is not valid is known before.</summary>
    private protected override async Task WorkAsync(BmcTarget target, TargetOutput output, CancellationToken cancellationToken)
    {
        WantedFile wanted = _wanted[target] = await ReadAsync(target, output, cancellationToken).ConfigureAwait(false);
        if (_journal?.IsComplete(target.ComputerName, wanted.Hash) == true)
            output.Note("The journal has the BMC as complete; it was left out.");
        else
            await base.WorkAsync(target, output, cancellationToken).ConfigureAwait(false);
    }

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        (string file, BmcConfiguration wanted, string hash) = _wanted[target];
        var context = new ConfigurationContext(bmc)
        {
            OwnName = target.Session?.UserName ?? target.Options!.UserName,
            OwnSuite = () => bmc.SuiteId,
            Endpoint = () => bmc.Endpoint,
            Passwords = _passwords,
        };
        var change = await ConfigurationChange.PrepareAsync(context, wanted, file, OnStep, cancellationToken).ConfigureAwait(false);
        if (change.Description is { } description)
        {
            if (!await ConfirmAsync(target, bmc, $"Set the configuration: {description}", output, cancellationToken, change.Danger).ConfigureAwait(false))
                return;
            _journal?.Add(target.ComputerName, hash, JournalState.Started, details: [.. change.Differences.Select(static difference => difference.ToString())]);
        }

        ConfigurationUpdate update;
        using (UnfinishedWork.Begin())
        {
            output.HasSentChange |= change.Description is not null;
            update = await change.RunAsync(cancellationToken).ConfigureAwait(false);
        }

        string[] problems = [.. update.Failures, .. update.Remaining.Select(static difference => $"{difference}.")];
        _journal?.Add(target.ComputerName, hash, update.Verified ? JournalState.Complete : JournalState.Failed, details: problems);
        output.Write(update);
        if (problems.Length > 0)
            throw new IpmiException(IpmiErrorKind.CommandFailed, $"The BMC does not have all settings of the file: {string.Join(" ", problems.Take(5))}{(problems.Length > 5 ? $" There are {problems.Length - 5} more." : "")}",
                "See Failures and Remaining of the result. Correct the file, or leave out what the BMC does not support.");

        void OnStep(string part, bool isDone) => _journal?.Add(target.ComputerName, hash, isDone ? JournalState.Sent : JournalState.Sending, part);
    }

    /// <summary>Releases the journal.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _journal?.Dispose();
        base.Dispose(disposing);
    }

    private async Task<WantedFile> ReadAsync(BmcTarget target, TargetOutput output, CancellationToken cancellationToken)
    {
        WantedFile? wanted = null;
        IpmiException? failure = null;
        await output.RunOnPipelineAsync(
            () =>
            {
                try
                {
                    wanted = Load(FileOf((string)target.Needs.Settings!, target.ComputerName));
                }
                catch (IpmiException error)
                {
                    failure = error;
                }
            },
            cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return failure is null ? wanted! : throw failure;
    }

    /// <summary>Reads a file, once for all BMCs.</summary>
    private WantedFile Load(string file)
    {
        if (_files.TryGetValue(file, out WantedFile? known))
            return known;
        BmcConfiguration configuration = ConfigurationFile.Read(nameof(Path), file).Only(_sections);
        if (ExcludeIdentity)
            configuration.RemoveIdentity();
        return _files[file] = new WantedFile(file, configuration, ConfigurationJournal.HashOf(configuration));
    }

    private string FileOf(string path, string computerName)
    {
        string full = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path);
        return InputFile.Resolve(this, nameof(Path), Directory.Exists(full) ? System.IO.Path.Combine(path, BinaryFile.FileNameOf(computerName) + ConfigurationFile.Ending) : path)[0];
    }

    /// <summary>A file that is not valid ends the cmdlet before anything is sent; so does a folder that does not exist.</summary>
    private void CheckPath()
    {
        if (Directory.Exists(SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path)))
            return;
        try
        {
            Load(InputFile.Resolve(this, nameof(Path), Path)[0]);
        }
        catch (IpmiException error)
        {
            ThrowTerminatingError(ErrorRecords.From(error, Path));
        }
    }

    private void OpenJournal()
    {
        if (Journal is null)
            return;
        try
        {
            _journal = new ConfigurationJournal(OutputFile.Resolve(this, Journal));
        }
        catch (Exception error) when (OutputFile.IsFailure(error))
        {
            ThrowTerminatingError(ErrorRecords.From(OutputFile.Refused(nameof(Journal), Journal, error.Message, error), null));
        }
    }

    /// <summary>A file, without what is not to be set.</summary>
    /// <param name="File">Its full path.</param>
    /// <param name="Configuration">What is to be set.</param>
    /// <param name="Hash">A short text for the content.</param>
    private sealed record WantedFile(string File, BmcConfiguration Configuration, string Hash);
}
