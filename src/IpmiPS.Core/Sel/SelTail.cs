using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.Storage;

namespace IpmiPS.Sel;

/// <summary>
/// Reads the log backwards from its newest entry. The chain only leads forwards, so the ID before an entry is guessed, and the
/// guess holds where that record names the entry as its next. Where no guess holds, the log has to be read from its beginning.
/// </summary>
internal sealed class SelTail(SelEntryReader reader, ushort firstId, int step)
{
    /// <summary>How many IDs before an entry are tried where entries were deleted.</summary>
    private const int MaximumGap = 8;

    /// <summary>
    /// Gives records from newest to oldest until the taker has enough or the oldest is reached.
    /// </summary>
    /// <param name="newest">The newest record, read before.</param>
    /// <param name="wanted">How many records will be wanted at least.</param>
    /// <param name="onRecord">Takes a record; false when it has enough.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>False where the way back was lost.</returns>
    public async Task<bool> RunAsync(SelEntryData newest, int wanted, Func<SelWalkRecord, bool> onRecord, CancellationToken cancellationToken)
    {
        using var lookahead = new SelLookahead(reader, isStrict: false, cancellationToken);
        try
        {
            ushort id = SelWalk.IdOf(newest.Data);
            if (newest.NextRecordId != GetSelEntry.LastEntry || id is GetSelEntry.FirstEntry or GetSelEntry.LastEntry)
                return false;

            var seen = new HashSet<ushort>();
            for (var data = newest; ; wanted--)
            {
                if (!seen.Add(id))
                    return false;
                if (!onRecord(new SelWalkRecord(id, data.Data)) || id == firstId)
                    return true;

                lookahead.Ask((ushort)Math.Max(id - step, 0), -step, Math.Max(wanted - 1, 1));
                if (await FindBeforeAsync(id, lookahead, cancellationToken).ConfigureAwait(false) is not { } before)
                    return false;
                (id, data) = before;
            }
        }
        finally
        {
            await lookahead.StopAsync().ConfigureAwait(false);
        }
    }

    private async Task<(ushort Id, SelEntryData Data)?> FindBeforeAsync(ushort id, SelLookahead lookahead, CancellationToken cancellationToken)
    {
        for (int gap = 0, before = id - step; gap < MaximumGap && before > 0; gap++, before -= step)
            if (await lookahead.TryReadAsync((ushort)before, cancellationToken).ConfigureAwait(false) is { } data)
                return data.NextRecordId == id ? ((ushort)before, data) : null;
        return null;
    }
}
