using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.Storage;
using IpmiPS.Wire;

namespace IpmiPS.Sel;

/// <summary>
/// Reads single records: the whole record at once or, if the BMC refuses that, in parts with a reservation. The size that works
/// is determined once. Waits while the log is being erased.
/// </summary>
internal sealed class SelEntryReader(IIpmiConnection connection, SelReservation reservation, Clock clock)
{
    private const int MaximumReservationLosses = 5;

    /// <summary>Bytes to request at once; 255 requests the whole record.</summary>
    private volatile int _count = GetSelEntry.WholeRecord;

    /// <summary>Whether a whole record was returned: all records have the same length, so later refusals have another reason.</summary>
    private volatile bool _returnsWhole;

    /// <summary>Reads the record with this ID.</summary>
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
        catch (IpmiCommandException refusal) when (!_returnsWhole && CompletionCodes.MayMeanTooLong(refusal.CompletionCode))
        {
            try
            {
                return await ReadPiecesAsync(recordId, null, cancellationToken).ConfigureAwait(false);
            }
            catch (IpmiCommandException)
            {
                // The size is not the reason: the record does not exist. The first refusal is the better error.
                throw refusal;
            }
        }

        if (whole.Data.Length < SelRecord.Length)
            return await ReadPiecesAsync(recordId, whole, cancellationToken).ConfigureAwait(false);

        _returnsWhole = true;

        // Additional bytes are not part of the record.
        return whole.Data.Length == SelRecord.Length ? whole : new SelEntryData(whole.NextRecordId, new ByteReader(whole.Data).ReadBytes(SelRecord.Length));
    }

    private async Task<SelEntryData> ReadPiecesAsync(ushort recordId, SelEntryData? beginning, CancellationToken cancellationToken)
    {
        int count = Math.Min(_count, SelRecord.Length / 2);
        var record = new ByteWriter(SelRecord.Length);
        ushort next = beginning?.NextRecordId ?? 0;
        if (beginning is not null)
            record.WriteBytes(beginning.Data);

        ushort reservationId = 0;
        int losses = 0;
        while (record.Length < SelRecord.Length)
        {
            // Offset 0 needs no reservation; after it, the reservation ensures that the record is still the same.
            if (record.Length > 0 && reservationId == 0)
                reservationId = await reservation.GetAsync(cancellationToken).ConfigureAwait(false);
            int wanted = Math.Min(count, SelRecord.Length - record.Length);
            SelEntryData piece;
            try
            {
                piece = await SendAsync(new GetSelEntry(recordId, reservationId, (byte)record.Length, (byte)wanted), cancellationToken).ConfigureAwait(false);
            }
            catch (IpmiCommandException error) when (error.CompletionCode == CompletionCode.ReservationLost && losses < MaximumReservationLosses)
            {
                losses++;
                reservationId = await reservation.RenewAsync(reservationId, cancellationToken).ConfigureAwait(false);
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
                break; // no progress: return what there is
            record.WriteBytes(piece.Data, 0, Math.Min(piece.Data.Length, SelRecord.Length - record.Length));
        }

        if (beginning is null)
            _count = count;
        return new SelEntryData(next, record.ToArray());
    }

    private Task<SelEntryData> SendAsync(GetSelEntry command, CancellationToken cancellationToken) =>
        connection.SendWhenErasedAsync(command, clock, cancellationToken);
}
