using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Configuration;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Compares the settings of BMCs with a file, with each other, or two files: one object for each setting that differs. Without a reference file, the first BMC of the input is the
/// reference of the others.
/// </summary>
[Cmdlet(VerbsData.Compare, "IpmiConfiguration", DefaultParameterSetName = ByName)]
[OutputType(typeof(ConfigurationDifference))]
public sealed class CompareIpmiConfigurationCommand : BmcCmdlet
{
    private const string ByPath = "Path";

    private readonly TaskCompletionSource<BmcConfiguration?> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<BmcTarget> _targets = [];
    private (string Path, BmcConfiguration Configuration)? _reference;
    private IReadOnlyCollection<ConfigurationSection> _sections = [];

    /// <summary>The file to compare with. It decides which settings are compared with those of a BMC: what it does not have does not count.</summary>
    [Parameter(Position = 1, ParameterSetName = ByName)]
    [Parameter(Position = 1, ParameterSetName = BySession)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByPath)]
    [ValidateNotNullOrEmpty]
    public string? ReferencePath { get; set; }

    /// <summary>Files to compare with the reference, without BMCs. Every setting of both files is compared. Wildcards are permitted.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByPath)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] DifferencePath { get; set; } = [];

    /// <summary>Sections, such as Network, Users or Pef; default all. Wildcards are permitted.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ConfigurationSectionCompleter))]
    public string[]? Section { get; set; }

    /// <summary>Leave out what is of one BMC alone, such as addresses, names and asset tag.</summary>
    [Parameter]
    public SwitchParameter ExcludeIdentity { get; set; }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Operator);

    /// <inheritdoc/>
    protected override void Begin()
    {
        _sections = ConfigurationInput.Select(this, Section);
        if (ReferencePath is not null)
        {
            _reference = ConfigurationInput.Read(this, nameof(ReferencePath), ReferencePath);
            _sections = [.. _reference.Value.Configuration.Sections.Select(static pair => pair.Section).Where(_sections.Contains)];
            _reference = (_reference.Value.Path, Select(_reference.Value.Configuration));
        }

        base.Begin();
    }

    /// <inheritdoc/>
    protected override void Read()
    {
        if (ParameterSetName == ByPath)
            CompareFiles();
        else
            _targets.AddRange(ReadTargets());
    }

    /// <inheritdoc/>
    protected override void End()
    {
        if (ParameterSetName != ByPath && _reference is null && _targets.Count == 1)
            ThrowTerminatingError(ErrorRecords.InvalidParameter("There is one BMC and nothing to compare it with.", _targets[0].ComputerName, "Give -ReferencePath, or two BMCs or more."));
        foreach (BmcTarget target in _targets)
            StartOn(target);
    }

    /// <summary>If the first BMC fails, the others cannot be compared, and must not wait for it.</summary>
    private protected override async Task WorkAsync(BmcTarget target, TargetOutput output, CancellationToken cancellationToken)
    {
        try
        {
            await base.WorkAsync(target, output, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (IsFirst(target))
                _first.TrySetResult(null);
        }
    }

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        BmcConfiguration configuration = Select(await ConfigurationReader.ReadAsync(new ConfigurationContext(bmc), _sections, cancellationToken).ConfigureAwait(false));
        if (_reference is { } reference)
        {
            Write(reference.Configuration, isPart: true, reference.Path);
        }
        else if (IsFirst(target))
        {
            _first.TrySetResult(configuration);
        }
        else
        {
            string name = _targets[0].ComputerName;
            var first = await _first.Task.WaitAsync(cancellationToken).ConfigureAwait(false) ?? throw new IpmiException(
                IpmiErrorKind.CommandFailed, $"The BMC was not compared, because the configuration of '{name}' could not be read.", "Give a BMC that responds first, or a file with -ReferencePath.");
            Write(first, isPart: false, name);
        }

        void Write(BmcConfiguration left, bool isPart, string name)
        {
            foreach (var difference in ConfigurationComparer.Compare(left, configuration, isPart, target.ComputerName, name))
                output.Write(difference);
        }
    }

    private bool IsFirst(BmcTarget target) => _reference is null && ReferenceEquals(target, _targets[0]);

    private BmcConfiguration Select(BmcConfiguration configuration)
    {
        BmcConfiguration selected = configuration.Only(_sections);
        if (ExcludeIdentity)
            selected.RemoveIdentity();
        return selected;
    }

    private void CompareFiles()
    {
        _sections = ConfigurationInput.Select(this, Section);
        foreach (string path in DifferencePath)
        {
            try
            {
                foreach (string file in InputFile.Resolve(this, nameof(DifferencePath), path))
                    foreach (var difference in ConfigurationComparer.Compare(_reference!.Value.Configuration, Select(ConfigurationFile.Read(nameof(DifferencePath), file)), isPart: false, file, _reference.Value.Path))
                        WriteObject(difference);
            }
            catch (IpmiException error)
            {
                WriteFailure(ErrorRecords.From(error, path));
            }
        }
    }
}
