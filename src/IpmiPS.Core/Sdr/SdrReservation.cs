using System;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Sdr;

/// <summary>
/// The reservation that partial reads need, shared by all that are in flight: who finds it lost renews it, and the others,
/// whose requests were refused for the same reason, use the new one. Made only once it is needed, since a whole record is
/// read without.
/// </summary>
internal sealed class SdrReservation(SdrSource source) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private Held _held;
    private int _begun;

    /// <summary>Asks for a reservation ahead of the need, once, where records are known to come in parts.</summary>
    public void Begin(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _begun, 1) == 0)
            GetAsync(default, cancellationToken).Forget();
    }

    /// <summary>The reservation that is held, or a new one if none is held or the one held is <paramref name="lost"/>.</summary>
    public async Task<Held> GetAsync(Held lost, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_held.Generation == 0 || _held.Generation == lost.Generation)
                _held = new Held(await ReserveAsync(cancellationToken).ConfigureAwait(false), _held.Generation + 1);
            return _held;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<ushort> ReserveAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await source.ReserveAsync(cancellationToken).ConfigureAwait(false)).Id;
        }
        catch (IpmiException error) when (error is IpmiCommandException || error.Kind == IpmiErrorKind.ProtocolError)
        {
            return 0; // BMCs that know no reservation take 0000h
        }
    }

    /// <summary>A reservation, and how many there were up to it; 0 of both is none.</summary>
    public readonly record struct Held(ushort Id, int Generation);
}
