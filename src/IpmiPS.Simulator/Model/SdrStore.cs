using System;
using System.Collections.Generic;

namespace IpmiPS.Simulator;

/// <summary>SDRs that can be read under a reservation: the repository, or a controller's device SDRs. IPMI 2.0 sections 33 and 35.</summary>
internal sealed class SdrStore(IReadOnlyList<byte[]> records, uint built)
{
    private List<byte[]>? _changed;
    private ushort _reservation;
    private ushort _lastReservation;
    private int _reservationUses;
    private readonly List<byte> _parts = [];

    public int Count => Records.Count;

    /// <summary>Seconds since 1970 of the last addition. The same for all racks of a profile, so that a client's cache stays valid.</summary>
    public uint LastAddition { get; private set; } = built;

    public uint LastErase { get; private set; } = built;

    /// <summary>Seconds by which the clock of the repository is ahead of that of the BMC.</summary>
    public long ClockOffset { get; set; }

    /// <summary>Whether a client has entered the update mode and not yet left it.</summary>
    public bool IsInUpdateMode { get; set; }

    /// <summary>Increments the time of the last addition.</summary>
    public void Touch() => LastAddition++;

    private IReadOnlyList<byte[]> Records => _changed ?? records;

    /// <summary>Finds a record by id; 0 is the first and FFFFh the last. Returns its position, or -1.</summary>
    public int Find(ushort id)
    {
        if (id == 0)
            return Count == 0 ? -1 : 0;
        if (id == 0xFFFF)
            return Count - 1;

        // Ids are usually consecutive from 1, so this position is tried first.
        if (id <= Count && IdAt(id - 1) == id)
            return id - 1;
        for (int i = 0; i < Count; i++)
            if (IdAt(i) == id)
                return i;
        return -1;
    }

    public byte[] RecordAt(int position) => Records[position];

    public ushort IdAt(int position) => (ushort)(Records[position][0] | Records[position][1] << 8);

    /// <summary>The ID that the next record gets.</summary>
    public ushort FreeId
    {
        get
        {
            ushort id = 1;
            while (Find(id) >= 0)
                id++;
            return id;
        }
    }

    /// <summary>Adds a piece of a record that is not complete yet. False if it does not follow the piece before it.</summary>
    /// <param name="id">ID from the first piece's response; 0 begins a record.</param>
    /// <param name="offset">Offset of the piece.</param>
    /// <param name="data">The piece.</param>
    public bool AddPart(ushort id, int offset, byte[] data)
    {
        if (id == 0 && offset == 0)
            _parts.Clear();
        else if (id != FreeId || offset != _parts.Count)
            return false;
        _parts.AddRange(data);
        return true;
    }

    /// <summary>Takes the pieces as one record.</summary>
    public byte[] TakeParts()
    {
        byte[] record = [.. _parts];
        _parts.Clear();
        return record;
    }

    public ushort Add(byte[] record, uint time)
    {
        var own = Own();
        ushort id = FreeId;
        record[0] = (byte)id;
        record[1] = (byte)(id >> 8);
        own.Add(record);
        LastAddition = time;
        _reservation = 0;
        return id;
    }

    public void RemoveAt(int position, uint time)
    {
        Own().RemoveAt(position);
        LastErase = time;
        _reservation = 0;
    }

    public void Clear(uint time)
    {
        Own().Clear();
        LastErase = time;
        _reservation = 0;
    }

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

    /// <summary>A time in 2025 that depends only on the records.</summary>
    public static uint BuildTime(IEnumerable<byte[]> records)
    {
        const uint Start2025 = 1735689600, Year = 365 * 24 * 3600;
        uint hash = 2166136261;
        foreach (byte[] record in records)
            foreach (byte value in record)
                hash = unchecked((hash ^ value) * 16777619);
        return Start2025 + hash % Year;
    }

    private List<byte[]> Own() => _changed ??= [.. records];
}
