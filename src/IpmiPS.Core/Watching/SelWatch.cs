using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Commands.Storage;
using IpmiPS.Sdr;
using IpmiPS.Sel;
using IpmiPS.Wire;

namespace IpmiPS.Watching;

/// <summary>
/// Watches the event log of one BMC: reports each new entry once, and that the log was cleared or is full. Where nothing has happened, a poll is one request
/// (Get SEL Info, IPMI 2.0 section 31.2).
/// </summary>
/// <param name="options">Where to begin, and what to leave out.</param>
/// <param name="clock">The time.</param>
internal sealed class SelWatch(SelWatchOptions options, Clock clock)
{
    /// <summary>Entries that were reported and are remembered: one that is deleted is not the only trace of the place in the log.</summary>
    private const int Memory = 16;

    /// <summary>
    /// Times of the log are whole seconds: where the oldest entry is overwritten, one that is added in the same second as the last one that was read leaves no trace in
    /// Get SEL Info. So the newest entry is read once more after this time.
    /// </summary>
    private static readonly TimeSpan Resolution = TimeSpan.FromSeconds(3);

    private readonly Queue<ByteString> _known = new();
    private readonly EventRate _rate = new(clock);
    private SelMark? _mark = options.Mark;
    private SelRepositoryInfo? _info;
    private byte[]? _oldest;
    private TimeSpan _changed;
    private bool _isSettled;
    private bool _hasReportedFull;
    private int? _manufacturerId;

    /// <summary>Reads what is new.</summary>
    /// <param name="bmc">The BMC.</param>
    /// <param name="items">Receives what there is to report.</param>
    /// <param name="cancellationToken">Cancels the poll.</param>
    /// <exception cref="IpmiException">The poll failed. What was not added is read by the next one.</exception>
    public async Task PollAsync(IIpmiConnection bmc, ICollection<WatchItem> items, CancellationToken cancellationToken)
    {
        foreach (WatchEvent suppressed in _rate.TakeEnded(bmc.ComputerName))
            items.Add(new WatchItem(suppressed));
        SelRepositoryInfo info = await bmc.SendWhenErasedAsync(new GetSelInfo(), clock, cancellationToken).ConfigureAwait(false);
        var reader = new SelEntryReader(bmc, new SelReservation(bmc, clock), clock);
        bool isDone = true;
        if (_info is null && _mark is null && !options.IncludeExisting)
            await TakePlaceAsync(reader, info, items, cancellationToken).ConfigureAwait(false);
        else if (info != _info || IsUncertain(info) && !await HasKnownNewestAsync(reader, info, cancellationToken).ConfigureAwait(false))
            isDone = await ReadAsync(bmc, reader, info, items, cancellationToken).ConfigureAwait(false);
        ReportFull(bmc.ComputerName, info, items);
        if (isDone)
            _info = info;
    }

    /// <summary>Begins after the newest entry.</summary>
    private async Task TakePlaceAsync(SelEntryReader reader, SelRepositoryInfo info, ICollection<WatchItem> items, CancellationToken cancellationToken)
    {
        Change();
        byte[]? newest = await TryReadAsync(reader, info, GetSelEntry.LastEntry, cancellationToken).ConfigureAwait(false);
        _oldest = await TryReadAsync(reader, info, GetSelEntry.FirstEntry, cancellationToken).ConfigureAwait(false);
        if (newest is not null)
            Remember(new ByteString(newest));
        Save(newest is null ? SelMark.Beginning : new SelMark(SelWalk.IdOf(newest), null, new ByteString(newest)), items);
    }

    /// <summary>Reads the entries after the place in the log. False if the log changed meanwhile, so that the next poll has to read again.</summary>
    private async Task<bool> ReadAsync(IIpmiConnection bmc, SelEntryReader reader, SelRepositoryInfo info, ICollection<WatchItem> items, CancellationToken cancellationToken)
    {
        bool wasErased = _info is not null && (info.LastErase != _info.LastErase || info.Entries < _info.Entries);
        byte[]? oldest = await TryReadAsync(reader, info, GetSelEntry.FirstEntry, cancellationToken).ConfigureAwait(false);

        // The oldest entry is still there: entries were deleted, the log was not cleared. Without a date it may be another one with the same bytes.
        bool wasDeleted = wasErased && oldest is not null && _oldest is not null && oldest.SequenceEqual(_oldest) && IsDated(oldest);
        SelEntry? place = null;
        var entries = new List<SelEntry>();
        string? problem = null;
        if (info.Entries > 0 || oldest is not null)
            problem = await SelReader.ReadAsync(bmc, options.ReadNamesAsync(bmc, cancellationToken), Query(), entries.Add, cancellationToken).ConfigureAwait(false);
        if (options.Rules is not null && entries.Count > 0)
            _manufacturerId ??= (await bmc.TrySendAsync(new GetDeviceId(), cancellationToken).ConfigureAwait(false)).Value?.ManufacturerId;

        // Cleared after Get SEL Info: what was read may be of before. The next poll reads again.
        if (place is null && !wasErased && (_info is not null || _mark is not null) && (_info is not null && entries.Count == 0 || await WasErasedSinceAsync(bmc, info, cancellationToken).ConfigureAwait(false)))
            return false;

        // From here on nothing fails.
        if (place is null && !wasDeleted && DescribeLoss(wasErased, info) is { } loss)
        {
            items.Add(new WatchItem(new WatchEvent { ComputerName = bmc.ComputerName, Type = loss.Type, Severity = loss.Severity, Event = loss.Text }));
            _known.Clear();
            _mark = SelMark.Beginning;
        }

        if (place is not null && !IsKnown(place.Raw))
        {
            Remember(place.Raw);
            Save(SelMark.After(place), items);
        }

        if (problem is not null)
            items.Add(new WatchItem(new WatchEvent { ComputerName = bmc.ComputerName, Type = WatchEventType.EventsMissed, Severity = SelSeverity.Warning, Event = problem }));
        foreach (SelEntry entry in entries)
        {
            Remember(entry.Raw);
            SelRule? rule = options.Rules?.Find(entry, _manufacturerId);
            SelEntry? ruled = SelRules.Apply(entry, rule);
            Save(SelMark.After(entry), items, ruled is null || rule is { Limit: not null } && !_rate.Permits(rule, entry) ? null : ruled);
        }

        if (entries.Count == 0 && ReferenceEquals(_mark, SelMark.Beginning))
            Save(SelMark.Beginning, items);
        _oldest = oldest;
        Change();
        return true;

        SelQuery Query() => new()
        {
            Since = entry =>
            {
                bool isOld = IsOld(entry, wasDeleted);
                place = isOld ? entry : place;
                return isOld;
            },
            ExpectedCount = _info is not null && info.Entries > _info.Entries ? info.Entries - _info.Entries : null,
            Clock = clock,
        };
    }

