using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.Storage;

namespace IpmiPS.Sel;

/// <summary>A record with the ID by which the chain named it.</summary>
internal readonly record struct SelWalkRecord(ushort Id, byte[] Bytes);

/// <summary>
/// Walks the log from its oldest entry along the chain of next record IDs. Meets what BMCs do: a next ID of 0000h out of the
/// blue, chains that bite their tail, entries deleted and logs cleared or growing meanwhile. IPMI 2.0 section 31.5.
/// A log may grow as fast as it is read, where a BMC records that somebody reads: so the walk ends with the entry that is the newest when as many were read
/// as there were at first.
/// </summary>
/// <param name="reader">Reads the records.</param>
/// <param name="isStrict">Whether to do without guesses.</param>
/// <param name="entryCount">How many entries the BMC says there are; null where it does not say.</param>
internal sealed class SelWalk(SelEntryReader reader, bool isStrict, int? entryCount)
{
    private const int MaximumRestarts = 3;

    /// <summary>How many entries more than the BMC counts are read: more than most logs hold.</summary>
    private const int MaximumBeyondCount = 4096;

    private readonly Dictionary<ushort, byte[]> _given = [];

    /// <summary>After how many entries the walk ends, once there were more than the BMC counts; null before.</summary>
    private int? _most;

    private ushort _newest;
    private string? _problem;
    private int _step = 1;
    private int _lastStep;

    /// <summary>The ID in a record's first two bytes; 0 where there are none.</summary>
    public static ushort IdOf(byte[] record) => record.Length < 2 ? (ushort)0 : (ushort)(record[0] | record[1] << 8);

    /// <summary>Gives every record once, from oldest to newest.</summary>
    /// <param name="first">The oldest record, read before.</param>
    /// <param name="onRecord">Takes a record.</param>
    /// <param name="cancellationToken">Stops the walk.</param>
    /// <returns>Why entries may be missing, in words; null where none should be.</returns>
    /// <exception cref="IpmiException">The chain breaks off before all the entries were given.</exception>
    public async Task<string?> RunAsync(SelEntryData first, System.Action<SelWalkRecord> onRecord, CancellationToken cancellationToken)
    {
        using var lookahead = new SelLookahead(reader, isStrict, cancellationToken);
        try
        {
            for (int restart = 0; ; restart++)
            {
                if (await PassAsync(first, lookahead, onRecord, cancellationToken).ConfigureAwait(false))
                    return _problem;
                if (restart == MaximumRestarts)
                    return $"The event log changed each time it was read. {_given.Count} entries were read; others may be missing.";

                // The chain was changed under the walk: begin again, and give only what was not given yet.
                try
                {
                    first = await reader.ReadAsync(GetSelEntry.FirstEntry, cancellationToken).ConfigureAwait(false);
                }
                catch (IpmiCommandException error) when (IsGone(error))
                {
                    return null; // Cleared meanwhile, and nothing new came.
                }
            }
        }
        finally
        {
            await lookahead.StopAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Whether a refusal says that there is no such record, in one of the ways in which BMCs say it.</summary>
    public static bool IsGone(IpmiCommandException error) => error.CompletionCode
        is CompletionCode.NotPresent or CompletionCode.ParameterOutOfRange or CompletionCode.InvalidDataField
        or CompletionCode.ResponseUnavailable or CompletionCode.InvalidInPresentState or CompletionCode.Unspecified;

    /// <summary>Follows the chain once. False where it broke because the log changed.</summary>
    private async Task<bool> PassAsync(
        SelEntryData data, SelLookahead lookahead, System.Action<SelWalkRecord> onRecord, CancellationToken cancellationToken)
    {
        var seen = new HashSet<ushort>();
        ushort id = IdOf(data.Data);
        while (true)
        {
            seen.Add(id);
            if (!_given.TryGetValue(id, out byte[]? given) || !given.SequenceEqual(data.Data))
            {
                _given[id] = data.Data;
                onRecord(new SelWalkRecord(id, data.Data));
            }

            ushort next = data.NextRecordId;
            if (next == GetSelEntry.FirstEntry)
                next = (await reader.ReadAsync(id, cancellationToken).ConfigureAwait(false)).NextRecordId; // Said at random by some: ask once more.
            if (next == GetSelEntry.LastEntry)
                return true;
            if (next == GetSelEntry.FirstEntry || seen.Contains(next))
            {
                if (_given.Count >= entryCount)
                    return true;
                next = (ushort)(id + _step);
                if (seen.Contains(next) || await lookahead.TryReadAsync(next, cancellationToken).ConfigureAwait(false) is not { } resumed)
                    throw new IpmiException(
                        IpmiErrorKind.ProtocolError,
                        $"The event log breaks off after {_given.Count} of {entryCount?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "an unknown number of"} entries: entry {id} names {data.NextRecordId:X4}h as the next.");
                (id, data) = (next, resumed);
                continue;
            }

            if (!await GoesOnAsync(id, seen.Count, cancellationToken).ConfigureAwait(false))
                return true;
            LearnStep(next - id);
            lookahead.Ask(next, _step, (_most ?? entryCount) is { } count ? count - seen.Count : int.MaxValue);
            try
            {
                data = await lookahead.ReadAsync(next, cancellationToken).ConfigureAwait(false);
            }
            catch (IpmiCommandException error) when (IsGone(error))
            {
                return false;
            }

            id = next;
        }
    }

    /// <summary>
    /// Whether the walk goes on although the chain does. Where there are more entries than the BMC counted, the newest one is asked for once, and the walk ends
    /// there: what came while the others were read is read, and what comes while these are read is not.
    /// </summary>
    private async Task<bool> GoesOnAsync(ushort id, int read, CancellationToken cancellationToken)
    {
        if (read < entryCount)
            return true;
        if (_most is null)
        {
            _newest = await NewestAsync(cancellationToken).ConfigureAwait(false);

            // IDs count up, so no more entries than the difference can lie between; where they do not, it is a large number, or none.
            int left = (ushort)(_newest - id);
            _most = read + (left is 0 or > MaximumBeyondCount ? MaximumBeyondCount : left);
            return true;
        }

        if (id != _newest && read < _most)
            return true;
        string counted = entryCount is { } count ? $"the {count} that the BMC counted at first" : "expected";
        _problem = $"There are more entries in the event log than {counted}; the BMC may add one whenever it is read. {_given.Count} entries were read, the newest ones were not; read them with -Newest.";
        return false;
    }

    private async Task<ushort> NewestAsync(CancellationToken cancellationToken)
    {
        try
        {
            return IdOf((await reader.ReadAsync(GetSelEntry.LastEntry, cancellationToken).ConfigureAwait(false)).Data);
        }
        catch (IpmiCommandException)
        {
            return GetSelEntry.FirstEntry;
        }
    }

    /// <summary>The distance of the first two IDs is the first guess; after that, what was seen twice in a row.</summary>
    private void LearnStep(int step)
    {
        if (step > 0 && (_lastStep == 0 || step == _lastStep))
            _step = step;
        _lastStep = step;
    }
}
