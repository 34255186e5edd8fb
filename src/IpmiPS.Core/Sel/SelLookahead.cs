using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.Storage;

namespace IpmiPS.Sel;

/// <summary>
/// Asks for records before it is known that they come next, so that many round trips pass at once. A guess is only ever used
/// for the record whose ID the chain then names, so a wrong guess costs a request and never a wrong result.
/// </summary>
internal sealed class SelLookahead : IDisposable
{
    private const int SmallestDepth = 2;
    private const int MaximumDepth = 32;

    private readonly SelEntryReader _reader;
    private readonly bool _isStrict;
    private readonly CancellationTokenSource _stop;
    private readonly Dictionary<ushort, Task<Guess>> _guesses = [];
    private int _depth = 16;

    public SelLookahead(SelEntryReader reader, bool isStrict, CancellationToken cancellationToken)
    {
        _reader = reader;
        _isStrict = isStrict;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    /// <summary>Asks ahead for <paramref name="first"/> and those after it, in steps, as far as the depth goes.</summary>
    /// <param name="first">The next ID, known or guessed.</param>
    /// <param name="step">Distance between IDs.</param>
    /// <param name="count">How many records can be left at most.</param>
    public void Ask(ushort first, int step, int count)
    {
        if (_isStrict)
            return;
        for (int i = 0, id = first; i < count && i < _depth && id is > GetSelEntry.FirstEntry and < GetSelEntry.LastEntry; i++, id += step)
            if (!_guesses.ContainsKey((ushort)id))
                _guesses.Add((ushort)id, GuessAsync((ushort)id));
    }

    /// <summary>Gives the record of that ID: the guess where there is a good one, else by asking now.</summary>
    public async Task<SelEntryData> ReadAsync(ushort id, CancellationToken cancellationToken)
    {
        if (_guesses.TryGetValue(id, out var task))
        {
            _guesses.Remove(id);
            var guess = await task.ConfigureAwait(false);
            guess.ThrowIfFatal();
            if (guess.Data is { } data && SelWalk.IdOf(data.Data) == id)
            {
                _depth = Math.Min(_depth + 1, MaximumDepth);
                return data;
            }
        }

        if (_guesses.Count > 0)
            _depth = Math.Max(_depth / 2, SmallestDepth);
        cancellationToken.ThrowIfCancellationRequested();
        return await _reader.ReadAsync(id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives the guess for that ID, or null where there is no such record.</summary>
    public async Task<SelEntryData?> TryReadAsync(ushort id, CancellationToken cancellationToken)
    {
        try
        {
            var data = await ReadAsync(id, cancellationToken).ConfigureAwait(false);
            return SelWalk.IdOf(data.Data) == id ? data : null;
        }
        catch (IpmiCommandException)
        {
            return null;
        }
    }

    /// <summary>Gives up the guesses that nobody asked for, and waits until they are gone.</summary>
    public async Task StopAsync()
    {
        _stop.Cancel();
        await Task.WhenAll(_guesses.Values.ToArray()).ConfigureAwait(false);
        _guesses.Clear();
    }

    public void Dispose() => _stop.Dispose();

    private async Task<Guess> GuessAsync(ushort id)
    {
        try
        {
            return new Guess(await _reader.ReadAsync(id, _stop.Token).ConfigureAwait(false), null);
        }
        catch (Exception error) when (error is IpmiException or OperationCanceledException)
        {
            return new Guess(null, error);
        }
    }

    private readonly record struct Guess(SelEntryData? Data, Exception? Error)
    {
        /// <summary>A refusal only says that the guess was wrong; silence would be met again.</summary>
        public void ThrowIfFatal()
        {
            if (Error is not null and not IpmiCommandException and not Wire.MalformedDataException)
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(Error).Throw();
        }
    }
}
