using System.Management.Automation;
using IpmiPS.Sel;
using IpmiPS.Watching;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Watches the event logs of BMCs and writes each new entry once, until it is stopped. It also reports that a BMC became unreachable or is back, that a log was cleared, and that it
/// is full.
/// </summary>
[Cmdlet(VerbsCommon.Watch, "IpmiSel", DefaultParameterSetName = ByName)]
[OutputType(typeof(SelEntry), typeof(WatchEvent))]
public sealed class WatchIpmiSelCommand : WatchCmdlet
{
    /// <summary>Entries of several BMCs mixed, in a table that is not grouped by computer, together with other events.</summary>
    private const string WatchedType = "IpmiPS.SelEntry#Watch";

    private SelRules? _rules;
    private BookmarkFile? _bookmarks;
    private bool _hasBookmarkFailed;

    /// <summary>A file that keeps, for each BMC, which event was the newest that was taken. A later watch continues there, so that no event is lost while none runs.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Bookmark { get; set; }

    /// <summary>Begin with the oldest entry of each log, unless the bookmark file has a place for it.</summary>
    [Parameter]
    public SwitchParameter IncludeExisting { get; set; }

    /// <summary>A data file (.psd1) with rules that replace the severities of events, leave events out, or limit how many of a sensor are reported.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RulePath { get; set; }

    /// <summary>Do not read the SDRs: sensors have numbers but no names, and readings stay raw.</summary>
    [Parameter]
    public SwitchParameter Raw { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        try
        {
            _rules = RulePath is null ? null : SelRuleFile.Read(this, RulePath);
            _bookmarks = Bookmark is null ? null : BookmarkFile.Open(this, Bookmark, isForWatch: true);
        }
        catch (IpmiException error)
        {
            ThrowTerminatingError(ErrorRecords.From(error, null));
        }

        base.Begin();
    }

    private protected override WatchPoll CreatePoll(BmcTarget target, TargetOutput output)
    {
        SelMark? place = _bookmarks?.Find(target.ComputerName);
        if (place is not null)
            _bookmarks!.Set(target.ComputerName, place); // so that it is written again if the file is deleted meanwhile
        var options = new SelWatchOptions
        {
            Mark = place,
            IncludeExisting = IncludeExisting,
            Rules = _rules,
            Save = _bookmarks is null ? null : mark => Save(target.ComputerName, mark),
        };
        if (!Raw)
            options = options with { ReadNamesAsync = (bmc, stop) => Descriptions.TryReadAsync(bmc, output, stop) };
        return new SelWatch(options, Clock.System).PollAsync;
    }

    private protected override void WriteItem(object item)
    {
        var written = PSObject.AsPSObject(item);
        if (item is SelEntry)
            written.TypeNames.Insert(0, WatchedType);
        WriteObject(written);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _bookmarks?.Dispose();
    }

    /// <summary>On the pipeline thread.</summary>
    private void Save(string computerName, SelMark mark)
    {
        IpmiException? failure = _bookmarks!.Append(computerName, mark);
        if (failure is not null && !_hasBookmarkFailed)
            WriteFailure(ErrorRecords.From(failure, null));
        _hasBookmarkFailed = failure is not null;
    }
}
