using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.Storage;

namespace IpmiPS.Sel;

/// <summary>
/// Clears the log in the order of section 31.4: reserve, read, clear. A BMC has to refuse the command if an entry was added after the
/// reservation; because some BMCs do not, the number of entries and the time of the last one are compared as well. Clear SEL is sent once. If its
/// response is lost, the log itself shows whether it was cleared, and a new reservation invalidates the lost command before another one is sent.
/// </summary>
internal sealed class SelClearing
{
    private const int MaximumAttempts = 8;

    private static readonly TimeSpan FirstPoll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaximumPoll = TimeSpan.FromSeconds(1);

    private readonly IIpmiConnection _connection;
    private readonly Clock _clock;
    private readonly BoundedConnection _bounded;
    private readonly SelReservation _reservation;
    private readonly ChangeOutcome _clearing = new();

    public SelClearing(IIpmiConnection connection, Clock clock)
    {
        (_connection, _clock) = (connection, clock);
        _bounded = new BoundedConnection(connection, clock);
        _reservation = new SelReservation(_bounded, clock);
    }

    /// <summary>Clears the log. With <paramref name="onRead"/>, the records are read and passed on first.</summary>
    public async Task RunAsync(Action<IReadOnlyList<SelWalkRecord>>? onRead, CancellationToken cancellationToken)
    {
        try
        {
            await TryUntilClearedAsync(onRead, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (_clearing.IsUnknownAfter(error))
        {
            throw Unknown(error is OperationCanceledException ? "The command was cancelled before the log could be checked." : $"Then the log could not be checked: {error.Message}", error);
        }
    }

    private async Task TryUntilClearedAsync(Action<IReadOnlyList<SelWalkRecord>>? onRead, CancellationToken cancellationToken)
    {
        for (int attempt = 0; attempt < MaximumAttempts; attempt++)
        {
            ushort reservation = await _reservation.ReserveAnewAsync(cancellationToken).ConfigureAwait(false);
            var before = await GetInfoAsync(cancellationToken).ConfigureAwait(false);
            if (onRead is not null && before.Entries > 0)
            {
                List<SelWalkRecord> records = await ReadAsync(before.Entries, cancellationToken).ConfigureAwait(false);
                var after = await GetInfoAsync(cancellationToken).ConfigureAwait(false);
                if (HasChanged(before, after))
                    continue;
                reservation = await _reservation.GetAsync(cancellationToken).ConfigureAwait(false);
                onRead(records);
            }

            if (await TryClearAsync(reservation, before, cancellationToken).ConfigureAwait(false))
                return;
        }

        if (_clearing.UnansweredReason is { } doubt)
            throw new IpmiException(IpmiErrorKind.CommandFailed, $"The BMC did not clear its event log. Clear SEL was sent {MaximumAttempts} times without a clear response: {doubt.Message}", innerException: doubt);
        throw new IpmiException(IpmiErrorKind.Busy, "New entries were added to the event log each time it was read; it was not cleared.");
    }

    private static bool HasChanged(SelRepositoryInfo before, SelRepositoryInfo after) =>
        (before.Entries, before.LastAdd, before.LastErase) != (after.Entries, after.LastAdd, after.LastErase);

    private async Task<List<SelWalkRecord>> ReadAsync(int entryCount, CancellationToken cancellationToken)
    {
        var records = new List<SelWalkRecord>(entryCount);
        var reader = new SelEntryReader(_bounded, _reservation, _clock);
        var first = await reader.ReadAsync(GetSelEntry.FirstEntry, cancellationToken).ConfigureAwait(false);
        string? problem = await new SelWalk(reader, isStrict: false, entryCount).RunAsync(first, records.Add, cancellationToken).ConfigureAwait(false);
        return problem is null ? records : throw new IpmiException(
            IpmiErrorKind.Busy, $"{problem} So the log was not cleared.", "Save what can be read with Get-IpmiSel, then clear the log without -PassThru.");
    }

    /// <summary>Sends Clear SEL. False if nothing happened: the reservation was lost, or the command did not arrive.</summary>
    private async Task<bool> TryClearAsync(ushort reservation, SelRepositoryInfo before, CancellationToken cancellationToken)
    {
        bool isComplete;
        try
        {
            isComplete = await _clearing.SendAsync(_connection, new ClearSel(reservation, initiate: true), cancellationToken).ConfigureAwait(false);
        }
        catch (IpmiCommandException error) when (error.CompletionCode == CompletionCode.ReservationLost)
        {
            return false;
        }

        // A new reservation invalidates a command that got lost, so the log shows its final state from here on.
        // While the BMC is erasing, some BMCs still report the old number of entries.
        bool isAccepted = _clearing.State == ChangeState.Answered;
        ushort present = isAccepted ? reservation : await _reservation.ReserveAnewAsync(cancellationToken).ConfigureAwait(false);
        if (!isComplete)
            await WaitForErasureAsync(present, cancellationToken).ConfigureAwait(false);
        bool wasCleared = await WasClearedAsync(before, isAccepted, cancellationToken).ConfigureAwait(false);
        if (!wasCleared && isAccepted)
            throw Unknown($"But the log still has {before.Entries} entries.");
        if (!wasCleared && reservation == 0)
            throw Unknown($"This BMC has no reservations, and the log still has {before.Entries} entries.");
        _clearing.ReadBack();
        return wasCleared;
    }

    private IpmiException Unknown(string what, Exception? inner = null) => new(
        IpmiErrorKind.OutcomeUnknown,
        $"{(_clearing.State == ChangeState.Answered ? "The BMC accepted the command to clear its event log." : "Clear SEL was sent, but there was no clear response.")} {what}",
        "Check with Get-IpmiSelInfo whether the log was cleared before you clear it again.",
        inner ?? _clearing.UnansweredReason);

    /// <summary>
    /// Whether the log has been cleared. It need not be empty: many BMCs log that it was cleared, and there may be new events.
    /// A log that was empty before proves nothing by being empty now.
    /// </summary>
    private async Task<bool> WasClearedAsync(SelRepositoryInfo before, bool isAccepted, CancellationToken cancellationToken)
    {
        var now = await GetInfoAsync(cancellationToken).ConfigureAwait(false);
        return now.Entries < before.Entries || now.LastErase != before.LastErase || isAccepted && now.Entries == 0;
    }

    private async Task WaitForErasureAsync(ushort reservation, CancellationToken cancellationToken)
    {
        var end = _clock.Now + SelErasure.MaximumTime;
        for (var poll = FirstPoll; ; poll = poll + poll < MaximumPoll ? poll + poll : MaximumPoll)
        {
            try
            {
                if (await _bounded.SendAsync(new ClearSel(reservation, initiate: false), cancellationToken).ConfigureAwait(false))
                    return;
            }
            catch (IpmiCommandException error) when (!SelErasure.IsInProgress(error))
            {
                return; // The erasure also ends the reservation, and some BMCs refuse the command; then the state of the log decides.
            }
            catch (IpmiCommandException)
            {
                // Still erasing.
            }

            if (_clock.Now > end)
                throw Unknown($"It is still erasing after {SelErasure.MaximumTime.TotalSeconds:0} seconds.");
            await _clock.DelayAsync(poll, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task<SelRepositoryInfo> GetInfoAsync(CancellationToken cancellationToken) =>
        _bounded.SendWhenErasedAsync(new GetSelInfo(), _clock, cancellationToken);
}
