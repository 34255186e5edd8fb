using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.Storage;
using IpmiPS.Sdr;
using IpmiPS.Wire;

namespace IpmiPS.Sel;

/// <summary>
/// Adds entries to a BMC's event log: Add SEL Entry, or Partial Add SEL Entry where the BMC has only that. Each is sent once and read back. IPMI 2.0
/// sections 31.6 and 31.7.
/// </summary>
public sealed class SelAdding
{
    private const int PieceLength = 8;

    /// <summary>Where the bytes begin that the BMC does not replace: the event, or the manufacturer's number and data.</summary>
    private const int TypeAt = 2, DataAt = 3, TimedDataAt = 7;

    private readonly IIpmiConnection _connection;
    private readonly SelReservation _reservation;
    private readonly SelEntryReader _reader;
    private readonly SelEntryDecoder _decoder;
    private bool _isPartial;

    private SelAdding(IIpmiConnection connection, SelEntryDecoder decoder)
    {
        (_connection, _decoder) = (connection, decoder);
        _reservation = new SelReservation(connection, Clock.System);
        _reader = new SelEntryReader(connection, _reservation, Clock.System);
    }

    /// <summary>Prepares adding. Changes nothing.</summary>
    /// <param name="connection">The BMC.</param>
    /// <param name="sdr">The sensors' records, for the returned entries; null for numbers only.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static async Task<SelAdding> PrepareAsync(IIpmiConnection connection, SdrRepository? sdr, CancellationToken cancellationToken)
    {
        var clockTask = SelReader.GetClockAsync(connection, cancellationToken);
        var sourceTask = SelReader.GetSourceAsync(connection, cancellationToken);
        var sensors = sdr is null ? null : new EventSensors(sdr.Sensors);
        return new SelAdding(connection, new SelEntryDecoder(
            connection.ComputerName, await clockTask.ConfigureAwait(false), systemEvent => sensors?.Find(systemEvent), await sourceTask.ConfigureAwait(false)));
    }

    /// <summary>A record of an event, without ID and time, which the BMC sets.</summary>
    public static byte[] RecordOf(SelEvent systemEvent)
    {
        var writer = new ByteWriter(SelRecord.Length);
        new SelRecord { Timestamp = 0, Event = systemEvent }.Write(writer);
        return writer.ToArray();
    }

    /// <summary>Adds a record and returns it as read back. The BMC sets its ID and, below record type E0h, its time.</summary>
    /// <param name="record">The record, 16 bytes.</param>
    /// <param name="cancellationToken">Cancels; after the command was sent, this results in OutcomeUnknown.</param>
    /// <returns>The entry, and what was read back otherwise than sent; null if nothing was.</returns>
    /// <exception cref="IpmiException">OutcomeUnknown: the record was sent, and it is not known whether the BMC added it. Other kinds: nothing was added.</exception>
    public async Task<(SelEntry Entry, IpmiException? Difference)> AddAsync(byte[] record, CancellationToken cancellationToken)
    {
        if (record.Length != SelRecord.Length)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"An event log record has {SelRecord.Length} bytes, not {record.Length}.", "Give all bytes of the record.");
        var outcome = new ChangeOutcome();
        try
        {
            ushort? id = await SendAsync(record, outcome, cancellationToken).ConfigureAwait(false);
            SelEntryData added = await _reader.ReadAsync(id ?? GetSelEntry.LastEntry, cancellationToken).ConfigureAwait(false);
            bool isSame = IsSame(record, added.Data);
            if (id is null && !isSame)
                throw Unknown("The newest entry is another one.", outcome.UnansweredReason);
            outcome.ReadBack();
            SelEntry entry = _decoder.Decode(id ?? SelWalk.IdOf(added.Data), added.Data);
            return (entry, isSame ? null : new IpmiException(
                IpmiErrorKind.CommandFailed, $"The BMC accepted the entry and logged something else: {entry.Raw} instead of {Hex.Format(record, " ")}.", "The BMC may not support this record; see its documentation."));
        }
        catch (Exception error) when (outcome.IsUnknownAfter(error))
        {
            throw Unknown($"The log could not be read after it: {error.Message}", error);
        }
    }

    /// <summary>Sends the record; null if no response says which ID it has.</summary>
    private async Task<ushort?> SendAsync(byte[] record, ChangeOutcome outcome, CancellationToken cancellationToken)
    {
        if (!_isPartial)
        {
            try
            {
                ushort id = await outcome.SendAsync(_connection, new AddSelEntry(record), cancellationToken).ConfigureAwait(false);
                return outcome.State == ChangeState.Answered ? id : null;
            }
            catch (IpmiCommandException refusal) when (refusal.Kind == IpmiErrorKind.CommandNotSupported)
            {
                var info = await _connection.SendAsync(new GetSelInfo(), cancellationToken).ConfigureAwait(false);
                if (!info.CanPartialAdd)
                    throw;
                _isPartial = true;
            }
        }

        return await SendPiecesAsync(record, outcome, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Nothing is added before the last piece arrives, so only that one is a change.</summary>
    private async Task<ushort?> SendPiecesAsync(byte[] record, ChangeOutcome outcome, CancellationToken cancellationToken)
    {
        ushort reservation = await _reservation.ReserveAnewAsync(cancellationToken).ConfigureAwait(false);
        ushort id = 0;
        for (int at = 0; at + PieceLength < record.Length; at += PieceLength)
            id = await _connection.SendAsync(new PartialAddSelEntry(reservation, id, (byte)at, isLast: false, Piece(record, at)), cancellationToken).ConfigureAwait(false);
        var last = new PartialAddSelEntry(reservation, id, (byte)(record.Length - PieceLength), isLast: true, Piece(record, record.Length - PieceLength));
        ushort added = await outcome.SendAsync(_connection, last, cancellationToken).ConfigureAwait(false);
        return outcome.State == ChangeState.Answered ? added : null;
    }

    private static byte[] Piece(byte[] record, int at) => new ByteReader(record, at, PieceLength).ReadRest();

    private static bool IsSame(byte[] sent, byte[] read)
    {
        int from = sent[TypeAt] < SelRecord.FirstUntimestampedOemType ? TimedDataAt : DataAt;
        return read.Length == SelRecord.Length && sent[TypeAt] == read[TypeAt] && sent.Skip(from).SequenceEqual(read.Skip(from));
    }

    private static IpmiException Unknown(string what, Exception? cause) => new(
        IpmiErrorKind.OutcomeUnknown, $"The entry was sent, and it is not known whether the BMC added it. {what}", "Look for it with Get-IpmiSel -Newest 5 before you add it again.", cause);
}
