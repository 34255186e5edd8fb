using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.Storage;
using IpmiPS.Sdr;

namespace IpmiPS.Sel;

/// <summary>An entry to remove.</summary>
/// <param name="Id">Its ID in the log.</param>
/// <param name="Bytes">Its bytes as they were read before; null if not known. An entry with other bytes is not removed.</param>
public sealed record SelRemovalItem(ushort Id, byte[]? Bytes);

/// <summary>
/// Removes single entries from a BMC's event log. The entries are read first, so that they can be shown; each is compared again under the reservation with
/// which it is removed. IPMI 2.0 section 31.8.
/// </summary>
public sealed class SelRemoval
{
    private const int MaximumAttempts = 4;
    private const int MaximumShown = 5;

    private readonly IIpmiConnection _connection;
    private readonly SelReservation _reservation;
    private readonly SelEntryReader _reader;

    private SelRemoval(IIpmiConnection connection)
    {
        _connection = new BoundedConnection(connection, Clock.System);
        _reservation = new SelReservation(_connection, Clock.System);
        _reader = new SelEntryReader(_connection, _reservation, Clock.System);
    }

    /// <summary>The entries that will be removed, in the order in which they were named.</summary>
    public IReadOnlyList<SelEntry> Entries { get; private set; } = [];

    /// <summary>The change in words.</summary>
    public string Description => $"Remove {(Entries.Count == 1 ? "entry" : $"{Entries.Count} entries:")} "
        + string.Join(", ", Entries.Take(MaximumShown).Select(static entry => $"{entry.Id} ({entry.Sensor ?? "OEM"}: {entry.Event})"))
        + (Entries.Count > MaximumShown ? ", …" : "");

    /// <summary>Reads the entries. Changes nothing.</summary>
    /// <param name="connection">The BMC.</param>
    /// <param name="items">The entries to remove.</param>
    /// <param name="sdr">The sensors' records, for the returned entries; null for numbers only.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="IpmiException">NotPresent: an entry does not exist. Busy: an entry has changed. CommandNotSupported: the BMC cannot remove single entries.</exception>
    public static async Task<SelRemoval> PrepareAsync(IIpmiConnection connection, IReadOnlyList<SelRemovalItem> items, SdrRepository? sdr, CancellationToken cancellationToken)
    {
        var removal = new SelRemoval(connection);
        var infoTask = SelReader.TryAsync(removal._connection, new GetSelInfo(), cancellationToken);
        var clockTask = SelReader.GetClockAsync(removal._connection, cancellationToken);
        var sourceTask = SelReader.GetSourceAsync(removal._connection, cancellationToken);
        items = [.. items.GroupBy(static item => item.Id).Select(static same => same.FirstOrDefault(static item => item.Bytes is not null) ?? same.First())];
        var found = await Task.WhenAll(items.Select(item => removal.FindAsync(item.Id, cancellationToken))).ConfigureAwait(false);
        if ((await infoTask.ConfigureAwait(false)).Response is { CanDelete: false })
            throw NotSupported(connection, null);
        ushort[] missing = [.. items.Where((_, at) => found[at] is null).Select(static item => item.Id)];
        if (missing.Length > 0)
            throw await removal.MissingAsync(missing, cancellationToken).ConfigureAwait(false);
        for (int at = 0; at < items.Count; at++)
            Compare(items[at], found[at]!);

        var sensors = sdr is null ? null : new EventSensors(sdr.Sensors);
        var decoder = new SelEntryDecoder(connection.ComputerName, await clockTask.ConfigureAwait(false), systemEvent => sensors?.Find(systemEvent), await sourceTask.ConfigureAwait(false));
        removal.Entries = [.. items.Select((item, at) => decoder.Decode(item.Id, found[at]!))];
        return removal;
    }

    /// <summary>Removes the entries.</summary>
    /// <param name="onRemoved">Receives each entry as soon as it is removed.</param>
    /// <param name="cancellationToken">Cancels; after a command was sent, this results in OutcomeUnknown.</param>
    /// <exception cref="IpmiException">OutcomeUnknown: it is not known whether the entry that the message names was removed. Busy: an entry has changed
    /// meanwhile, or the reservation was lost again and again. In all cases earlier entries were removed.</exception>
    public async Task RunAsync(Action<SelEntry> onRemoved, CancellationToken cancellationToken)
    {
        foreach (SelEntry entry in Entries)
        {
            await RemoveAsync(entry, cancellationToken).ConfigureAwait(false);
            onRemoved(entry);
        }
    }

