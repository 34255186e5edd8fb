using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.Storage;

namespace IpmiPS.Sel;

/// <summary>A record, with the ID in the chain.</summary>
internal readonly record struct SelWalkRecord(ushort Id, byte[] Bytes);

/// <summary>
/// Follows the chain of record IDs from the oldest entry. Handles what BMCs do: a next ID of 0000h without reason, chains with
/// loops, entries that are deleted, and logs that are cleared or grow meanwhile. IPMI 2.0 section 31.5.
/// A log may grow as fast as it is read if the BMC logs each access. So the walk ends with the entry that is the newest when the initial number of
/// entries is read.
/// </summary>
/// <param name="reader">Reads the records.</param>
/// <param name="isStrict">Whether to read without guessing IDs.</param>
/// <param name="entryCount">The number of entries that the BMC reports; null if it does not.</param>
internal sealed class SelWalk(SelEntryReader reader, bool isStrict, int? entryCount)
{
    private const int MaximumRestarts = 3;

    /// <summary>The number of entries that are read beyond the reported number: more than most logs have.</summary>
    private const int MaximumBeyondCount = 4096;

    private readonly Dictionary<ushort, byte[]> _returned = [];

    /// <summary>The number of entries after which the walk ends; null until more were read than the BMC reported.</summary>
    private int? _maximum;

    private ushort _newest;
    private string? _problem;
    private int _step = 1;
    private int _lastStep;

    /// <summary>The ID in the first two bytes of a record; 0 if it is too short.</summary>
    public static ushort IdOf(byte[] record) => record.Length < 2 ? (ushort)0 : (ushort)(record[0] | record[1] << 8);

    /// <summary>Returns every record once, from oldest to newest.</summary>
    /// <param name="first">The oldest record.</param>
    /// <param name="onRecord">Receives each record.</param>
    /// <param name="cancellationToken">Cancels the walk.</param>
    /// <returns>Why entries may be missing; null if none should be.</returns>
    /// <exception cref="IpmiException">The chain is broken before all entries were returned.</exception>
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
                    return $"The event log changed each time it was read. {_returned.Count} entries were read; others may be missing.";

                // The log changed: start again, and return only new records.
                try
                {
                    first = await reader.ReadAsync(GetSelEntry.FirstEntry, cancellationToken).ConfigureAwait(false);
                }
                catch (IpmiCommandException error) when (IsGone(error))
                {
                    return null; // cleared meanwhile, without new entries
                }
            }
        }
        finally
        {
            await lookahead.StopAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Whether a completion code means, on some BMCs, that there is no such record.</summary>
    public static bool IsGone(IpmiCommandException error) => error.CompletionCode
        is CompletionCode.NotPresent or CompletionCode.ParameterOutOfRange or CompletionCode.InvalidDataField
        or CompletionCode.ResponseUnavailable or CompletionCode.InvalidInPresentState or CompletionCode.Unspecified;

    /// <summary>Follows the chain once. False if the log changed.</summary>
    private async Task<bool> PassAsync(
        SelEntryData data, SelLookahead lookahead, System.Action<SelWalkRecord> onRecord, CancellationToken cancellationToken)
    {
        var seen = new HashSet<ushort>();
        ushort id = IdOf(data.Data);
        while (true)
        {
            seen.Add(id);
            Return(id, data.Data, onRecord);
            ushort next = data.NextRecordId;
            if (next == GetSelEntry.FirstEntry)
                next = (await reader.ReadAsync(id, cancellationToken).ConfigureAwait(false)).NextRecordId; // some BMCs return 0000h at random: try once more
            if (next == GetSelEntry.LastEntry)
                return true;
            if (next == GetSelEntry.FirstEntry || seen.Contains(next))
            {
                if (_returned.Count >= entryCount)
                    return true;
                data = await ReadBeyondBreakAsync(id, data.NextRecordId, seen, lookahead, cancellationToken).ConfigureAwait(false);
                id = (ushort)(id + _step);
                continue;
            }

            if (!await ContinuesAsync(id, seen.Count, cancellationToken).ConfigureAwait(false))
                return true;
            UpdateStep(next - id);
            lookahead.Request(next, _step, (_maximum ?? entryCount) is { } count ? count - seen.Count : int.MaxValue);
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

    /// <summary>Passes a record on, unless an earlier pass did.</summary>
    private void Return(ushort id, byte[] record, System.Action<SelWalkRecord> onRecord)
    {
        if (_returned.TryGetValue(id, out byte[]? returned) && returned.SequenceEqual(record))
            return;
        _returned[id] = record;
        onRecord(new SelWalkRecord(id, record));
    }

    /// <summary>Reads the entry that probably follows one whose next ID is wrong.</summary>
    private async Task<SelEntryData> ReadBeyondBreakAsync(ushort id, ushort namedNext, HashSet<ushort> seen, SelLookahead lookahead, CancellationToken cancellationToken)
    {
        ushort next = (ushort)(id + _step);
        if (!seen.Contains(next) && await lookahead.TryReadAsync(next, cancellationToken).ConfigureAwait(false) is { } resumed)
            return resumed;
        throw new IpmiException(
            IpmiErrorKind.ProtocolError,
            $"The chain of event log entries is broken after {_returned.Count} of {entryCount?.ToString(CultureInfo.InvariantCulture) ?? "an unknown number of"} entries: entry {id} names {namedNext:X4}h as the next.");
    }

    /// <summary>
    /// Whether to follow the chain further. Beyond the reported number of entries, the newest entry is determined once, and the walk ends there:
    /// entries that were added until then are returned, later ones are not.
    /// </summary>
    private async Task<bool> ContinuesAsync(ushort id, int read, CancellationToken cancellationToken)
    {
        if (read < entryCount)
            return true;
        if (_maximum is null)
        {
            _newest = await NewestAsync(cancellationToken).ConfigureAwait(false);

            // IDs count up, so the difference is the maximum number of entries in between; if they do not, it is large or 0.
            int left = (ushort)(_newest - id);
            _maximum = read + (left is 0 or > MaximumBeyondCount ? MaximumBeyondCount : left);
            return true;
        }

        if (id != _newest && read < _maximum)
            return true;
        string counted = entryCount is { } count ? $"the {count} that the BMC reported at first" : "expected";
        _problem = $"There are more entries in the event log than {counted}; the BMC may log each access. {_returned.Count} entries were read, but not the newest ones; read those with -Newest.";
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

    /// <summary>Takes the difference of the first two IDs, and later each difference that occurs twice in a row.</summary>
    private void UpdateStep(int step)
    {
        if (step > 0 && (_lastStep == 0 || step == _lastStep))
            _step = step;
        _lastStep = step;
    }
}
