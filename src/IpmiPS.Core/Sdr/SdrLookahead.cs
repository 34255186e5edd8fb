using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.Storage;
using IpmiPS.Wire;

namespace IpmiPS.Sdr;

/// <summary>
/// Fetches records ahead of the walk. The ID of a record is only known from the response before it, which costs one round trip per record.
/// But IDs are usually the same as last time, or count up in equal steps, so the next few are guessed and already there when the walk needs them.
/// A wrong guess costs only a request: records that the walk does not need are discarded.
/// </summary>
internal sealed class SdrLookahead(SdrFetcher fetcher, IReadOnlyList<ushort> knownIds, Task<int?> expected) : IDisposable
{
    private const int InitialDepth = 4;
    private const int MaximumDepth = 16;

    /// <summary>Guesses ahead if the BMC does not report the number of records.</summary>
    private const int DepthWithoutCount = 4;

    private readonly CancellationTokenSource _notNeeded = new();
    private readonly Dictionary<ushort, Task<FetchedRecord>> _guesses = [];
    private int _depth = InitialDepth;
    private int _taken;
    private int _place;
    private int _previous;
    private int _step;

    /// <summary>Returns the record, whether already requested or not, and requests those that probably follow.</summary>
    public async Task<FetchedRecord> FetchAsync(ushort id, CancellationToken cancellationToken)
    {
        bool isGuessed = _guesses.TryGetValue(id, out var task);
        task ??= fetcher.FetchAsync(id, cancellationToken);
        _guesses.Remove(id);
        _taken++;
        if (id == SdrRequest.FirstRecord)
        {
            GuessFromKnownIds(SdrRequest.FirstRecord);
            FetchedRecord first = await task.ConfigureAwait(false);
            _previous = first.OwnId;
            return first;
        }

        UpdateStep(id, isGuessed);
        if (!GuessFromKnownIds(id))
            GuessFromStep(id);
        try
        {
            return await task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IpmiException error) when (isGuessed && error is IpmiCommandException or MalformedDataException)
        {
            // The guess may have been too early; request it again.
            return await fetcher.FetchAsync(id, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Cancels the guesses that are still in flight.</summary>
    public void Dispose()
    {
        _notNeeded.Cancel();
        _notNeeded.Dispose();
    }

    private void UpdateStep(ushort id, bool isGuessed)
    {
        int step = id - _previous;
        if (isGuessed)
            _depth = Math.Min(Math.Max(_depth, 1) * 2, MaximumDepth);
        else if (_guesses.Count > 0)
            _depth /= 2; // IDs are not in equal steps after all
        else if (_depth == 0 && step == _step)
            _depth = 1;
        if (!isGuessed)
            _guesses.Clear();
        _previous = id;
        _step = step;
    }

    /// <summary>Requests the records that followed this one last time. False if it was not among them.</summary>
    private bool GuessFromKnownIds(ushort id)
    {
        if (id != SdrRequest.FirstRecord)
        {
            // Records usually keep their order, so start at the last position.
            int place = _place;
            while (place < knownIds.Count && knownIds[place] != id)
                place++;
            if (place >= knownIds.Count)
                return false;
            _place = place;
        }

        for (int i = _place + 1; i < knownIds.Count && i <= _place + MaximumDepth; i++)
        {
            if (!_guesses.ContainsKey(knownIds[i]))
                Guess(knownIds[i]);
        }

        return knownIds.Count > 0;
    }

    private void GuessFromStep(ushort id)
    {
        int depth = _depth;
        if (expected.Status == TaskStatus.RanToCompletion && expected.Result is { } count && count >= _taken)
            depth = Math.Min(depth, count - _taken);
        else
            depth = Math.Min(depth, DepthWithoutCount);
        for (int i = 1; i <= depth && _step > 0; i++)
        {
            int guess = id + i * _step;
            if (guess >= SdrRequest.LastRecord)
                return;
            if (!_guesses.ContainsKey((ushort)guess))
                Guess((ushort)guess);
        }
    }

    private void Guess(ushort id)
    {
        var task = fetcher.FetchAsync(id, _notNeeded.Token);
        task.Forget();
        _guesses.Add(id, task);
    }
}
