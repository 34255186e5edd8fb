using System;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Sdr;

/// <summary>
/// The reservation for partial reads, shared by all reads in flight: the first one that finds it lost renews it, and the others,
/// which were refused for the same reason, use the new one. It is created on first use, because reading a whole record does not need it.
/// </summary>
internal sealed class SdrReservation(SdrSource source) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private Held _held;
    private int _begun;

    /// <summary>Requests a reservation in advance, once, if records are known to be read in parts.</summary>
    public void Begin(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _begun, 1) == 0)
            GetAsync(default, cancellationToken).Forget();
    }

    /// <summary>The present reservation, or a new one if there is none or the present one is <paramref name="lost"/>.</summary>
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
            return 0; // BMCs without reservations accept 0000h
        }
    }

    /// <summary>A reservation and its generation; both are 0 if there is none.</summary>
    public readonly record struct Held(ushort Id, int Generation);
}
