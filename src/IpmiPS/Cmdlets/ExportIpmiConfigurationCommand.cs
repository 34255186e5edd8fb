using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Configuration;

namespace IpmiPS.Cmdlets;

/// <summary>Writes the settings of BMCs to JSON files: no secrets, one order and form, so that a file changes only if a setting has changed.</summary>
[Cmdlet(VerbsData.Export, "IpmiConfiguration", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(ConfigurationExport))]
public sealed class ExportIpmiConfigurationCommand : BmcCmdlet
{
    private readonly HashSet<string> _written = new(StringComparer.OrdinalIgnoreCase);
    private IReadOnlyCollection<ConfigurationSection> _sections = [];

    /// <summary>The file, or a folder in which each BMC gets a file of its name with the ending .json. An existing file is replaced if a setting has changed.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Sections, such as Network, Users or Pef; default all. Wildcards are permitted.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ConfigurationSectionCompleter))]
    public string[]? Section { get; set; }

    /// <summary>Leave out what is of one BMC alone, such as addresses, names and asset tag: for a file that several BMCs are compared with or brought to.</summary>
    [Parameter]
    public SwitchParameter ExcludeIdentity { get; set; }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Operator) { Action = $"Read the configuration and write it to '{Path}'" };

    /// <inheritdoc/>
    protected override void Begin()
    {
        _sections = ConfigurationInput.Select(this, Section);
        base.Begin();
    }

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        string path = await BinaryFile.ResolveAsync(this, output, nameof(Path), Path, target.ComputerName, ConfigurationFile.Ending, cancellationToken).ConfigureAwait(false);
        lock (_written)
        {
            if (!_written.Add(path))
                throw new IpmiException(IpmiErrorKind.InvalidParameter, $"The file '{path}' has the configuration of another BMC.", "Name a folder, in which each BMC gets a file of its own.");
        }

        BmcConfiguration configuration = await ConfigurationReader.ReadAsync(new ConfigurationContext(bmc), _sections, cancellationToken).ConfigureAwait(false);
        if (ExcludeIdentity)
            configuration.RemoveIdentity();
        bool isChanged = ConfigurationFile.Write(path, configuration);
        output.Write(new ConfigurationExport
        {
            ComputerName = target.ComputerName,
            Port = bmc.Endpoint is LanEndpoint endpoint ? endpoint.Port : 0,
            Path = path,
            Settings = Count(configuration.Root),
            Changed = isChanged,
            Missing = [.. configuration.Root.Parts.Where(static part => part.Value is { IsEmpty: true, Notes.Count: > 0 }).Select(static part => $"{part.Name}: {part.Value.Notes[0]}")],
        });
    }

    private static int Count(ConfigurationObject part) =>
        part.SettingNames.Sum(name => part[name] is ConfigurationObject inner ? name == BmcConfiguration.DeviceName ? 0 : Count(inner) : name == BmcConfiguration.FormatName ? 0 : 1);
}