    private async Task<bool> WasErasedSinceAsync(IIpmiConnection bmc, SelRepositoryInfo info, CancellationToken cancellationToken) =>
        (await bmc.SendWhenErasedAsync(new GetSelInfo(), clock, cancellationToken).ConfigureAwait(false)).LastErase != info.LastErase;

    /// <summary>Whether an entry was there before. The newest one for which this is true is the place in the log.</summary>
    private bool IsOld(SelEntry entry, bool wasDeleted) =>
        IsKnown(entry.Raw)
        || _known.Count == 0 && _mark?.Follows(entry) == true
        || wasDeleted && entry.Id < _mark?.Id && !(entry.Timestamp > _mark.Timestamp);

    /// <summary>What to report if the place in the log is gone; null if there was none.</summary>
    private (WatchEventType Type, SelSeverity Severity, string Text)? DescribeLoss(bool wasErased, SelRepositoryInfo info)
    {
        if (_info is { Entries: 0 } && info.Entries == 0 && info.LastAdd == _info.LastAdd)
            return null;
        if (_info is null)
            return _mark?.Record is null ? null : (WatchEventType.EventsMissed, SelSeverity.Warning,
                "The entry of the bookmark is no longer in the event log: it was cleared or overwritten. All entries of the log follow; events before them may be missing.");
        if (wasErased)
            return (WatchEventType.LogCleared, SelSeverity.Warning, "The event log was cleared. Events between the last poll and the clearing are not known.");
        return _known.Count == 0 ? null : (WatchEventType.EventsMissed, SelSeverity.Warning,
            "The entries that were known are no longer in the event log: more events were logged since the last poll than it holds, or it was replaced. All entries of the log follow; events before them may be lost.");
    }

    private static bool IsDated(byte[] record) =>
        record.Length == SelRecord.Length && SelClock.KindOf(SelRecord.Read(new ByteReader(record)).Timestamp) == SelTimestampKind.Clock;

    /// <summary>Whether an entry may have been added although Get SEL Info is the same as before.</summary>
    private bool IsUncertain(SelRepositoryInfo info)
    {
        bool wasSettled = _isSettled;
        _isSettled = clock.Now - _changed >= Resolution;
        return info.Entries > 0 && (!wasSettled || IsFull(info) || info.LastAdd is 0 or SelClock.Unspecified);
    }

    private void Change() => (_changed, _isSettled) = (clock.Now, false);

    private async Task<bool> HasKnownNewestAsync(SelEntryReader reader, SelRepositoryInfo info, CancellationToken cancellationToken) =>
        await TryReadAsync(reader, info, GetSelEntry.LastEntry, cancellationToken).ConfigureAwait(false) is not { } newest || IsKnown(newest);

    /// <summary>Reads an entry also where the BMC reports none, because some do not count them.</summary>
    private static async Task<byte[]?> TryReadAsync(SelEntryReader reader, SelRepositoryInfo info, ushort id, CancellationToken cancellationToken)
    {
        try
        {
            return (await reader.ReadAsync(id, cancellationToken).ConfigureAwait(false)).Data;
        }
        catch (IpmiCommandException error) when (info.Entries == 0 || SelWalk.IsGone(error))
        {
            return null; // the log is empty, or was cleared meanwhile
        }
    }

    private bool IsKnown(IReadOnlyCollection<byte> record) => _known.Any(record.SequenceEqual);

    private void Remember(ByteString record)
    {
        if (_known.Count == Memory)
            _known.Dequeue();
        _known.Enqueue(record);
    }

    private void Save(SelMark mark, ICollection<WatchItem> items, SelEntry? entry = null)
    {
        _mark = mark;
        if (options.Save is { } save)
            items.Add(new WatchItem(entry, () => save(mark)));
        else if (entry is not null)
            items.Add(new WatchItem(entry));
    }

    private void ReportFull(string computerName, SelRepositoryInfo info, ICollection<WatchItem> items)
    {
        bool isFull = IsFull(info);
        if (isFull && !_hasReportedFull)
            items.Add(new WatchItem(new WatchEvent
            {
                ComputerName = computerName,
                Type = WatchEventType.LogFull,
                Severity = SelSeverity.Warning,
                Event = info.Overflow ? "The event log is full, and events were dropped." : "The event log is full. Unless the BMC overwrites the oldest entries, new events are dropped.",
            }));
        _hasReportedFull = isFull;
    }

    private static bool IsFull(SelRepositoryInfo info) => info.Overflow || info.FreeBytes < SelRecord.Length && info.Entries > 0;
}
