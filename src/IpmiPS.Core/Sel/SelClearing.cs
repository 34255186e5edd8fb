using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.Storage;

namespace IpmiPS.Sel;

/// <summary>
/// Clears the log. The order of things is the specification's (section 31.4): reserve, read, clear; the BMC refuses to clear
/// when an entry was added after the reservation, and the count and time of the last entry are compared as well, since BMCs exist that
/// do not refuse. The command to clear is sent once; if its answer is lost, the log itself says whether it was cleared, and
/// a new reservation makes sure that the lost command can have no effect any more before another one is sent.
/// </summary>
internal sealed class SelClearing
{
    private const int LargestAttempts = 8;

    private static readonly TimeSpan FirstPoll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromSeconds(1);

    private readonly IIpmiConnection _connection;
    private readonly Clock _clock;
    private readonly BoundedConnection _asking;
    private readonly SelReservation _reservation;

    /// <summary>Why the last order to clear is not known to have been taken; null where it was refused because the log had changed.</summary>
    private IpmiException? _unclear;

    public SelClearing(IIpmiConnection connection, Clock clock)
    {
        (_connection, _clock) = (connection, clock);
        _asking = new BoundedConnection(connection, clock);
        _reservation = new SelReservation(_asking, clock);
    }

    /// <summary>Clears the log. Where somebody wants the records they are read and given away first.</summary>
    public async Task RunAsync(Action<IReadOnlyList<SelWalkRecord>>? onRead, CancellationToken cancellationToken)
    {
        for (int attempt = 0; attempt < LargestAttempts; attempt++)
        {
            ushort held = await _reservation.TakeAsync(cancellationToken).ConfigureAwait(false);
            var before = await GetInfoAsync(cancellationToken).ConfigureAwait(false);
            if (onRead is not null && before.Entries > 0)
            {
                List<SelWalkRecord> records = await ReadAsync(before.Entries, cancellationToken).ConfigureAwait(false);
                var after = await GetInfoAsync(cancellationToken).ConfigureAwait(false);
                if (HasChanged(before, after))
                    continue;
                held = await _reservation.GetAsync(cancellationToken).ConfigureAwait(false);
                onRead(records);
            }

            if (await TryClearAsync(held, before, cancellationToken).ConfigureAwait(false))
                return;
        }

        if (_unclear is not null)
            throw new IpmiException(IpmiErrorKind.CommandFailed, $"The BMC did not clear its event log, though it was told to {LargestAttempts} times, and gave no clear answer: {_unclear.Message}", innerException: _unclear);
        throw new IpmiException(IpmiErrorKind.Busy, "New entries kept coming into the event log while it was read; it was not cleared.");
    }

    private static bool HasChanged(SelRepositoryInfo before, SelRepositoryInfo after) =>
        (before.Entries, before.LastAdd, before.LastErase) != (after.Entries, after.LastAdd, after.LastErase);

    private async Task<List<SelWalkRecord>> ReadAsync(int entryCount, CancellationToken cancellationToken)
    {
        var records = new List<SelWalkRecord>(entryCount);
        var reader = new SelEntryReader(_asking, _reservation, _clock);
        var first = await reader.ReadAsync(GetSelEntry.FirstEntry, cancellationToken).ConfigureAwait(false);
        await new SelWalk(reader, isStrict: false, entryCount).RunAsync(first, records.Add, cancellationToken).ConfigureAwait(false);
        return records;
    }

    /// <summary>Clears. False where the reservation was lost, so that nothing happened.</summary>
    private async Task<bool> TryClearAsync(ushort held, SelRepositoryInfo before, CancellationToken cancellationToken)
    {
        bool? isComplete = null;
        _unclear = null;
        try
        {
            isComplete = await _connection.SendAsync(new ClearSel(held, initiate: true), cancellationToken).ConfigureAwait(false);
        }
        catch (IpmiCommandException error) when (error.CompletionCode == CompletionCode.ReservationLost)
        {
            return false;
        }
        catch (IpmiException error) when (error.Kind is IpmiErrorKind.OutcomeUnknown or IpmiErrorKind.ProtocolError)
        {
            // The answer was lost, cannot be understood, or leaves open what was done.
            _unclear = error;
        }

        string sent = isComplete is null ? "Clear SEL was sent and no clear answer came" : "The BMC accepted to clear its event log";
        try
        {
            if (isComplete is null)
            {
                // A new reservation takes the power from the command that got lost: from here on the log says what became of it.
                // It may be at it; then some BMCs still tell the old count.
                ushort now = await _reservation.TakeAsync(cancellationToken).ConfigureAwait(false);
                await WaitForErasureAsync(now, cancellationToken).ConfigureAwait(false);
                bool wasCleared = await WasClearedAsync(before, isAccepted: false, cancellationToken).ConfigureAwait(false);
                return wasCleared || held != 0 ? wasCleared : throw Unknown($"{sent}; this BMC has no reservations, and the log holds {before.Entries} entries as before.");
            }

            if (isComplete == false)
                await WaitForErasureAsync(held, cancellationToken).ConfigureAwait(false);
            return await WasClearedAsync(before, isAccepted: true, cancellationToken).ConfigureAwait(false) ? true : throw Unknown($"{sent}, but the log still holds {before.Entries} entries.");
        }
        catch (IpmiException error) when (error.Kind != IpmiErrorKind.OutcomeUnknown)
        {
            throw Unknown($"{sent}, and then the log could not be looked at: {error.Message}", error);
        }
    }

    private static IpmiException Unknown(string what, Exception? inner = null) => new(IpmiErrorKind.OutcomeUnknown, what, innerException: inner);

    /// <summary>
    /// Whether the log is another one than before. It need not be empty: many BMCs log that it was cleared, and new events may
    /// have come. A log that was empty before and is empty now proves nothing by itself.
    /// </summary>
    private async Task<bool> WasClearedAsync(SelRepositoryInfo before, bool isAccepted, CancellationToken cancellationToken)
    {
        var now = await GetInfoAsync(cancellationToken).ConfigureAwait(false);
        return now.Entries < before.Entries || now.LastErase != before.LastErase || isAccepted && now.Entries == 0;
    }

    private async Task WaitForErasureAsync(ushort held, CancellationToken cancellationToken)
    {
        var end = _clock.Now + SelErasure.Longest;
        for (var poll = FirstPoll; ; poll = poll + poll < LongestPoll ? poll + poll : LongestPoll)
        {
            try
            {
                if (await _asking.SendAsync(new ClearSel(held, initiate: false), cancellationToken).ConfigureAwait(false))
                    return;
            }
            catch (IpmiCommandException error) when (!SelErasure.IsInProgress(error))
            {
                return; // The erasure ends the reservation too, and some BMCs refuse even the question; the log's own state decides.
            }
            catch (IpmiCommandException)
            {
                // Still at it.
            }

            if (_clock.Now > end)
                throw Unknown($"The BMC is still erasing its event log after {SelErasure.Longest.TotalSeconds:0} seconds.");
            await _clock.DelayAsync(poll, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task<SelRepositoryInfo> GetInfoAsync(CancellationToken cancellationToken) =>
        _asking.SendWhenErasedAsync(new GetSelInfo(), _clock, cancellationToken);
}
