using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Events;
using IpmiPS.Sdr;
using IpmiPS.Sel;

namespace IpmiPS.Cmdlets;

/// <summary>Reads BMCs' system event logs, decoded, oldest entry first.</summary>
[Cmdlet(VerbsCommon.Get, "IpmiSel", DefaultParameterSetName = ByName)]
[OutputType(typeof(SelEntry))]
public sealed class GetIpmiSelCommand : ControllerCmdlet
{
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
        base.Begin();
    }

    /// <summary>Rejects types that IPMI does not have before anything is sent; a type without entries in the log is not an error.</summary>
    private protected override Task WorkAsync(BmcTarget target, TargetOutput output, CancellationToken cancellationToken) =>
        Wildcards.Missing(SensorType, SensorTypes.AllNames) is { Length: > 0 } unknown
            ? throw NearestNames.NotPresent("sensor type", unknown, SensorTypes.Names, "Give the name of a sensor type of IPMI, as tab completion offers them, one such as 'OEM (C5h)', or a wildcard.")
            : base.WorkAsync(target, output, cancellationToken);

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        // Reads the sensors' names, or checks the cached ones, while the log is read.
        var sdr = Raw ? Task.FromResult<SdrRepository?>(null) : Descriptions.TryReadAsync(bmc, output, cancellationToken);
        var query = new SelQuery
        {
            Newest = Newest == 0 ? null : Newest,
            After = After == default ? null : After,
            Before = Before == default ? null : Before,
            Severities = Severity,
            SensorTypeFilter = Wildcards.AnyOf(SensorType),
        };
        if (await SelReader.ReadAsync(bmc, sdr, query, output.Write, cancellationToken).ConfigureAwait(false) is { } problem)
            output.Warning(problem);
        await sdr.ConfigureAwait(false);
    }
}
