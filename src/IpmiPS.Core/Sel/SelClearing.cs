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
    private const int MaximumAttempts = 8;

    private static readonly TimeSpan FirstPoll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaximumPoll = TimeSpan.FromSeconds(1);

    private readonly IIpmiConnection _connection;
    private readonly Clock _clock;
    private readonly BoundedConnection _asking;
    private readonly SelReservation _reservation;
    private readonly ChangeOutcome _clearing = new();

    public SelClearing(IIpmiConnection connection, Clock clock)
    {
        (_connection, _clock) = (connection, clock);
        _asking = new BoundedConnection(connection, clock);
        _reservation = new SelReservation(_asking, clock);
    }

    /// <summary>Clears the log. With <paramref name="onRead"/>, the records are read and given away first.</summary>
    public async Task RunAsync(Action<IReadOnlyList<SelWalkRecord>>? onRead, CancellationToken cancellationToken)
    {
        try
        {
            await TryUntilClearedAsync(onRead, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (_clearing.IsUnknownAfter(error))
        {
            throw Unknown(error is OperationCanceledException ? "The command was cancelled before the log could be looked at." : $"Then the log could not be looked at: {error.Message}", error);
        }
    }

    private async Task TryUntilClearedAsync(Action<IReadOnlyList<SelWalkRecord>>? onRead, CancellationToken cancellationToken)
    {
        for (int attempt = 0; attempt < MaximumAttempts; attempt++)
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

        if (_clearing.UnansweredReason is { } doubt)
            throw new IpmiException(IpmiErrorKind.CommandFailed, $"The BMC did not clear its event log. Clear SEL was sent {MaximumAttempts} times and got no clear answer: {doubt.Message}", innerException: doubt);
        throw new IpmiException(IpmiErrorKind.Busy, "New entries kept coming into the event log while it was read; it was not cleared.");
    }

    private static bool HasChanged(SelRepositoryInfo before, SelRepositoryInfo after) =>
        (before.Entries, before.LastAdd, before.LastErase) != (after.Entries, after.LastAdd, after.LastErase);

    private async Task<List<SelWalkRecord>> ReadAsync(int entryCount, CancellationToken cancellationToken)
    {
        var records = new List<SelWalkRecord>(entryCount);
        var reader = new SelEntryReader(_asking, _reservation, _clock);
        var first = await reader.ReadAsync(GetSelEntry.FirstEntry, cancellationToken).ConfigureAwait(false);
        string? problem = await new SelWalk(reader, isStrict: false, entryCount).RunAsync(first, records.Add, cancellationToken).ConfigureAwait(false);
        return problem is null ? records : throw new IpmiException(
            IpmiErrorKind.Busy, $"{problem} So the log was not cleared.", "Save what can be read with Get-IpmiSel, then clear the log without -PassThru.");
    }

    /// <summary>Clears. False where nothing happened: the reservation was lost, or the command did not arrive.</summary>
    private async Task<bool> TryClearAsync(ushort held, SelRepositoryInfo before, CancellationToken cancellationToken)
    {
        bool isComplete;
        try
        {
            isComplete = await _clearing.SendAsync(_connection, new ClearSel(held, initiate: true), cancellationToken).ConfigureAwait(false);
        }
        catch (IpmiCommandException error) when (error.CompletionCode == CompletionCode.ReservationLost)
        {
            return false;
        }

        // A new reservation makes the command that got lost invalid: from here on the log says what became of it.
        // The BMC may be erasing; then some BMCs still give the old count.
        bool isAccepted = _clearing.State == ChangeState.Answered;
        ushort present = isAccepted ? held : await _reservation.TakeAsync(cancellationToken).ConfigureAwait(false);
        if (!isComplete)
            await WaitForErasureAsync(present, cancellationToken).ConfigureAwait(false);
        bool wasCleared = await WasClearedAsync(before, isAccepted, cancellationToken).ConfigureAwait(false);
        if (!wasCleared && isAccepted)
            throw Unknown($"But the log still holds {before.Entries} entries.");
        if (!wasCleared && held == 0)
            throw Unknown($"This BMC has no reservations, and the log holds {before.Entries} entries as before.");
        _clearing.ReadBack();
        return wasCleared;
    }

    private IpmiException Unknown(string what, Exception? inner = null) => new(
        IpmiErrorKind.OutcomeUnknown,
        $"{(_clearing.State == ChangeState.Answered ? "The BMC accepted to clear its event log." : "Clear SEL was sent, and no clear response came.")} {what}",
        "Look with Get-IpmiSelInfo whether the log was cleared before you clear it again.",
        inner ?? _clearing.UnansweredReason);

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
        for (var poll = FirstPoll; ; poll = poll + poll < MaximumPoll ? poll + poll : MaximumPoll)
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
                throw Unknown($"It is still erasing after {SelErasure.Longest.TotalSeconds:0} seconds.");
            await _clock.DelayAsync(poll, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task<SelRepositoryInfo> GetInfoAsync(CancellationToken cancellationToken) =>
        _asking.SendWhenErasedAsync(new GetSelInfo(), _clock, cancellationToken);
}
