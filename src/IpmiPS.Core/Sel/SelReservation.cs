using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.Storage;

namespace IpmiPS.Sel;

/// <summary>
/// The reservation for partial reads and for clearing the log. It is lost whenever an entry is added, and then
/// renewed once for all requests that were refused. BMCs without Reserve SEL accept 0000h. IPMI 2.0 section 31.4.
/// </summary>
internal sealed class SelReservation(IIpmiConnection connection, Clock clock)
{
    private readonly object _gate = new();
    private Task<ushort>? _current;

    /// <summary>The present reservation, or a new one if there is none.</summary>
    public Task<ushort> GetAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
            return _current ??= ReserveAsync(cancellationToken);
    }

    /// <summary>A newer reservation than the one that the BMC refused.</summary>
    public Task<ushort> RenewAsync(ushort lost, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_current is not { } current || current.IsFaulted || current.IsCanceled || (current.IsCompleted && current.Result == lost))
                _current = ReserveAsync(cancellationToken);
            return _current;
        }
    }

    /// <summary>Always a new reservation, which invalidates all requests with the old one.</summary>
    public Task<ushort> ReserveAnewAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
            return _current = ReserveAsync(cancellationToken);
    }

    private async Task<ushort> ReserveAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await connection.SendWhenErasedAsync(new ReserveSel(), clock, cancellationToken).ConfigureAwait(false);
        }
        catch (IpmiCommandException error) when (error.Kind is IpmiErrorKind.CommandNotSupported or IpmiErrorKind.InsufficientPrivilege)
        {
            return 0;
        }
    }
}
