using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Commands.Storage;
using IpmiPS.Sdr;

namespace IpmiPS.Sel;

/// <summary>Reads a BMC's system event log. IPMI 2.0 section 31.</summary>
public static class SelReader
{
    /// <summary>
    /// Reads the log and returns its entries, from oldest to newest. Entries that are added meanwhile are read too, but only once: in a log that
    /// grows with each read, the last entry is the one that is the newest when the initial number of entries is read.
    /// </summary>
    /// <param name="connection">The BMC.</param>
    /// <param name="query">Which entries to return.</param>
    /// <param name="sdr">The sensors' records, for names and values; null for numbers only.</param>
    /// <param name="onEntry">Receives each entry; called by one thread at a time.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>Why entries may be missing: the log kept changing, or grew as fast as it was read. Null if none should be.</returns>
    /// <exception cref="IpmiException">The BMC has no event log, does not respond, or the chain of entries is broken (kind
    /// ProtocolError). Entries before that were returned.</exception>
    public static Task<string?> ReadAsync(
        IIpmiConnection connection, SelQuery query, SdrRepository? sdr, Action<SelEntry> onEntry, CancellationToken cancellationToken) =>
        ReadAsync(connection, Task.FromResult(sdr), query, onEntry, cancellationToken);

    /// <inheritdoc cref="ReadAsync(IIpmiConnection, SelQuery, SdrRepository?, Action{SelEntry}, CancellationToken)"/>
    /// <param name="connection">The BMC.</param>
    /// <param name="sdr">The sensors' records, which may still be in flight.</param>
    /// <param name="query">Which entries to return.</param>
    /// <param name="onEntry">Receives each entry; called by one thread at a time.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public static async Task<string?> ReadAsync(
        IIpmiConnection connection, Task<SdrRepository?> sdr, SelQuery query, Action<SelEntry> onEntry, CancellationToken cancellationToken)
    {
        if (query.Newest < 1)
            throw new ArgumentOutOfRangeException(nameof(query), "Newest must be at least 1.");

        connection = new BoundedConnection(connection, query.Clock);

        // Everything that is needed for the first entry is requested at once.
        var reader = new SelEntryReader(connection, new SelReservation(connection, query.Clock), query.Clock);
        var infoTask = TryAsync(connection, new GetSelInfo(), cancellationToken);
        var clockTask = GetClockAsync(connection, cancellationToken);
        var sourceTask = GetSourceAsync(connection, cancellationToken);
        var firstTask = TryReadAsync(reader, GetSelEntry.FirstEntry, cancellationToken);
        var newestTask = query.FromEnd
            ? TryReadAsync(reader, GetSelEntry.LastEntry, cancellationToken)
            : Task.FromResult<(SelEntryData?, IpmiCommandException?)>(default);
        await Task.WhenAll(infoTask, clockTask, sourceTask, firstTask, newestTask).ConfigureAwait(false);

        int? entryCount = (await infoTask.ConfigureAwait(false)).Response?.Entries;
        var (first, refusal) = await firstTask.ConfigureAwait(false);
        if (first is null)
        {
            if (entryCount == 0 || (entryCount is null && SelWalk.IsGone(refusal!)))
                return null;
            throw refusal!.Kind == IpmiErrorKind.CommandNotSupported && entryCount is not null
                ? new IpmiException(refusal.Kind, $"{connection.ComputerName} has an event log of {entryCount} entries, but does not return them over IPMI. {refusal.Message}", "Read the log with Redfish or the vendor's tool (for HPE, the Integrated Management Log).", refusal)
                : refusal;
        }

        var sensors = await sdr.ConfigureAwait(false) is { } known ? new EventSensors(known.Sensors) : null;
        var source = await sourceTask.ConfigureAwait(false);
        var decoder = new SelEntryDecoder(connection.ComputerName, await clockTask.ConfigureAwait(false), systemEvent => sensors?.Find(systemEvent), source);
        var (newest, _) = await newestTask.ConfigureAwait(false);
        if (newest is not null && (query.Newest < entryCount || query.Since is not null)
            && await TryReadTailAsync(reader, query, first, newest, entryCount ?? 1, Decode, Select, onEntry, cancellationToken).ConfigureAwait(false))
            return null;

        var walk = new SelWalk(reader, query.Strict, entryCount);
        return await ReadAllAsync(walk, query, first, Decode, Select, onEntry, cancellationToken).ConfigureAwait(false);

        SelEntry Decode(SelWalkRecord record) => decoder.Decode(record.Id, record.Bytes);
        SelEntry? Select(SelEntry entry) => query.Select(entry, source?.ManufacturerId);
    }

    /// <summary>Reads the state of the log and its clock.</summary>
    /// <exception cref="IpmiException">The BMC has no event log, or does not respond.</exception>
    public static async Task<SelInfo> GetInfoAsync(IIpmiConnection connection, CancellationToken cancellationToken)
    {
        var infoTask = connection.SendAsync(new GetSelInfo(), cancellationToken);
        var clockTask = GetClockAsync(connection, cancellationToken);
        var timeTask = TryAsync(connection, new GetSelTime(), cancellationToken);
        var allocationTask = TryAsync(connection, new GetSelAllocationInfo(), cancellationToken);
        await Task.WhenAll(infoTask, clockTask, timeTask, allocationTask).ConfigureAwait(false);

        var info = await infoTask.ConfigureAwait(false);
        var clock = await clockTask.ConfigureAwait(false);
        var (time, timeError) = await timeTask.ConfigureAwait(false);
        var allocation = (await allocationTask.ConfigureAwait(false)).Response;
        return new SelInfo
        {
            ComputerName = connection.ComputerName,
            Version = $"{info.Version & 0xF}.{info.Version >> 4}",
            Entries = info.Entries,
            FreeBytes = info.FreeBytes,
            PercentUsed = PercentUsed(info, allocation),
            LastAdd = clock.ToDate(info.LastAdd),
            LastErase = clock.ToDate(info.LastErase),
            Overflow = info.Overflow,
            Time = timeError is null ? clock.ToDate(time) : null,
            TimeSinceStart = timeError is null ? SelClock.ToUptime(time) : null,
            UtcOffset = clock.UtcOffset,
            SupportedCommands = SupportedCommands(info).ToArray(),
            AllocationUnits = allocation is { Units: not 0 } ? allocation.Units : null,
            AllocationUnitSize = allocation is { UnitSize: not 0 } ? allocation.UnitSize : null,
            FreeUnits = allocation?.FreeUnits,
        };
    }

    /// <summary>
    /// Clears the log and verifies that it was cleared. With <paramref name="returnEntries"/>, the log is read first, and not cleared
    /// while it has an entry that was not read: if an event is added in between, it is read again.
    /// </summary>
    /// <param name="connection">The BMC.</param>
    /// <param name="sdr">The sensors' records, for the returned entries; null for numbers only.</param>
    /// <param name="returnEntries">Whether to read and return the entries.</param>
    /// <param name="cancellationToken">Cancels the operation. After Clear SEL was sent, this results in an <see cref="IpmiException"/> of the kind OutcomeUnknown.</param>
    /// <returns>The cleared entries, from oldest to newest; empty without <paramref name="returnEntries"/>.</returns>
    /// <exception cref="IpmiException">Kind Busy: the log kept changing, and nothing was cleared. Kind OutcomeUnknown: Clear SEL was
    /// sent, and it is not known whether the log was cleared. Others as for reading: nothing was cleared.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before Clear SEL was sent: nothing was cleared.</exception>
    public static Task<IReadOnlyList<SelEntry>> ClearAsync(
        IIpmiConnection connection, SdrRepository? sdr, bool returnEntries, CancellationToken cancellationToken) =>
        ClearAsync(connection, sdr, returnEntries, Clock.System, cancellationToken);

    /// <summary>
    /// Reads and clears the log, like <see cref="ClearAsync(IIpmiConnection, SdrRepository?, bool, CancellationToken)"/>, and
    /// passes the entries on before Clear SEL is sent, so that none can be lost.
    /// </summary>
    /// <param name="connection">The BMC.</param>
    /// <param name="sdr">The sensors' records; null for numbers only.</param>
    /// <param name="onRead">Receives all entries, from oldest to newest; called again with all of them if the log changed meanwhile.</param>
    /// <param name="cancellationToken">Cancels the operation, as above.</param>
    public static Task ClearAsync(
        IIpmiConnection connection, SdrRepository? sdr, Action<IReadOnlyList<SelEntry>> onRead, CancellationToken cancellationToken) =>
        ClearAsync(connection, sdr, true, Clock.System, cancellationToken, onRead);

    internal static async Task<IReadOnlyList<SelEntry>> ClearAsync(
        IIpmiConnection connection, SdrRepository? sdr, bool returnEntries, Clock clock, CancellationToken cancellationToken, Action<IReadOnlyList<SelEntry>>? onRead = null)
    {
        if (!returnEntries)
        {
            await new SelClearing(connection, clock).RunAsync(null, cancellationToken).ConfigureAwait(false);
            return [];
        }

        var sensors = sdr is null ? null : new EventSensors(sdr.Sensors);
        var clockTask = GetClockAsync(connection, cancellationToken);
        var sourceTask = GetSourceAsync(connection, cancellationToken);
        var decoder = new SelEntryDecoder(connection.ComputerName, await clockTask.ConfigureAwait(false), systemEvent => sensors?.Find(systemEvent), await sourceTask.ConfigureAwait(false));
        IReadOnlyList<SelEntry> entries = [];
        await new SelClearing(connection, clock).RunAsync(
            records =>
            {
                entries = records.Select(record => decoder.Decode(record.Id, record.Bytes)).ToList();
                onRead?.Invoke(entries);
            },
            cancellationToken).ConfigureAwait(false);
        return entries;
    }

    private static async Task<string?> ReadAllAsync(
        SelWalk walk, SelQuery query, SelEntryData first, Func<SelWalkRecord, SelEntry> decode, Func<SelEntry, SelEntry?> select, Action<SelEntry> onEntry, CancellationToken cancellationToken)
    {
        var newest = new Queue<SelEntry>();
        string? problem = await walk.RunAsync(first, record =>
        {
            SelEntry decoded = decode(record);
            if (query.Since?.Invoke(decoded) == true)
            {
                newest.Clear();
                return;
            }

            if (select(decoded) is not { } entry)
                return;
            if (query is { Newest: null, Since: null })
            {
                onEntry(entry);
                return;
            }

            newest.Enqueue(entry);
            if (newest.Count > query.Newest)
                newest.Dequeue();
        }, cancellationToken).ConfigureAwait(false);
        foreach (var entry in newest)
            onEntry(entry);
        return problem;
    }

    private static async Task<bool> TryReadTailAsync(
        SelEntryReader reader, SelQuery query, SelEntryData first, SelEntryData newest, int entryCount, Func<SelWalkRecord, SelEntry> decode, Func<SelEntry, SelEntry?> select,
        Action<SelEntry> onEntry, CancellationToken cancellationToken)
    {
        int wanted = query.Newest ?? query.ExpectedCount ?? entryCount;
        ushort firstId = SelWalk.IdOf(first.Data);
        int step = first.NextRecordId > firstId && first.NextRecordId != GetSelEntry.LastEntry ? first.NextRecordId - firstId : 1;
        var found = new Stack<SelEntry>();
        bool isWhole = await new SelTail(reader, firstId, step).RunAsync(newest, query.TakesAll ? wanted : entryCount, record =>
        {
            SelEntry decoded = decode(record);
            if (query.Since?.Invoke(decoded) == true)
                return false;
            if (select(decoded) is { } entry)
                found.Push(entry);
            return found.Count < query.Newest || query.Newest is null;
        }, cancellationToken).ConfigureAwait(false);
        if (!isWhole)
            return false;
        foreach (var entry in found)
            onEntry(entry);
        return true;
    }

    /// <summary>Calculated in allocation units if the BMC reports them, otherwise in bytes of 16-byte records.</summary>
    private static int? PercentUsed(SelRepositoryInfo info, StorageAllocation? allocation)
    {
        if (allocation is { Units: > 0 } && allocation.FreeUnits <= allocation.Units)
            return 100 * (allocation.Units - allocation.FreeUnits) / allocation.Units;
        int used = info.Entries * SelRecord.Length;
        return info.FreeBytes == ushort.MaxValue || used + info.FreeBytes == 0 ? null : 100 * used / (used + info.FreeBytes);
    }

    private static IEnumerable<string> SupportedCommands(SelRepositoryInfo info)
    {
        if (info.CanDelete)
            yield return "Delete";
        if (info.CanPartialAdd)
            yield return "PartialAdd";
        if (info.CanReserve)
            yield return "Reserve";
        if (info.HasAllocationInfo)
            yield return "AllocationInfo";
    }

    /// <summary>The UTC offset of the clock, if the BMC reports it.</summary>
    internal static async Task<SelClock> GetClockAsync(IIpmiConnection connection, CancellationToken cancellationToken)
    {
        var (offset, error) = await TryAsync(connection, new GetSelTimeUtcOffset(), cancellationToken).ConfigureAwait(false);
        return error is null ? new SelClock(offset) : new SelClock();
    }

    /// <summary>What the device is; null if the BMC does not say it.</summary>
    internal static async Task<SelSource?> GetSourceAsync(IIpmiConnection connection, CancellationToken cancellationToken) =>
        (await TryAsync(connection, new GetDeviceId(), cancellationToken).ConfigureAwait(false)).Response is { } id ? new SelSource(id.ManufacturerId, id.ProductId, id.VersionByte) : null;

    internal static async Task<(T? Response, IpmiException? Refusal)> TryAsync<T>(IIpmiConnection connection, IpmiCommand<T> command, CancellationToken cancellationToken)
    {
        try
        {
            return (await connection.SendAsync(command, cancellationToken).ConfigureAwait(false), null);
        }
        catch (IpmiException error) when (error is IpmiCommandException or Wire.MalformedDataException)
        {
            return (default, error);
        }
    }

    private static async Task<(SelEntryData? Data, IpmiCommandException? Refusal)> TryReadAsync(SelEntryReader reader, ushort id, CancellationToken cancellationToken)
    {
        try
        {
            return (await reader.ReadAsync(id, cancellationToken).ConfigureAwait(false), null);
        }
        catch (IpmiCommandException error)
        {
            return (null, error);
        }
    }
}
