using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.Storage;

namespace IpmiPS.Sel;

/// <summary>
/// Requests records before it is known that they are next, so that many requests are in flight at once. A guess is only used if the
/// chain then names its ID, so a wrong guess costs a request but never gives a wrong result.
/// </summary>
internal sealed class SelLookahead : IDisposable
{
    private const int MinimumDepth = 2;
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

    /// <summary>Requests <paramref name="first"/> and the records after it, up to the present depth.</summary>
    /// <param name="first">The next ID, known or guessed.</param>
    /// <param name="step">Distance between IDs.</param>
    /// <param name="count">Maximum number of remaining records.</param>
    public void Request(ushort first, int step, int count)
    {
        if (_isStrict)
            return;
        for (int i = 0, id = first; i < count && i < _depth && id is > GetSelEntry.FirstEntry and < GetSelEntry.LastEntry; i++, id += step)
            if (!_guesses.ContainsKey((ushort)id))
                _guesses.Add((ushort)id, GuessAsync((ushort)id));
    }

    /// <summary>Returns the record with this ID: a correct guess, or the response to a new request.</summary>
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
            _depth = Math.Max(_depth / 2, MinimumDepth);
        cancellationToken.ThrowIfCancellationRequested();
        return await _reader.ReadAsync(id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Returns the guess for this ID; null if there is no such record.</summary>
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

    /// <summary>Cancels unused guesses, and waits until they have ended.</summary>
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
        /// <summary>A refusal only means that the guess was wrong; a timeout would happen again.</summary>
        public void ThrowIfFatal()
        {
            if (Error is not null and not IpmiCommandException and not Wire.MalformedDataException)
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(Error).Throw();
        }
    }
}
