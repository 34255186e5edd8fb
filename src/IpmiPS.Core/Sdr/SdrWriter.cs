using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.Storage;

namespace IpmiPS.Sdr;

/// <summary>Clears a repository and adds records, whole or in pieces, as the BMC allows. IPMI 2.0 sections 33.11 to 33.20.</summary>
internal sealed class SdrWriter(IIpmiConnection connection, SdrRepositoryInfo info, Clock clock)
{
    /// <summary>Data of one piece: with the command's own bytes, an IPMB message has room for it.</summary>
    private const int PieceLength = 16;

    private const int MaximumReservations = 6;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100), MaximumErasure = TimeSpan.FromSeconds(60);

    private bool _isInUpdateMode;
    private bool _usesPieces;

    /// <summary>Whether the repository may have been cleared.</summary>
    public bool MayHaveCleared { get; private set; }

    /// <summary>Enters update mode, if the repository cannot be changed otherwise.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        if (!info.IsModalOnly)
            return;
        await connection.SendAsync(new EnterSdrRepositoryUpdateMode(), cancellationToken).ConfigureAwait(false);
        _isInUpdateMode = true;
    }

    /// <summary>Leaves update mode. That this fails is no error: the BMC leaves it by itself after a while.</summary>
    public async Task EndAsync()
    {
        if (_isInUpdateMode)
            await connection.TrySendAsync(new ExitSdrRepositoryUpdateMode(), CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Clears the repository and adds the records in their order.</summary>
    /// <exception cref="IpmiException">The BMC refused something, or did not respond.</exception>
    public async Task ReplaceAsync(IEnumerable<byte[]> records)
    {
        await ClearAsync().ConfigureAwait(false);
        byte[]? previous = null;
        foreach (byte[] record in records)
        {
            await AddAsync(record, previous).ConfigureAwait(false);
            previous = record;
        }
    }

    private async Task ClearAsync()
    {
        var outcome = new ChangeOutcome();
        bool isErased = await WithReservationAsync(async reservation =>
        {
            bool isComplete = await outcome.SendAsync(connection, new ClearSdrRepository(reservation, initiate: true), CancellationToken.None).ConfigureAwait(false);
            MayHaveCleared = true; // a refusal throws
            return isComplete;
        }).ConfigureAwait(false);
        TimeSpan waited = TimeSpan.Zero;
        while (!isErased)
        {
            if (waited >= MaximumErasure)
                throw new IpmiException(IpmiErrorKind.Timeout, $"The repository was not erased within {MaximumErasure.TotalSeconds} s.");
            await clock.DelayAsync(Interval, CancellationToken.None).ConfigureAwait(false);
            waited += Interval;
            isErased = await WithReservationAsync(reservation => connection.SendAsync(new ClearSdrRepository(reservation, initiate: false), CancellationToken.None)).ConfigureAwait(false);
        }
    }

    /// <summary>Adds a record. If there is no response, the last record of the repository shows whether it was added.</summary>
    private async Task AddAsync(byte[] record, byte[]? previous)
    {
        try
        {
            if (!_usesPieces)
            {
                await connection.SendAsync(new AddSdr(record), CancellationToken.None).ConfigureAwait(false);
                return;
            }
        }
        catch (IpmiCommandException refused) when (info.HasPartialAdd && refused.CompletionCode is (CompletionCode.InvalidCommand or CompletionCode.InvalidLength or CompletionCode.LengthLimitExceeded))
        {
            _usesPieces = true;
        }
        catch (IpmiException error) when (error.Kind == IpmiErrorKind.OutcomeUnknown)
        {
            if (IsSame(await LastAsync().ConfigureAwait(false), record))
                return;
            if (previous is not null && IsSame(previous, record))
                throw;
            await connection.SendAsync(new AddSdr(record), CancellationToken.None).ConfigureAwait(false);
            return;
        }

        await WithReservationAsync(reservation => AddPiecesAsync(reservation, record)).ConfigureAwait(false);
    }

    private async Task<ushort> AddPiecesAsync(ushort reservation, byte[] record)
    {
        ushort id = 0;
        for (int offset = 0; offset < record.Length; offset += PieceLength)
        {
            byte[] piece = [.. record.Skip(offset).Take(PieceLength)];
            id = await connection.SendAsync(new PartialAddSdr(reservation, id, (byte)offset, offset + piece.Length == record.Length, piece), CancellationToken.None).ConfigureAwait(false);
        }

        return id;
    }

    private async Task<byte[]> LastAsync() =>
        (await connection.SendAsync(new GetSdr(new SdrRequest(0, SdrRequest.LastRecord, 0, SdrRequest.WholeRecord)), CancellationToken.None).ConfigureAwait(false)).Data;

    /// <summary>Sends something that needs a reservation. A lost one is renewed a few times.</summary>
    private async Task<T> WithReservationAsync<T>(Func<ushort, Task<T>> send)
    {
        for (int attempt = 1; ; attempt++)
        {
            ushort reservation = (await connection.SendAsync(new ReserveSdrRepository(), CancellationToken.None).ConfigureAwait(false)).Id;
            try
            {
                return await send(reservation).ConfigureAwait(false);
            }
            catch (IpmiCommandException lost) when (lost.CompletionCode == CompletionCode.ReservationLost && attempt < MaximumReservations)
            {
                // Another client changed the repository meanwhile.
            }
        }
    }

    /// <summary>Whether two records are equal except for the ID, which the BMC assigns.</summary>
    private static bool IsSame(byte[] one, byte[] other) => SdrImage.Whole(one).Skip(2).SequenceEqual(other.Skip(2));
}
