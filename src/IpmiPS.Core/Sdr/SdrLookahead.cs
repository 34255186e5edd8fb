using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.Storage;
using IpmiPS.Wire;

namespace IpmiPS.Sdr;

/// <summary>
/// Fetches records before they are asked for. The next record's id is only known from the answer before it, which would cost
/// one round trip a record; but ids mostly are what they were before, or go up in even steps, so the next few are guessed and are there
/// when the chain comes to them. A wrong guess costs a request and nothing else: what the chain does not ask for is thrown away.
/// </summary>
internal sealed class SdrLookahead(SdrFetcher fetcher, IReadOnlyList<ushort> idsBefore, Task<int?> expected) : IDisposable
{
    private const int InitialDepth = 4;
    private const int MaximumDepth = 16;

    /// <summary>How far is guessed where the BMC does not say how many records there are.</summary>
    private const int DepthWithoutCount = 4;

    private readonly CancellationTokenSource _notNeeded = new();
    private readonly Dictionary<ushort, Task<FetchedRecord>> _guesses = [];
    private int _depth = InitialDepth;
    private int _taken;
    private int _place;
    private int _previous;
    private int _step;

    /// <summary>The record, be it on its way already or not, and guesses at those after it.</summary>
    public async Task<FetchedRecord> FetchAsync(ushort id, CancellationToken cancellationToken)
    {
        bool isGuessed = _guesses.TryGetValue(id, out var task);
        task ??= fetcher.FetchAsync(id, cancellationToken);
        _guesses.Remove(id);
        _taken++;
        if (id == SdrRequest.FirstRecord)
        {
            GuessAsBefore(SdrRequest.FirstRecord);
            FetchedRecord first = await task.ConfigureAwait(false);
            _previous = first.OwnId;
            return first;
        }

        LearnFrom(id, isGuessed);
        if (!GuessAsBefore(id))
            GuessBeyond(id);
        try
        {
            return await task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IpmiException error) when (isGuessed && error is IpmiCommandException or MalformedDataException)
        {
            // Asked too soon, perhaps. The chain asks again.
            return await fetcher.FetchAsync(id, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Gives up the guesses that are still on their way.</summary>
    public void Dispose()
    {
        _notNeeded.Cancel();
        _notNeeded.Dispose();
    }

    private void LearnFrom(ushort id, bool isGuessed)
    {
        int step = id - _previous;
        if (isGuessed)
            _depth = Math.Min(Math.Max(_depth, 1) * 2, MaximumDepth);
        else if (_guesses.Count > 0)
            _depth /= 2; // ids are not as even as they seemed
        else if (_depth == 0 && step == _step)
            _depth = 1;
        if (!isGuessed)
            _guesses.Clear();
        _previous = id;
        _step = step;
    }

    /// <summary>Guesses the ids that came after this one before. False where it was not among them.</summary>
    private bool GuessAsBefore(ushort id)
    {
        if (id != SdrRequest.FirstRecord)
        {
            // Records go in the same order, so the one after the last is looked at first.
            int place = _place;
            while (place < idsBefore.Count && idsBefore[place] != id)
                place++;
            if (place >= idsBefore.Count)
                return false;
            _place = place;
        }

        for (int i = _place + 1; i < idsBefore.Count && i <= _place + MaximumDepth; i++)
        {
            if (!_guesses.ContainsKey(idsBefore[i]))
                Guess(idsBefore[i]);
        }

        return idsBefore.Count > 0;
    }

    private void GuessBeyond(ushort id)
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
