using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Device;
using IpmiPS.Health;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Tests the health of servers: one verdict for each, with reasons, from chassis, sensors, power supplies, new events, firmware and log-in. It only reads. A BMC that cannot be
/// examined is a verdict, too, not an error.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "IpmiHealth", DefaultParameterSetName = ByName)]
[OutputType(typeof(HealthVerdict))]
[OutputType(typeof(bool), typeof(int), typeof(string))]
public sealed class TestIpmiHealthCommand : BmcCmdlet
{
    private readonly List<HealthVerdict> _verdicts = [];
    private HealthOptions _options = new();
    private BookmarkFile? _bookmarks;
    private bool _givesExitCode;

    /// <summary>Only these parts. The log-in is always examined.</summary>
    [Parameter]
    public HealthPart[]? Include { get; set; }

    /// <summary>All parts without these.</summary>
    [Parameter]
    public HealthPart[]? Exclude { get; set; }

    /// <summary>A file that keeps, for each BMC, which event was the newest. Only later ones are examined, and the file is updated.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Bookmark { get; set; }

    /// <summary>Examine events after this time (local time if it has no zone). Without it, those of the last 24 hours by the BMC's clock. With -Bookmark, only for a BMC that is not in the file yet.</summary>
    [Parameter]
    public DateTimeOffset After { get; set; }

    /// <summary>A data file (.psd1) with rules that replace the severities of events, or leave events out, as for Get-IpmiSel.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RulePath { get; set; }

    /// <summary>The required firmware: paths of data files (.psd1), hash tables, or objects with ManufacturerId, ProductId and FirmwareVersion (the oldest acceptable one) or ExpectedVersion.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public PSObject[]? FirmwareBaseline { get; set; }

    /// <summary>The number of power supplies that have to work.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int PowerSupplyCount { get; set; }

    /// <summary>A server that is off can be healthy.</summary>
    [Parameter]
    public SwitchParameter AllowPowerOff { get; set; }

    /// <summary>Return only true or false for each BMC: whether it is Ok.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>Return one line of text for all BMCs, in the format of monitoring plugins, with the exit code as its property ExitCode.</summary>
    [Parameter]
    public SwitchParameter Nagios { get; set; }

    /// <summary>Return one number for all BMCs: 0 Ok, 1 Warning, 2 Critical, 3 Unknown. With -Nagios, the text goes to the host.</summary>
    [Parameter]
    public SwitchParameter ExitCode { get; set; }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.User);

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (Quiet && (Nagios || ExitCode))
            ThrowTerminatingError(ErrorRecords.InvalidParameter("-Quiet returns true or false for each BMC, and -Nagios and -ExitCode one result for all.", null, "Leave one of them out."));
        if (Include is not null && Exclude is not null)
            ThrowTerminatingError(ErrorRecords.InvalidParameter("-Include and -Exclude are given.", null, "Leave one of them out."));
        _givesExitCode = ExitCode || ExitStatement.Takes(MyInvocation);
        try
        {
            IReadOnlyList<FirmwareBaseline> firmware = BaselineRow.ReadAll(this, FirmwareBaseline);
            _options = new HealthOptions
            {
                Parts = Include ?? [.. new HealthOptions().Parts.Except(Exclude ?? [])],
                AllowPowerOff = AllowPowerOff,
                PowerSupplyCount = PowerSupplyCount == 0 ? null : PowerSupplyCount,
                Firmware = firmware,
                Rules = RulePath is null ? null : SelRuleFile.Read(this, RulePath),
                After = After == default ? null : After,
            };
            if (Include?.Contains(HealthPart.Firmware) == true && firmware.Count == 0)
                throw new IpmiException(IpmiErrorKind.InvalidParameter, "The part Firmware needs a baseline.", "Add -FirmwareBaseline.");
            _bookmarks = Bookmark is null ? null : BookmarkFile.Open(this, Bookmark);
        }
        catch (IpmiException error)
        {
            ThrowTerminatingError(ErrorRecords.From(error, null));
        }

        base.Begin();
    }

    /// <summary>Whatever keeps a BMC from being examined is its verdict.</summary>
    private protected override async Task WorkAsync(BmcTarget target, TargetOutput output, CancellationToken cancellationToken)
    {
        try
        {
            await base.WorkAsync(target, output, cancellationToken).ConfigureAwait(false);
        }
        catch (IpmiException error) when (error.Kind != IpmiErrorKind.InvalidParameter)
        {
            Tell(HealthVerdict.NotExamined(target.ComputerName, error), output);
        }
        catch (OperationCanceledException) when (target.TimeLimit is { } limit)
        {
            // If the pipeline was stopped instead, nothing reads the verdict.
            Tell(HealthVerdict.NotExamined(target.ComputerName, new IpmiException(IpmiErrorKind.Timeout, $"The test was not done within {limit.TotalSeconds:0.###} s (-TimeoutSeconds).")), output);
        }
    }

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken) =>
        Tell(await HealthTest.RunAsync(bmc, _options with { Mark = _bookmarks?.Find(target.ComputerName) }, cancellationToken).ConfigureAwait(false), output);

    /// <summary>A BMC for which no work could begin counts as well where there is one result for all.</summary>
    internal override void WriteFailure(ErrorRecord error)
    {
        if (error.Exception is IpmiException failure)
            _verdicts.Add(HealthVerdict.NotExamined(error.TargetObject?.ToString() ?? "", failure));
        base.WriteFailure(error);
    }

    /// <inheritdoc/>
    protected override void Conclude()
    {
        if (Nagios)
        {
            string text = NagiosOutput.Format(_verdicts);
            if (_givesExitCode)
                WriteInformation(new HostInformationMessage { Message = text }, ["PSHOST"]);
            else
                WriteObject(new PSObject(text) { Properties = { new PSNoteProperty(nameof(ExitCode), ExitCodeOfAll) } });
        }

        if (_givesExitCode)
            WriteObject(ExitCodeOfAll);
        if (_bookmarks?.Save() is { } failure)
            base.WriteFailure(ErrorRecords.From(failure, null));
    }

    private int ExitCodeOfAll => HealthExitCode.Of(HealthExitCode.Worst(_verdicts));

    private void Tell(HealthVerdict verdict, TargetOutput output)
    {
        Workers.Post(() =>
        {
            if (Nagios || _givesExitCode)
                _verdicts.Add(verdict);
            if (verdict.Mark is { } mark)
                _bookmarks?.Set(verdict.ComputerName, mark);
        });
        if (!Nagios && !_givesExitCode)
            output.Write(Quiet ? verdict.Health == SensorHealth.Ok : verdict);
    }
}
