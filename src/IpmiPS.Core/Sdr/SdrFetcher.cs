using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Commands.Storage;
using IpmiPS.Wire;

namespace IpmiPS.Sdr;

/// <summary>A record as the BMC returned it.</summary>
/// <param name="RequestedId">The requested ID. The ID in the record may be different.</param>
/// <param name="NextId">The ID of the next record, from the response.</param>
/// <param name="Bytes">The record with its header; shorter than the header says if the BMC returns less.</param>
internal sealed record FetchedRecord(ushort RequestedId, ushort NextId, byte[] Bytes)
{
    /// <summary>The ID in the record.</summary>
    public ushort OwnId => new ByteReader(Bytes).ReadUInt16();
}

/// <summary>
/// Fetches single records with as few requests as the BMC allows: the whole record at once (FFh) or, if the BMC refuses that or returns too little,
/// in parts of 64, 32, 16, 8 or 5 bytes. The size that works is remembered. Several records may be fetched at the same time.
/// </summary>
internal sealed class SdrFetcher(SdrSource source) : IDisposable
{
    private const int Header = SdrRecord.HeaderLength;
    private const int Whole = SdrRequest.WholeRecord;
    private const int MaximumPart = 64;

    /// <summary>Maximum length of standard records. If the BMC refuses to return a longer one, it may still return others whole.</summary>
    private const int MaximumUsualRecord = 80;

    /// <summary>Minimum length of the record of a readable sensor.</summary>
    private const int MinimumSensorRecord = 32;

    private const int MaximumReservations = 6;
    private static readonly TimeSpan ReservationWait = TimeSpan.FromMilliseconds(10);

    private readonly SdrSource _source = source;
    private readonly SdrReservation _reservation = new(source);
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>The number of bytes to request at once, as far as known.</summary>
    private volatile int _size = source.KnownReadSize >= Header ? source.KnownReadSize : Whole;

    private volatile bool _reservesAlways;

