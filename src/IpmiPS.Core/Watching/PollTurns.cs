using System;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Watching;

/// <summary>Limits how many BMCs are polled at once: those that responded to their last poll, and the others, each on their own.</summary>
/// <param name="limit">The limit of each.</param>
internal sealed class PollTurns(int limit) : IDisposable
{
    private readonly SemaphoreSlim _responding = new(limit), _silent = new(limit);

    /// <summary>Waits for a turn, which ends when the returned object is disposed.</summary>
    public async Task<IDisposable> TakeAsync(bool isSilent, CancellationToken stop)
    {
        SemaphoreSlim turns = isSilent ? _silent : _responding;
        await turns.WaitAsync(stop).ConfigureAwait(false);
        return new Turn(turns);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _responding.Dispose();
        _silent.Dispose();
    }

    private sealed class Turn(SemaphoreSlim turns) : IDisposable
    {
        public void Dispose() => turns.Release();
    }
}
