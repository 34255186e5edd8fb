using System;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>The watchdog timer. When it has counted down, it sets its flags, but does not act on the machine. IPMI 2.0 section 27.</summary>
internal sealed class Watchdog(SimulatorTime time)
{
    private byte _use;
    private byte _actions;
    private byte _preTimeout;
    private byte _expired;
    private ushort _initial;
    private bool _wasSet;
    private TimeSpan? _until;

    /// <summary>Starts the countdown. Returns false if it was never set.</summary>
    public bool Start()
    {
        if (_wasSet)
            _until = time.Now + TimeSpan.FromMilliseconds(100.0 * _initial);
        return _wasSet;
    }

    /// <summary>Sets it: use (bit 7 don't log, bit 6 don't stop, 2:0 use), actions, pre-timeout, flags to clear, countdown in 100 ms.</summary>
    public void Set(byte use, byte actions, byte preTimeout, byte clear, ushort initial)
    {
        _wasSet = true;
        _use = use;
        _actions = actions;
        _preTimeout = preTimeout;
        _expired &= (byte)~clear;
        _initial = initial;
        if ((use & 0x40) == 0)
            _until = null;
    }

    public void Write(ByteWriter writer)
    {
        int left = _until is { } until && until > time.Now ? (int)((until - time.Now).TotalMilliseconds / 100) : 0;
        if (_until is not null && left == 0)
        {
            _expired |= (byte)(1 << (_use & 0x07));
            _until = null;
        }

        writer.WriteByte((byte)(_use & 0x87 | (_until is not null ? 0x40 : 0)));
        writer.WriteByte(_actions);
        writer.WriteByte(_preTimeout);
        writer.WriteByte(_expired);
        writer.WriteUInt16(_initial);
        writer.WriteUInt16(_until is null ? _initial : left);
    }
}