    /// <summary>Fetches one record.</summary>
    /// <exception cref="IpmiCommandException">The BMC refuses the record with every part size, or the
    /// reservation is lost repeatedly.</exception>
    /// <exception cref="IpmiException">No response, or one without a complete header.</exception>
    public async Task<FetchedRecord> FetchAsync(ushort id, CancellationToken cancellationToken)
    {
        var held = default(SdrReservation.Held);
        if (_size <= MaximumPart)
            _reservation.Begin(cancellationToken);
        if (_reservesAlways)
            held = await _reservation.GetAsync(default, cancellationToken).ConfigureAwait(false);
        var reading = new Reading(this, id, held);
        try
        {
            return await reading.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IpmiCommandException error) when (IsReservationLost(error))
        {
            _reservesAlways = true;
        }

        // One retry at a time, so that concurrent ones do not cancel each other's reservation.
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await FetchAgainAsync(id, reading.Held, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _reservation.Dispose();
        _turn.Dispose();
    }

    /// <summary>Starts again with a new reservation: parts from before and after a change must not be combined.</summary>
    private async Task<FetchedRecord> FetchAgainAsync(ushort id, SdrReservation.Held lost, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            var reading = new Reading(this, id, await _reservation.GetAsync(lost, cancellationToken).ConfigureAwait(false));
            try
            {
                return await reading.RunAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (IpmiCommandException error) when (IsReservationLost(error) && attempt < MaximumReservations)
            {
                // Two tools that reserve in turn cancel each other's reservation; a growing back-off lets one of them finish.
                lost = reading.Held;
                await Task.Delay(TimeSpan.FromTicks(ReservationWait.Ticks * attempt), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static bool IsReservationLost(IpmiCommandException error) =>
        error.CompletionCode is CompletionCode.ReservationLost or (CompletionCode)GetDeviceSdr.RecordChanged;

    /// <summary>The next smaller part size; these are the limits that BMCs are known to have.</summary>
    private static int Smaller(int size) => size switch
    {
        > MaximumPart => MaximumPart,
        > 32 => 32,
        > 16 => 16,
        > 8 => 8,
        _ => Header,
    };

    private void UpdateSize(int size)
    {
        if (size < _size)
            _source.KnownReadSize = _size = size;
    }

    /// <summary>One attempt at one record. It ends, because each request adds bytes, reduces the size or ends the attempt.</summary>
    private sealed class Reading(SdrFetcher fetcher, ushort id, SdrReservation.Held held)
    {
        private readonly ByteWriter _bytes = new();
        private int _size = fetcher._size;
        private bool _isSizeUnproven;
        private ushort _nextId;
        private IpmiCommandException? _refusal;

        public SdrReservation.Held Held { get; private set; } = held;

        /// <summary>Length of the record with its header; 0 until the header is read.</summary>
        private int Length => _bytes.Length < Header ? 0 : Header + _bytes[Header - 1];

        public async Task<FetchedRecord> RunAsync(CancellationToken cancellationToken)
        {
            while (_bytes.Length < Header)
                await BeginAsync(cancellationToken).ConfigureAwait(false);
            while (_bytes.Length < Length && _bytes.Length <= byte.MaxValue)
            {
                int requested = Math.Min(_size, Length - _bytes.Length);
                if (await TryGetAsync(requested, cancellationToken).ConfigureAwait(false))
                    continue;
                if (requested <= Header)
                    break; // the record is shorter than its header says
                Lower(requested);
            }

            return new FetchedRecord(id, _nextId, new ByteReader(_bytes.AsSegment()).ReadBytes(Math.Min(_bytes.Length, Length)));
        }

        /// <summary>Reads from offset 0, when the record's length is not known yet.</summary>
        private async Task BeginAsync(CancellationToken cancellationToken)
        {
            int requested = _size;
            if (await TryGetAsync(requested, cancellationToken).ConfigureAwait(false))
                return;
            if (requested <= Header)
                throw _refusal ?? throw new MalformedDataException($"The BMC returns SDR {id:X4}h without data.");
            if (requested > MinimumSensorRecord)
            {
                Lower(requested);
                return;
            }

            // Some BMCs refuse to read beyond the end of a record. Only the header shows whether the part was too large
            // for the BMC or for the record.
            if (!await TryGetAsync(Header, cancellationToken).ConfigureAwait(false))
                throw _refusal ?? throw new MalformedDataException($"The BMC returns SDR {id:X4}h without data.");
            if (Length > requested)
                Lower(requested);
        }

        private void Lower(int refused)
        {
            _size = Smaller(refused);
            _isSizeUnproven = true;
        }

        /// <summary>Requests the next bytes. False if the BMC refuses, or returns none.</summary>
        private async Task<bool> TryGetAsync(int count, CancellationToken cancellationToken)
        {
            int offset = _bytes.Length;
            if (offset > 0 && Held.Generation == 0)
                Held = await fetcher._reservation.GetAsync(default, cancellationToken).ConfigureAwait(false);
            SdrPart part;
            try
            {
                part = await fetcher._source.GetAsync(new SdrRequest(Held.Id, id, (byte)offset, (byte)count), cancellationToken).ConfigureAwait(false);
            }
            catch (IpmiCommandException error) when (CompletionCodes.MayMeanTooLong(error.CompletionCode))
            {
                _refusal = error;
                return false;
            }

            if (part.Data.Length < (offset == 0 ? Header : 1))
                return false;
            if (offset == 0)
                _nextId = part.NextRecordId;
            _bytes.WriteBytes(part.Data, 0, offset == 0 ? part.Data.Length : Math.Min(part.Data.Length, count));
            ClassifyResponse(offset, part.Data.Length, count);
            return true;
        }

        /// <summary>
        /// A reduced size is used for the rest of the walk once it has returned bytes that were refused before; otherwise this record is just shorter
        /// than its header says. The refusal of an unusually long record says nothing about the others.
        /// </summary>
        private void ClassifyResponse(int offset, int received, int count)
        {
            if (_isSizeUnproven && !(_size == MaximumPart && Length > MaximumUsualRecord))
                fetcher.UpdateSize(_size);
            bool isShort = received < count && offset + received < Length;
            if (isShort)
                _size = Math.Max(received, Header);
            _isSizeUnproven = isShort;
        }
    }
}
