using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.Storage;
using IpmiPS.Wire;

namespace IpmiPS.Sdr;

/// <summary>
/// Follows the chain of records: each response names the next record, FFFFh is the end. Some repositories are broken, so the walk also ends at a
/// record that it already has, at one that cannot be read, after too many copies of a record, and at a maximum number of records.
/// The caller decides how records are fetched: one by one, or ahead of time.
/// </summary>
internal sealed class SdrWalk
{
    /// <summary>More records than any server has; it limits memory and time.</summary>
    public const int MaximumRecords = 4096;

    /// <summary>The number of IDs that are tried after a record that cannot be read, if records are still missing.</summary>
    private const int RejoinAttempts = 8;

    /// <summary>The number of copies of a record in a row after which the walk ends.</summary>
    private const int MaximumCopies = 8;

    private readonly Func<ushort, CancellationToken, Task<FetchedRecord>> _fetch;
    private readonly Action<FetchedRecord> _onRecord;
    private readonly Task<int?> _expected;
    private readonly int _maximum;
    private readonly HashSet<ushort> _visited = [];
    private readonly Dictionary<ushort, byte[]> _records = [];
    private FetchedRecord? _last;
    private int _taken;
    private int _copies;
    private int? _count;
    private string? _problem;

    private SdrWalk(Func<ushort, CancellationToken, Task<FetchedRecord>> fetch, Action<FetchedRecord> onRecord, Task<int?> expected, int maximum) =>
        (_fetch, _onRecord, _expected, _maximum) = (fetch, onRecord, expected, maximum);

    /// <summary>Reads all records.</summary>
    /// <param name="fetch">Fetches a record by its ID.</param>
    /// <param name="onRecord">Receives each record, in the order of the chain.</param>
    /// <param name="expected">The number of records that the BMC reports, or null. It may be wrong, and does not end the walk by itself.</param>
    /// <param name="cancellationToken">Cancels the walk.</param>
    /// <param name="maximum">The walk ends after this number of records.</param>
    /// <returns>Why records may be missing; null if none should be.</returns>
    /// <exception cref="IpmiException">The first record cannot be read, or the BMC no longer responds.</exception>
    public static Task<string?> RunAsync(
        Func<ushort, CancellationToken, Task<FetchedRecord>> fetch, Action<FetchedRecord> onRecord, Task<int?> expected, CancellationToken cancellationToken, int maximum = MaximumRecords) =>
        new SdrWalk(fetch, onRecord, expected, maximum).RunAsync(cancellationToken);

    private async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        for (ushort id = SdrRequest.FirstRecord; ; id = _last!.NextId)
        {
            if (_taken >= _maximum)
                return _problem ?? $"There are more than {MaximumRecords} SDRs; the others were not read.";
            cancellationToken.ThrowIfCancellationRequested(); // the fetch may return records that are already there
            if (await FetchAsync(id, cancellationToken).ConfigureAwait(false) is not { } record)
                return _problem;
            if (_last is null)
                _count = await _expected.ConfigureAwait(false);
            if (IsOneCopyTooMany(record))
                return _problem;

            // Compared by the requested ID: the first record is requested as 0000h, and the chain usually comes back to it by its own ID.
            if (IsKnown(record.RequestedId, record))
                return _problem ?? DescribeLoop(_last!, id);
            Take(record);
            if (record.NextId is SdrRequest.LastRecord or SdrRequest.FirstRecord)
                return _problem;
            if (_visited.Contains(record.NextId))
                return _problem ?? DescribeLoop(record, record.NextId);
        }
    }

    private void Take(FetchedRecord record)
    {
        _taken++;
        _last = record;
        _onRecord(record);
        _visited.Add(record.RequestedId);
        _records[record.OwnId] = record.Bytes;
    }

    /// <summary>Fetches a record, or the next one that can be read; null if the walk ends here.</summary>
    private async Task<FetchedRecord?> FetchAsync(ushort id, CancellationToken cancellationToken)
    {
        try
        {
            return await _fetch(id, cancellationToken).ConfigureAwait(false);
        }
        catch (IpmiException error) when (_taken > 0 && error is IpmiCommandException or MalformedDataException)
        {
            if (_taken >= _count - 1)
                return null; // some BMCs never return their last record
            _problem = $"SDR {id:X4}h could not be read: {error.Message}";
            return await RejoinAsync(id, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Looks for a readable record after one that is not: IDs usually count up.</summary>
    private async Task<FetchedRecord?> RejoinAsync(ushort failed, CancellationToken cancellationToken)
    {
        for (int id = failed + 1; id <= failed + RejoinAttempts && id < SdrRequest.LastRecord; id++)
        {
            if (_visited.Contains((ushort)id))
                return null;
            try
            {
                FetchedRecord record = await _fetch((ushort)id, cancellationToken).ConfigureAwait(false);
                if (!IsKnown(record.OwnId, record))
                    return record;
            }
            catch (IpmiException error) when (error is IpmiCommandException or MalformedDataException)
            {
                // Try the next ID.
            }
        }

        return null;
    }

    /// <summary>A loop is a problem only if records are missing.</summary>
    private string? DescribeLoop(FetchedRecord record, ushort id) =>
        _taken >= _count ? null : $"SDR {record.RequestedId:X4}h leads back to SDR {id:X4}h.";

    /// <summary>Whether the walk already has this record under this ID.</summary>
    private bool IsKnown(ushort id, FetchedRecord record) =>
        _records.TryGetValue(id, out byte[]? known) && known.SequenceEqual(record.Bytes);

    private bool IsOneCopyTooMany(FetchedRecord record)
    {
        _copies = _last is not null && IsCopy(_last.Bytes, record.Bytes) ? _copies + 1 : 0;
        return _copies > 0 && (_taken >= _count || _copies == MaximumCopies);
    }

    /// <summary>Whether two records are equal except for the record ID.</summary>
    private static bool IsCopy(byte[] previous, byte[] record) => previous.Skip(2).SequenceEqual(record.Skip(2));
}
