using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Events;
using IpmiPS.Sdr;
using IpmiPS.Sel;

namespace IpmiPS.Cmdlets;

/// <summary>Reads BMCs' system event logs, or saved ones, decoded, oldest entry first.</summary>
[Cmdlet(VerbsCommon.Get, "IpmiSel", DefaultParameterSetName = ByName)]
[OutputType(typeof(SelEntry))]
public sealed class GetIpmiSelCommand : ControllerCmdlet
{
    private const string ByPath = "Path";

    private SelRules? _rules;
    private SdrRepository? _sdr;

    /// <summary>
    /// Files with saved logs: of Export-IpmiSel, of ipmitool sel writeraw or sel save, or of ipmi-sel --hex-dump. Wildcards are permitted. No BMC is asked.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = ByPath)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The name of the BMC that the files are of, where they do not have it. If its sensor data records are cached, they are used.</summary>
    [Parameter(ParameterSetName = ByPath)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ComputerNameCompleter))]
    public string? BmcName { get; set; }

    /// <summary>A file with the sensor data records of the BMC, of Export-IpmiSdr or ipmitool sdr dump, to use instead of those of the BMC.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SdrPath { get; set; }

    /// <summary>A data file (.psd1) with rules that replace the severities of events, or leave events out.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RulePath { get; set; }

    /// <summary>Only this number of entries, the newest that meet the other conditions.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int Newest { get; set; }

    /// <summary>Only entries after this time (local time if it has no zone). Entries without a date are omitted.</summary>
    [Parameter]
    public DateTimeOffset After { get; set; }

    /// <summary>Only entries before this time (local time if it has no zone). Entries without a date are omitted.</summary>
    [Parameter]
    public DateTimeOffset Before { get; set; }

    /// <summary>Only entries of these severities.</summary>
    [Parameter]
    public SelSeverity[]? Severity { get; set; }

    /// <summary>Only entries of sensors of these types. Wildcards are permitted.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SensorTypeCompleter))]
    public string[]? SensorType { get; set; }

    /// <summary>Do not read the SDRs: sensors have numbers but no names, and readings stay raw. Saves many requests at the first time.</summary>
    [Parameter]
    public SwitchParameter Raw { get; set; }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.User);

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (After != default && Before != default && After >= Before)
            ThrowTerminatingError(ErrorRecords.InvalidParameter($"-After ({After:g}) is not earlier than -Before ({Before:g}), so no entry can lie between them.", null, "Exchange the two times, or leave one out."));
        try
        {
            _rules = RulePath is null ? null : SelRuleFile.Read(this, RulePath);
            _sdr = SdrPath is null ? null : ReadSdr(SdrPath);
        }
        catch (IpmiException error)
        {
            ThrowTerminatingError(ErrorRecords.From(error, null));
        }

        base.Begin();
    }

    /// <inheritdoc/>
    protected override void Read()
    {
        if (ParameterSetName != ByPath)
        {
            base.Read();
            return;
        }

        foreach (string path in Path)
        {
            try
            {
                ThrowIfUnknownType();
                foreach (string file in InputFile.Resolve(this, "Path", path))
                    ReadFile(file);
            }
            catch (IpmiException error)
            {
                WriteFailure(ErrorRecords.From(error, path));
            }
        }
    }

    /// <summary>Rejects types that IPMI does not have before anything is sent; a type without entries in the log is not an error.</summary>
    private protected override Task WorkAsync(BmcTarget target, TargetOutput output, CancellationToken cancellationToken)
    {
        ThrowIfUnknownType();
        return base.WorkAsync(target, output, cancellationToken);
    }

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        // Reads the sensors' names, or checks the cached ones, while the log is read.
        var sdr = Raw || _sdr is not null ? Task.FromResult(_sdr) : Descriptions.TryReadAsync(bmc, output, cancellationToken);
        if (await SelReader.ReadAsync(bmc, sdr, Query(), output.Write, cancellationToken).ConfigureAwait(false) is { } problem)
            output.Warning(problem);
        await sdr.ConfigureAwait(false);
    }

    private void ThrowIfUnknownType()
    {
        if (Wildcards.Missing(SensorType, SensorTypes.AllNames) is { Length: > 0 } unknown)
            throw NearestNames.NotPresent("sensor type", unknown, SensorTypes.Names, "Give the name of a sensor type of IPMI, as tab completion offers them, one such as 'OEM (C5h)', or a wildcard.");
    }

    private SelQuery Query() => new()
    {
        Newest = Newest == 0 ? null : Newest,
        After = After == default ? null : After,
        Before = Before == default ? null : Before,
        Severities = Severity,
        SensorTypeFilter = Wildcards.AnyOf(SensorType),
        Rules = _rules,
    };

    private SdrRepository ReadSdr(string path)
    {
        string file = InputFile.Resolve(this, "SdrPath", path)[0];
        try
        {
            SdrRepository repository = SdrDump.Read(InputFile.Read("SdrPath", file));
            if (repository.Problem is { } problem)
                WriteWarning($"{file}: {problem}");
            return repository;
        }
        catch (IpmiException error)
        {
            throw InputFile.InFile(file, error);
        }
    }

    private void ReadFile(string file)
    {
        SavedLogFile content;
        try
        {
            content = SavedLogReader.Read(InputFile.Read("Path", file));
        }
        catch (IpmiException error)
        {
            throw InputFile.InFile(file, error);
        }

        WriteVerbose($"{file}: format {content.Format}, {content.Logs.Sum(static log => log.Records.Count)} records.");
        foreach (string problem in content.Problems)
            WriteWarning($"{file}: {problem}");
        foreach (SavedLog log in content.Logs)
            foreach (SelEntry entry in SavedLogDecoder.Decode(BmcName is null ? log : log.WithName(BmcName), Raw ? SdrDump.None : SdrOf(log), Query()))
                WriteObject(entry);
    }

    /// <summary>The file that -SdrPath names; else, if the log has no sensor records, those that are cached for its BMC.</summary>
    private SdrRepository? SdrOf(SavedLog log)
    {
        string name = BmcName ?? log.ComputerName;
        return _sdr ?? (log.SensorRecords.Count == 0 && name.Length > 0 ? SdrCache.FindKnown(name) : null);
    }
}
