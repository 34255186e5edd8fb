using System;
using System.Collections.Generic;

namespace IpmiPS.Simulator;

/// <summary>A system event log. IPMI 2.0 section 31. The initial entries are shared with other BMCs until one of them is removed.</summary>
internal sealed class EventLog
{
    /// <summary>Bytes of a SEL record.</summary>
    public const int RecordLength = 16;

    private readonly SelDefinition _definition;
    private readonly SimulatorTime _time;
    private readonly int _seeds;
    private readonly List<Entry> _own = [];
    private bool _seedsGone;
    private ushort _nextId;
    private TimeSpan _offset;
    private ushort _reservation;
    private ushort _lastReservation;
    private int _reservationUses;

    /// <param name="definition">Capacity and initial entries.</param>
    /// <param name="seeds">Number of initial entries; those of the definition are repeated if there are too few.</param>
    /// <param name="time">The clock.</param>
    public EventLog(SelDefinition definition, int? seeds, SimulatorTime time)
    {
        _definition = definition;
        _time = time;
        _seeds = definition.Entries.Count == 0 ? 0 : Math.Min(seeds ?? definition.Entries.Count, definition.Capacity);
        _nextId = (ushort)(_seeds + 1);
        LastAddition = _seeds > 0 ? Unix(time.Start) : 0;
    }

    public int Count => (_seedsGone ? 0 : _seeds) + _own.Count;

    public int Capacity => _definition.Capacity;

    public byte OperationSupport => (byte)(_definition.OperationSupport & 0x0F | (Overflowed ? 0x80 : 0));

    public bool Overflowed { get; private set; }

    public uint LastAddition { get; private set; }

    public uint LastErase { get; private set; }

    /// <summary>The log's own clock, seconds since 1970.</summary>
    public uint Clock
    {
        get => Unix(_time.UtcNow + _offset);
        set => _offset = DateTimeOffset.FromUnixTimeSeconds(value) - _time.UtcNow;
    }

    public int UtcOffsetMinutes { get; set; }

    /// <summary>The beginning of a record that is added in pieces.</summary>
    public List<byte> Pieces { get; } = [];

    /// <summary>The ID that the next entry will probably have.</summary>
    public ushort NextId => _nextId;

    /// <summary>Adds an entry of type 02h for an event. If the log is full, the event is dropped, as specified.</summary>
    public ushort? Add(EventMessage e) => Add(EventMessage.RecordType, e.ToRecordData());

    /// <summary>
    /// Adds an entry with 13 bytes of data, and sets its time if its type has one (below E0h). A reservation stays valid: only deleting
    /// and clearing cancel it (section 31.4).
    /// </summary>
    public ushort? Add(byte recordType, byte[] data)
    {
        if (Count >= Capacity)
        {
            Overflowed = true;
            return null;
        }

        var record = new byte[RecordLength];
        ushort id = NextFreeId();
        PutUInt16(record, 0, id);
        record[2] = recordType;
        Buffer.BlockCopy(data, 0, record, 3, 13);
        if (recordType < 0xE0)
            PutUInt32(record, 3, Clock);
        _own.Add(new Entry(id, record));
        LastAddition = Clock;
        return id;
    }

    /// <summary>Finds a record by id; 0 is the first and FFFFh the last. Returns its position, or -1.</summary>
    public int Find(ushort id)
    {
        if (Count == 0)
            return -1;
        if (id == 0)
            return 0;
        if (id == 0xFFFF)
            return Count - 1;
        int seeds = _seedsGone ? 0 : _seeds;
        if (!_seedsGone && id <= _seeds)
            return id - 1;
        int own = _own.FindIndex(entry => entry.Id == id);
        return own < 0 ? -1 : seeds + own;
    }

    public byte[] RecordAt(int position)
    {
        int seeds = _seedsGone ? 0 : _seeds;
        return position >= seeds ? _own[position - seeds].Record : SeedRecord(position);
    }

    public ushort IdAt(int position)
    {
        int seeds = _seedsGone ? 0 : _seeds;
        return position >= seeds ? _own[position - seeds].Id : (ushort)(position + 1);
    }

    public void RemoveAt(int position)
    {
        CopySeeds();
        _own.RemoveAt(position);
        LastErase = Clock;
        _reservation = 0;
    }

    /// <summary>Removes all entries. The reservation under which the log is cleared stays valid, so that its holder can ask for the progress.</summary>
    public void Clear(ushort keepReservation = 0)
    {
        ClearCount++;
        _own.Clear();
        _seedsGone = true;
        _nextId = 1;
        Overflowed = false;
        LastErase = Clock;
        _reservation = keepReservation;
    }

    /// <summary>How often the log was cleared.</summary>
    public int ClearCount { get; private set; }

    public ushort Reserve()
    {
        _reservationUses = 0;
        return _reservation = _lastReservation = (ushort)(_lastReservation == 0xFFFF ? 1 : _lastReservation + 1);
    }

    /// <summary>Whether a reservation is still valid. It is lost after <paramref name="lostAfter"/> uses; 0 for never.</summary>
    public bool IsReserved(ushort reservation, int lostAfter)
    {
        if (lostAfter > 0 && ++_reservationUses > lostAfter)
            _reservation = 0;
        return reservation != 0 && reservation == _reservation;
    }

    private ushort NextFreeId()
    {
        while (_nextId is 0 or 0xFFFF || Find(_nextId) >= 0)
            _nextId++;
        return _nextId++;
    }

    private byte[] SeedRecord(int position)
    {
        // Repeated entries are older than the originals, so that times never decrease.
        var entries = _definition.Entries;
        int first = _seeds % entries.Count == 0 ? 0 : entries.Count - _seeds % entries.Count;
        int at = first + position, round = (_seeds + first) / entries.Count - 1 - at / entries.Count;
        var seed = entries[at % entries.Count];
        var record = new byte[RecordLength];
        PutUInt16(record, 0, (ushort)(position + 1));
        record[2] = seed.RecordType;
        Buffer.BlockCopy(seed.Data, 0, record, 3, 13);
        if (seed.Age is { } age && seed.RecordType < 0xE0)
            PutUInt32(record, 3, Unix(_time.Start - age - TimeSpan.FromTicks(Span(entries).Ticks * round)));
        return record;
    }

    private static TimeSpan Span(IReadOnlyList<SelSeed> entries)
    {
        var maximum = TimeSpan.Zero;
        foreach (var entry in entries)
            if (entry.Age is { } age && age > maximum)
                maximum = age;
        return maximum;
    }

    private void CopySeeds()
    {
        if (_seedsGone)
            return;
        for (int i = _seeds - 1; i >= 0; i--)
            _own.Insert(0, new Entry((ushort)(i + 1), SeedRecord(i)));
        _seedsGone = true;
    }

    private static uint Unix(DateTimeOffset time) => (uint)time.ToUnixTimeSeconds();

    private static void PutUInt16(byte[] to, int at, ushort value)
    {
        to[at] = (byte)value;
        to[at + 1] = (byte)(value >> 8);
    }

    private static void PutUInt32(byte[] to, int at, uint value)
    {
        PutUInt16(to, at, (ushort)value);
        PutUInt16(to, at + 2, (ushort)(value >> 16));
    }

    private readonly record struct Entry(ushort Id, byte[] Record);
}
