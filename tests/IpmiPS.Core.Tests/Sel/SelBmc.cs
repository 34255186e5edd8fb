using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.Storage;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;

namespace IpmiPS.Tests.Sel;

/// <summary>A BMC with an event log and, on demand, deviations. Supports only SEL commands.</summary>
internal sealed class SelBmc : IIpmiConnection
{
    private readonly ScriptedBmc _connection;
    private ushort _reservation;

    public SelBmc() => _connection = new ScriptedBmc(Answer);

    public List<byte[]> Log { get; } = [];

    public List<SentRequest> Requests => _connection.Requests;

    /// <summary>Maximum length of a partial read; the whole record is only returned if it is 255.</summary>
    public int MaximumPiece { get; set; } = 255;

    public byte TooLongCode { get; set; } = 0xCA;

    public uint LastAdd { get; set; } = 0x60000000;

    public uint LastErase { get; set; } = 0x50000000;

    public ushort FreeBytes { get; set; } = 4096;

    public bool Overflow { get; set; }

    public short? UtcOffset { get; set; }

    public bool HasReservations { get; set; } = true;

    public bool AddingCancelsReservation { get; set; } = true;

    /// <summary>How often an erasure in progress is reported before it is done.</summary>
    public int ErasurePolls { get; set; }

    /// <summary>Called before each response; a response that it returns is used instead.</summary>
    public Func<SentRequest, byte[]?> Meddle { get; set; } = _ => null;

    public int Clears { get; private set; }

    public string ComputerName => _connection.ComputerName;

    public BmcProfile Profile { get; } = new();

    public Task<TResponse> SendAsync<TResponse>(IpmiCommand<TResponse> command, IpmbTarget target, CancellationToken cancellationToken) =>
        _connection.SendAsync(command, target, cancellationToken);

    /// <summary>A log of temperature events with the given IDs, each with its ID as the seconds of its time.</summary>
    public static SelBmc With(IEnumerable<int> ids)
    {
        var bmc = new SelBmc();
        foreach (int id in ids)
            bmc.Add(id);
        return bmc;
    }

    public static byte[] Event(int id) =>
        Hex.Parse($"{id & 0xFF:X2}{id >> 8:X2}02{id & 0xFF:X2}{id >> 8:X2}0060200004013001575A55");

    public bool HasPartialAdd { get; set; }

    private readonly List<byte> _pieces = [];

    /// <summary>Adds a record under the next ID.</summary>
    public ushort AddRecord(byte[] record)
    {
        ushort id = (ushort)(Log.Count == 0 ? 1 : (Log[Log.Count - 1][0] | Log[Log.Count - 1][1] << 8) + 1);
        Log.Add([(byte)id, (byte)(id >> 8), record[2], 0, 0, 0, 0x60, .. record.Skip(7)]);
        LastAdd++;
        return id;
    }

    public void Add(int id) => Log.Add(Event(id));

    /// <summary>An event comes in, with all that it brings about.</summary>
    public void Log1(int id)
    {
        Add(id);
        LastAdd++;
        if (AddingCancelsReservation)
            _reservation++;
    }

    public void Erase()
    {
        Log.Clear();
        LastErase++;
        _reservation++;
        Clears++;
    }

    public int Count(byte code) => Requests.Count(request => request.Code == code);

    private byte[] Answer(SentRequest request) => Meddle(request) ?? (request.NetFn != NetFn.Storage ? [0xC1] : request.Command switch
    {
        GetSelInfo => Info(),
        GetSelEntry => Entry(GetSelEntry.ReadRequest(new ByteReader(request.Data))),
        ReserveSel => HasReservations ? [0, (byte)++_reservation, (byte)(_reservation >> 8)] : [0xC1],
        AddSelEntry add => Id(AddRecord(add.Record)),
        PartialAddSelEntry piece when HasPartialAdd => AddPiece(piece),
        DeleteSelEntry delete => Delete(delete),
        ClearSel => Clear(ClearSel.ReadRequest(new ByteReader(request.Data))),
        GetSelTimeUtcOffset when UtcOffset is { } offset => [0, (byte)offset, (byte)(offset >> 8)],
        _ => [0xC1],
    });

    private byte[] Info()
    {
        var writer = new ByteWriter();
        writer.WriteByte(0);
        new SelRepositoryInfo
        {
            Entries = (ushort)Log.Count,
            FreeBytes = FreeBytes,
            LastAdd = LastAdd,
            LastErase = LastErase,
            OperationSupport = (byte)((HasReservations ? 0x0A : 0x08) | (HasPartialAdd ? 0x04 : 0) | (Overflow ? 0x80 : 0)),
        }.Write(writer);
        return writer.ToArray();
    }

    private byte[] Entry(GetSelEntry request)
    {
        if (request.Offset > 0 && HasReservations && request.Reservation != _reservation)
            return [0xC5];
        int at = request.RecordId switch
        {
            GetSelEntry.FirstEntry => Log.Count > 0 ? 0 : -1,
            GetSelEntry.LastEntry => Log.Count - 1,
            _ => Log.FindIndex(record => (record[0] | record[1] << 8) == request.RecordId),
        };
        if (at < 0)
            return [0xCB];
        if (request.Count > MaximumPiece)
            return [TooLongCode];
        byte[] record = Log[at];
        byte[] next = at + 1 < Log.Count ? [.. Log[at + 1].Take(2)] : [0xFF, 0xFF];
        return [0, .. next, .. record.Skip(request.Offset).Take(request.Count)];
    }

    private byte[] AddPiece(PartialAddSelEntry piece)
    {
        if (piece.Reservation != _reservation)
            return [0xC5];
        _pieces.AddRange(piece.Data);
        return Id(piece.IsLast ? AddRecord([.. _pieces]) : (ushort)0x77);
    }

    private byte[] Delete(DeleteSelEntry request)
    {
        if (request.Reservation != _reservation)
            return [0xC5];
        int at = Log.FindIndex(record => (record[0] | record[1] << 8) == request.RecordId);
        if (at < 0)
            return [0xCB];
        Log.RemoveAt(at);
        _reservation++;
        return Id(request.RecordId);
    }

    private static byte[] Id(ushort id) => [0, (byte)id, (byte)(id >> 8)];

    private byte[] Clear(ClearSel request)
    {
        if (!request.Initiate)
            return ErasurePolls-- > 0 ? [0, 0] : [0, 1];
        if (HasReservations && request.Reservation != _reservation)
            return [0xC5];
        Erase();
        return [0, ErasurePolls > 0 ? (byte)0 : (byte)1];
    }
}
