using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.Storage;
using IpmiPS.Wire;

namespace IpmiPS.Sel;

/// <summary>
/// Reads single records: the whole record at once, and where a BMC refuses that, in pieces under a reservation. What the BMC
/// stands is learned once. Waits while the log is being erased.
/// </summary>
internal sealed class SelEntryReader(IIpmiConnection connection, SelReservation reservation, Clock clock)
{
    private const int MaximumReservationLosses = 5;

    /// <summary>Bytes to ask for at once; 255 asks for the whole record.</summary>
    private volatile int _count = GetSelEntry.WholeRecord;

    /// <summary>Whether a whole record came: all records are of one length, so no later refusal is about that.</summary>
    private volatile bool _givesWhole;

    /// <summary>Reads the record of that ID.</summary>
    /// <exception cref="IpmiCommandException">The BMC has no such record, or refuses the command.</exception>
    public async Task<SelEntryData> ReadAsync(ushort recordId, CancellationToken cancellationToken)
    {
        if (_count != GetSelEntry.WholeRecord)
            return await ReadPiecesAsync(recordId, null, cancellationToken).ConfigureAwait(false);

        SelEntryData whole;
        try
        {
            whole = await SendAsync(new GetSelEntry(recordId), cancellationToken).ConfigureAwait(false);
        }
        catch (IpmiCommandException refusal) when (!_givesWhole && CompletionCodes.MayMeanTooLong(refusal.CompletionCode))
        {
            try
            {
                return await ReadPiecesAsync(recordId, null, cancellationToken).ConfigureAwait(false);
            }
            catch (IpmiCommandException)
            {
                // Not the size: the record is not there. The first answer says so best.
                throw refusal;
            }
        }

        if (whole.Data.Length < SelRecord.Length)
            return await ReadPiecesAsync(recordId, whole, cancellationToken).ConfigureAwait(false);

        _givesWhole = true;

        // What is longer is no part of the record, and a log of such would be kept a hundred times as long as it is.
        return whole.Data.Length == SelRecord.Length ? whole : new SelEntryData(whole.NextRecordId, new ByteReader(whole.Data).ReadBytes(SelRecord.Length));
    }

    private async Task<SelEntryData> ReadPiecesAsync(ushort recordId, SelEntryData? beginning, CancellationToken cancellationToken)
    {
        int count = Math.Min(_count, SelRecord.Length / 2);
        var record = new ByteWriter(SelRecord.Length);
        ushort next = beginning?.NextRecordId ?? 0;
        if (beginning is not null)
            record.WriteBytes(beginning.Data);

        ushort held = 0;
        int losses = 0;
        while (record.Length < SelRecord.Length)
        {
            // The first bytes are anybody's to read; from there on, the reservation says that the record is still the same.
            if (record.Length > 0 && held == 0)
                held = await reservation.GetAsync(cancellationToken).ConfigureAwait(false);
            int wanted = Math.Min(count, SelRecord.Length - record.Length);
            SelEntryData piece;
            try
            {
                piece = await SendAsync(new GetSelEntry(recordId, held, (byte)record.Length, (byte)wanted), cancellationToken).ConfigureAwait(false);
            }
            catch (IpmiCommandException error) when (error.CompletionCode == CompletionCode.ReservationLost && losses < MaximumReservationLosses)
            {
                losses++;
                held = await reservation.RenewAsync(held, cancellationToken).ConfigureAwait(false);
                record = new ByteWriter(SelRecord.Length);
                continue;
            }
            catch (IpmiCommandException error) when (CompletionCodes.MayMeanTooLong(error.CompletionCode) && count > 1)
            {
                count /= 2;
                continue;
            }

            next = piece.NextRecordId;
            if (piece.Data.Length == 0)
                break; // No progress: what there is, is given as it is.
            record.WriteBytes(piece.Data, 0, Math.Min(piece.Data.Length, SelRecord.Length - record.Length));
        }

        if (beginning is null)
            _count = count;
        return new SelEntryData(next, record.ToArray());
    }

    private Task<SelEntryData> SendAsync(GetSelEntry command, CancellationToken cancellationToken) =>
        connection.SendWhenErasedAsync(command, clock, cancellationToken);
}
