using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.Storage;
using IpmiPS.Wire;

namespace IpmiPS.Sdr;

/// <summary>
/// The way from record to record: each answer names the next record, FFFFh ends it. Repositories lie, so it also ends at a
/// record that was there before, at one that cannot be read, at copies without end, and at a greatest number.
/// How a record is fetched, one by one or ahead of time, is the caller's business: the way is the same.
/// </summary>
internal static class SdrWalk
{
    /// <summary>More records than any machine has; a bound for the memory and the patience of whom it is spent on.</summary>
    public const int MaximumRecords = 4096;

    /// <summary>How many ids are tried after a record that cannot be read, where records are still missing.</summary>
    private const int TriesToRejoin = 8;

    /// <summary>So many times the same record in a row is none.</summary>
    private const int MaximumCopies = 8;

    /// <summary>Reads all records.</summary>
    /// <param name="fetch">Fetches a record by its id.</param>
    /// <param name="onRecord">Takes each record as the way comes to it.</param>
    /// <param name="expected">How many records the BMC says there are, or null. It may be wrong: it does not end the walk by itself.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="most">After so many records it ends in any case.</param>
    /// <returns>Why records may be missing, in words; null where none should be.</returns>
    /// <exception cref="IpmiException">The first record cannot be read, or the BMC answers no longer.</exception>
    public static async Task<string?> RunAsync(
        Func<ushort, CancellationToken, Task<FetchedRecord>> fetch, Action<FetchedRecord> onRecord, Task<int?> expected, CancellationToken cancellationToken, int most = MaximumRecords)
    {
        FetchedRecord? last = null;
        int taken = 0;
        var visited = new HashSet<ushort>();
        var own = new Dictionary<ushort, byte[]>();
        string? problem = null;
        int copies = 0;
        int? count = null;
        ushort id = SdrRequest.FirstRecord;
        while (true)
        {
            if (taken >= most)
                return problem ?? $"There are more than {MaximumRecords} SDRs; the others were not read.";
            cancellationToken.ThrowIfCancellationRequested(); // records that were guessed may all be there already
            FetchedRecord record;
            try
            {
                record = await fetch(id, cancellationToken).ConfigureAwait(false);
            }
            catch (IpmiException error) when (taken > 0 && error is IpmiCommandException or MalformedDataException)
            {
                count ??= await expected.ConfigureAwait(false);
                if (taken >= count - 1)
                    break; // BMCs are known that never give their last record
                problem = $"SDR {id:X4}h could not be read: {error.Message}";
                if (await RejoinAsync(fetch, id, visited, own, cancellationToken).ConfigureAwait(false) is not { } rejoined)
                    break;
                record = rejoined;
            }

            if (last is null)
                count = await expected.ConfigureAwait(false);
            copies = last is not null && IsCopy(last.Bytes, record.Bytes) ? copies + 1 : 0;
            if (copies > 0 && (taken >= count || copies == MaximumCopies))
                break;

            // The first record is asked for as such, and what it calls itself is only mostly the id by which the way would come back to it.
            if (IsKnown(record.RequestedId, record, own))
            {
                problem ??= LeadsBack(last!, id, taken, count);
                break;
            }

            taken++;
            last = record;
            onRecord(record);
            visited.Add(record.RequestedId);
            own[record.OwnId] = record.Bytes;
            id = record.NextId;
            if (id is SdrRequest.LastRecord or SdrRequest.FirstRecord)
                break;
            if (!visited.Contains(id))
                continue;
            problem ??= LeadsBack(record, id, taken, count);
            break;
        }

        return problem;
    }

    private static string? LeadsBack(FetchedRecord record, ushort id, int taken, int? count) =>
        taken >= count ? null : $"SDR {record.RequestedId:X4}h leads back to SDR {id:X4}h.";

    /// <summary>Looks for a readable record behind one that is not: ids mostly count up.</summary>
    private static async Task<FetchedRecord?> RejoinAsync(
        Func<ushort, CancellationToken, Task<FetchedRecord>> fetch, ushort failed, HashSet<ushort> visited, Dictionary<ushort, byte[]> own, CancellationToken cancellationToken)
    {
        for (int id = failed + 1; id <= failed + TriesToRejoin && id < SdrRequest.LastRecord; id++)
        {
            if (visited.Contains((ushort)id))
                return null;
            try
            {
                FetchedRecord record = await fetch((ushort)id, cancellationToken).ConfigureAwait(false);
                if (!IsKnown(record.OwnId, record, own))
                    return record;
            }
            catch (IpmiException error) when (error is IpmiCommandException or MalformedDataException)
            {
                // Nor this one.
            }
        }

        return null;
    }

    /// <summary>Whether a record that called itself so was there before, and was this one.</summary>
    private static bool IsKnown(ushort id, FetchedRecord record, Dictionary<ushort, byte[]> own) =>
        own.TryGetValue(id, out byte[]? before) && before.SequenceEqual(record.Bytes);

    private static bool IsCopy(byte[] previous, byte[] record)
    {
        // All but the record id.
        if (previous.Length != record.Length)
            return false;
        for (int i = 2; i < record.Length; i++)
        {
            if (previous[i] != record[i])
                return false;
        }

        return true;
    }
}
