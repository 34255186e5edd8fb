using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Makes one HTML file of a fleet: health, power, temperatures by rack, events and inventory. It only reads. A BMC that cannot be read is an error, and in the report as such.
/// </summary>
[Cmdlet(VerbsCommon.New, "IpmiReport", DefaultParameterSetName = ByName, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(FileInfo))]
public sealed class NewIpmiReportCommand : FleetPageCmdlet
{
    private static readonly TimeSpan DefaultAge = TimeSpan.FromDays(30);

    private readonly Dictionary<string, ServerReading> _readings = new(StringComparer.OrdinalIgnoreCase);
    private readonly DateTimeOffset _now = DateTimeOffset.Now;
    private ReportFile? _file;

    /// <summary>The HTML file. It replaces an existing one after all BMCs.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The report has the events after this time (local time if it has no zone); default those of the last 30 days.</summary>
    [Parameter]
    public DateTimeOffset After { get; set; }

    /// <summary>The largest number of events of one server in the report; the newest ones are.</summary>
    [Parameter]
    [ValidateRange(0, 10000)]
    public int Newest { get; set; } = 50;

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (After == default)
            After = _now - DefaultAge;
        base.Begin();
        try
        {
            _file = ShouldProcess(Path, "Write the report") ? ReportFile.Prepare(this, nameof(Path), Path) : null;
        }
        catch (IpmiException error)
        {
            ThrowTerminatingError(ErrorRecords.From(error, null));
        }
    }

    /// <inheritdoc/>
    protected override void Read()
    {
        if (_file is not null)
            base.Read();
    }

    private protected override async Task WorkAsync(BmcTarget target, TargetOutput output, CancellationToken cancellationToken)
    {
        RackPlace place = PlaceOf(target);
        try
        {
            using ConnectionScope scope = await ConnectionScope.OpenAsync(target, output, Opener.LogInAsync, cancellationToken).ConfigureAwait(false);
            Keep(await new ServerReader(Health) { After = After, Newest = Newest }.ReadAsync(scope.Connection, place, earlier: null, cancellationToken).ConfigureAwait(false));
        }
        catch (IpmiException error)
        {
            Keep(ServerReading.NotExamined(target.ComputerName, place, error));
            throw;
        }
        catch (OperationCanceledException) when (target.TimeLimit is { } limit)
        {
            // If the pipeline was stopped instead, there is no report.
            Keep(ServerReading.NotExamined(target.ComputerName, place, new IpmiException(IpmiErrorKind.Timeout, $"The server could not be read within {limit.TotalSeconds:0.###} s (-TimeoutSeconds).")));
            throw;
        }
    }

    /// <summary>A BMC for which no work could begin is in the report as well.</summary>
    internal override void WriteFailure(ErrorRecord error)
    {
        if (error is { TargetObject: string { Length: > 0 } computerName, Exception: IpmiException failure } && !_readings.ContainsKey(computerName))
            _readings[computerName] = ServerReading.NotExamined(computerName, RackPlace.From(Rack, RackUnit), failure);
        base.WriteFailure(error);
    }

    /// <inheritdoc/>
    protected override void Conclude()
    {
        if (_file is null)
            return;
        if (_readings.Count == 0 || (_file.Exists && _readings.Values.All(static reading => reading.Verdict.ErrorId is not null)))
        {
            WriteError(ErrorRecords.From(new IpmiException(IpmiErrorKind.CommandFailed, $"No BMC could be read. The report '{Path}' was not written.", "The errors of the BMCs have the reasons."), null));
            return;
        }

        var options = new PageOptions { Title = Title, Created = DateTimeOffset.Now, After = After, Version = ModuleVersion };
        if (_file.Write(Page.Create(Title, PageData.WriteReport(options, [.. _readings.Values]))) is { } failure)
            WriteError(ErrorRecords.From(failure, null));
        else
            WriteObject(new FileInfo(_file.Path));
    }

    private void Keep(ServerReading reading) => Workers.Post(() => _readings[reading.ComputerName] = reading);
}
