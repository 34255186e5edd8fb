using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.Storage;

namespace IpmiPS.Sel;

/// <summary>
/// Reads the log backwards from the newest entry. The chain only leads forwards, so the ID of the previous entry is guessed. The guess is
/// correct if that record names the present one as its next. If no guess is correct, the log has to be read from its beginning.
/// </summary>
internal sealed class SelTail(SelEntryReader reader, ushort firstId, int step)
{
    /// <summary>The number of IDs that are tried before an entry, because entries may have been deleted.</summary>
    private const int MaximumGap = 8;

    /// <summary>
    /// Returns records from newest to oldest, until <paramref name="onRecord"/> returns false or the oldest is reached.
    /// </summary>
    /// <param name="newest">The newest record.</param>
    /// <param name="wanted">The minimum number of records that will be needed.</param>
    /// <param name="onRecord">Receives each record; returns false to stop.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>False if no previous entry could be determined.</returns>
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

                lookahead.Request((ushort)Math.Max(id - step, 0), -step, Math.Max(wanted - 1, 1));
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
