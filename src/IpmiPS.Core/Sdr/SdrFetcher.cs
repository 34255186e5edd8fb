using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Commands.Storage;
using IpmiPS.Wire;

namespace IpmiPS.Sdr;

/// <summary>A record as it was fetched.</summary>
/// <param name="RequestedId">The id that was asked for. What the record itself says is not always the same.</param>
/// <param name="NextId">The id of the next record, by this one's answer.</param>
/// <param name="Bytes">The record with its header; cut short where the BMC has less than the header says.</param>
internal sealed record FetchedRecord(ushort RequestedId, ushort NextId, byte[] Bytes)
{
    /// <summary>The id that the record itself says it has.</summary>
    public ushort OwnId => new ByteReader(Bytes).ReadUInt16();
}

/// <summary>
/// Fetches single records, each in as few requests as the BMC allows: the whole record at once (FFh); where that is refused or
/// answered short, in parts of 64, 32, 16, 8 or 5 bytes, and what the BMC was found to give is remembered. Several records may
/// be fetched at the same time.
/// </summary>
internal sealed class SdrFetcher(SdrSource source) : IDisposable
{
    private const int Header = SdrRecord.HeaderLength;
    private const int Whole = SdrRequest.WholeRecord;
    private const int MaximumPart = 64;

    /// <summary>A standard record is no longer than this. Where a longer one is refused, others may still come whole.</summary>
    private const int MaximumUsualRecord = 80;

    /// <summary>No sensor that can be read has a shorter record.</summary>
    private const int SmallestSensorRecord = 32;

    private const int MaximumReservations = 6;
    private static readonly TimeSpan ReservationWait = TimeSpan.FromMilliseconds(10);

    private readonly SdrSource _source = source;
    private readonly SdrReservation _reservation = new(source);
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>The greatest number of bytes asked for at once, as far as is known.</summary>
    private volatile int _size = source.KnownReadSize >= Header ? source.KnownReadSize : Whole;

    private volatile bool _reservesAlways;

    /// <summary>Fetches one record.</summary>
    /// <exception cref="IpmiCommandException">The BMC refuses the record, whatever the size of the part asked for; or the
    /// reservation is lost again and again.</exception>
    /// <exception cref="IpmiException">No answer, or one that does not even hold a header.</exception>
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

        // Second tries go one by one, so that those in flight together do not take the reservation from each other.
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

    /// <summary>Begins anew with a new reservation: parts of before and after a change do not make a record.</summary>
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
                // Two tools that reserve in turn take it from each other; a little patience, growing, lets one of them through.
                lost = reading.Held;
                await Task.Delay(TimeSpan.FromTicks(ReservationWait.Ticks * attempt), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static bool IsReservationLost(IpmiCommandException error) =>
        error.CompletionCode is CompletionCode.ReservationLost or (CompletionCode)GetDeviceSdr.RecordChanged;

    /// <summary>The next smaller part; halving, with the sizes that BMCs have been seen to stop at.</summary>
    private static int Smaller(int size) => size switch
    {
        > MaximumPart => MaximumPart,
        > 32 => 32,
        > 16 => 16,
        > 8 => 8,
        _ => Header,
    };

    private void Remember(int size)
    {
        if (size < _size)
            _source.KnownReadSize = _size = size;
    }

    /// <summary>One try at one record. Each request gains bytes, lowers the size or ends the try, so there is an end.</summary>
    private sealed class Reading(SdrFetcher fetcher, ushort id, SdrReservation.Held held)
    {
        private readonly ByteWriter _bytes = new();
        private int _size = fetcher._size;
        private bool _isSizeInQuestion;
        private ushort _nextId;
        private IpmiCommandException? _refusal;

        public SdrReservation.Held Held { get; private set; } = held;

        /// <summary>Length of the record with its header; 0 while there is no header.</summary>
        private int Length => _bytes.Length < Header ? 0 : Header + _bytes[Header - 1];

        public async Task<FetchedRecord> RunAsync(CancellationToken cancellationToken)
        {
            while (_bytes.Length < Header)
                await BeginAsync(cancellationToken).ConfigureAwait(false);
            while (_bytes.Length < Length && _bytes.Length <= byte.MaxValue)
            {
                int asked = Math.Min(_size, Length - _bytes.Length);
                if (await TryGetAsync(asked, cancellationToken).ConfigureAwait(false))
                    continue;
                if (asked <= Header)
                    break; // the header promised more than there is
                Lower(asked);
            }

            return new FetchedRecord(id, _nextId, new ByteReader(_bytes.AsSegment()).ReadBytes(Math.Min(_bytes.Length, Length)));
        }

        /// <summary>Reads from offset 0, where nothing is known of the record's length yet.</summary>
        private async Task BeginAsync(CancellationToken cancellationToken)
        {
            int asked = _size;
            if (await TryGetAsync(asked, cancellationToken).ConfigureAwait(false))
                return;
            if (asked <= Header)
                throw _refusal ?? throw new MalformedDataException($"The BMC answers the request for SDR {id:X4}h without data.");
            if (asked > SmallestSensorRecord)
            {
                Lower(asked);
                return;
            }

            // There are BMCs that refuse to read beyond a record's end. Only the header tells whether the part was too large
            // for the BMC or for the record.
            if (!await TryGetAsync(Header, cancellationToken).ConfigureAwait(false))
                throw _refusal ?? throw new MalformedDataException($"The BMC answers the request for SDR {id:X4}h without data.");
            if (Length > asked)
                Lower(asked);
        }

        private void Lower(int refused)
        {
            _size = Smaller(refused);
            _isSizeInQuestion = true;
        }

        /// <summary>Asks for the next bytes. False where the BMC refuses, or answers without any.</summary>
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
        /// A size that was lowered counts for the rest of the walk once it has brought bytes that were refused before: else it
        /// was this record that is shorter than it says. Nor does the refusal of an unusually long record tell about the others.
        /// </summary>
        private void ClassifyResponse(int offset, int received, int count)
        {
            if (_isSizeInQuestion && !(_size == MaximumPart && Length > MaximumUsualRecord))
                fetcher.Remember(_size);
            bool isShort = received < count && offset + received < Length;
            if (isShort)
                _size = Math.Max(received, Header);
            _isSizeInQuestion = isShort;
        }
    }
}