    private async Task RemoveAsync(SelEntry entry, CancellationToken cancellationToken)
    {
        var outcome = new ChangeOutcome();
        try
        {
            for (int attempt = 0; attempt < MaximumAttempts; attempt++)
                if (await TryRemoveAsync(entry, outcome, cancellationToken).ConfigureAwait(false))
                    return;
            if (outcome.State == ChangeState.Unanswered)
                throw outcome.UnansweredReason ?? new IpmiException(IpmiErrorKind.Timeout, "There was no clear response.");
        }
        catch (Exception error) when (outcome.IsUnknownAfter(error))
        {
            throw new IpmiException(
                IpmiErrorKind.OutcomeUnknown, $"Delete SEL Entry was sent for entry {entry.Id}, and it is not known whether it was removed: {error.Message}",
                "Check with Get-IpmiSel before you remove it again.", error);
        }

        throw new IpmiException(IpmiErrorKind.Busy, $"The event log changed each time before entry {entry.Id} could be removed. It is still in the log.", innerException: outcome.UnansweredReason);
    }

    /// <summary>Reserves, compares and removes. False if nothing happened because the reservation was lost.</summary>
    private async Task<bool> TryRemoveAsync(SelEntry entry, ChangeOutcome outcome, CancellationToken cancellationToken)
    {
        // A new reservation also invalidates an earlier command that got lost, so the log shows its final state from here on.
        ushort reservation = await _reservation.ReserveAnewAsync(cancellationToken).ConfigureAwait(false);
        ushort id = (ushort)entry.Id;
        byte[]? present = await FindAsync(id, cancellationToken).ConfigureAwait(false);
        bool wasSent = outcome.State == ChangeState.Unanswered;
        if (wasSent && (present is null || !present.SequenceEqual(entry.Raw)))
        {
            outcome.ReadBack();
            return true;
        }

        if (present is null)
            throw Changed(id, "It is no longer in the log.");
        Compare(new SelRemovalItem(id, entry.Raw), present);
        if (wasSent && reservation == 0)
            throw new IpmiException(IpmiErrorKind.CommandFailed, "This BMC has no reservations, and the entry is still in the log.");
        try
        {
            await outcome.SendAsync(_connection, new DeleteSelEntry(reservation, id), cancellationToken).ConfigureAwait(false);
        }
        catch (IpmiCommandException refusal) when (refusal.CompletionCode == CompletionCode.ReservationLost)
        {
            return false;
        }
        catch (IpmiCommandException refusal) when (refusal.Kind == IpmiErrorKind.CommandNotSupported)
        {
            throw NotSupported(_connection, refusal);
        }

        return outcome.State == ChangeState.Answered;
    }

    private async Task<byte[]?> FindAsync(ushort id, CancellationToken cancellationToken)
    {
        try
        {
            return (await _reader.ReadAsync(id, cancellationToken).ConfigureAwait(false)).Data;
        }
        catch (IpmiCommandException error) when (SelWalk.IsGone(error))
        {
            return null;
        }
    }

    private async Task<IpmiException> MissingAsync(ushort[] missing, CancellationToken cancellationToken)
    {
        var first = await TryReadAsync(GetSelEntry.FirstEntry, cancellationToken).ConfigureAwait(false);
        var last = await TryReadAsync(GetSelEntry.LastEntry, cancellationToken).ConfigureAwait(false);
        string there = first is null || last is null ? "The log has no entries." : $"The log begins with entry {SelWalk.IdOf(first)} and ends with entry {SelWalk.IdOf(last)}.";
        string ids = string.Join(", ", missing.Take(NearestNames.MaximumListed).Select(static id => id.ToString(CultureInfo.InvariantCulture)));
        return new IpmiException(IpmiErrorKind.NotPresent, $"The event log has no {(missing.Length == 1 ? "entry" : "entries")} {ids}. {there} Nothing was removed.", "List the entries with Get-IpmiSel.");
    }

    private async Task<byte[]?> TryReadAsync(ushort id, CancellationToken cancellationToken)
    {
        try
        {
            return (await _reader.ReadAsync(id, cancellationToken).ConfigureAwait(false)).Data;
        }
        catch (IpmiCommandException)
        {
            return null;
        }
    }

    private static void Compare(SelRemovalItem item, byte[] present)
    {
        if (item.Bytes is { } expected && !expected.SequenceEqual(present))
            throw Changed(item.Id, "Another entry has this ID now.");
    }

    private static IpmiException Changed(ushort id, string what) => new(
        IpmiErrorKind.Busy, $"Entry {id} of the event log has changed since it was read. {what} It was not removed.", "Read the log again with Get-IpmiSel.");

    private static IpmiException NotSupported(IIpmiConnection connection, Exception? cause) => new(
        IpmiErrorKind.CommandNotSupported, $"{connection.ComputerName} cannot remove single entries from its event log.", "Clear the whole log with Clear-IpmiSel.", cause);
}
