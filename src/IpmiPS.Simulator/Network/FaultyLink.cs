using System;
using System.Net;

namespace IpmiPS.Simulator;

/// <summary>
/// One direction of the network between clients and a BMC: loses, doubles, delays, swaps and damages packets as it was told to.
/// What happens to the n-th packet is decided by the seed alone.
/// </summary>
internal sealed class FaultyLink
{
    /// <summary>How long a packet that is to be overtaken waits for the next one.</summary>
    private static readonly TimeSpan MaximumHold = TimeSpan.FromMilliseconds(40);

    private readonly Func<SimulatorFaults> _faults;
    private readonly SimulatorTime _time;
    private readonly Action<byte[], IPEndPoint> _deliver;
    private readonly int _key;
    private readonly object _gate = new();
    private int _packets;
    private Held? _held;

    /// <param name="faults">Says what goes wrong now.</param>
    /// <param name="key">Seed of this direction.</param>
    /// <param name="time">The clock.</param>
    /// <param name="deliver">Takes packets at the other end.</param>
    public FaultyLink(Func<SimulatorFaults> faults, int key, SimulatorTime time, Action<byte[], IPEndPoint> deliver)
    {
        _faults = faults;
        _key = key;
        _time = time;
        _deliver = deliver;
    }

    /// <summary>Whether packets simply pass, as far as these faults go.</summary>
    public static bool IsPerfect(SimulatorFaults faults) =>
        faults is { LossPercent: 0, DuplicatePercent: 0, ReorderPercent: 0, LatePercent: 0, CorruptPercent: 0 } && faults.Latency == TimeSpan.Zero;

    /// <summary>Takes a packet, whose array stays with the link.</summary>
    public void Pass(byte[] packet, IPEndPoint endPoint)
    {
        lock (_gate)
            Meet(_faults(), packet, endPoint, _packets++);
    }

    private void Meet(SimulatorFaults faults, byte[] packet, IPEndPoint endPoint, int number)
    {
        if (Happens(faults.LossPercent, number, 0))
            return;
        bool twice = Happens(faults.DuplicatePercent, number, 1);
        if (Happens(faults.CorruptPercent, number, 2))
            packet = Damage(packet, number);

        if (Happens(faults.LatePercent, number, 4))
        {
            Carry(packet, endPoint, twice, OneWay(faults) + faults.LateBy);
            return;
        }

        // A packet that waits to be overtaken goes out behind this one.
        var held = _held;
        _held = null;
        if (held is null && Happens(faults.ReorderPercent, number, 3))
        {
            Hold(packet, endPoint, twice, OneWay(faults));
            return;
        }

        Carry(packet, endPoint, twice, OneWay(faults));
        if (held is not null)
            Carry(held.Packet, held.EndPoint, held.Twice, OneWay(faults));
    }

    private static TimeSpan OneWay(SimulatorFaults faults) => TimeSpan.FromTicks(faults.Latency.Ticks / 2);

    private void Hold(byte[] packet, IPEndPoint endPoint, bool twice, TimeSpan delay)
    {
        var held = new Held(packet, endPoint, twice);
        _held = held;
        _time.Schedule(_time.Now + MaximumHold, () =>
        {
            lock (_gate)
            {
                if (_held != held)
                    return;
                _held = null;
                Carry(packet, endPoint, twice, delay);
            }
        });
    }

    private void Carry(byte[] packet, IPEndPoint endPoint, bool twice, TimeSpan delay)
    {
        if (delay == TimeSpan.Zero)
        {
            _deliver(packet, endPoint);
            if (twice)
                _deliver((byte[])packet.Clone(), endPoint);
            return;
        }

        _time.Schedule(_time.Now + delay, () =>
        {
            _deliver(packet, endPoint);
            if (twice)
                _deliver((byte[])packet.Clone(), endPoint);
        });
    }

    private byte[] Damage(byte[] packet, int number)
    {
        if (packet.Length == 0)
            return packet;
        var damaged = (byte[])packet.Clone();
        uint where = Noise.Hash(_key, number, 100);
        damaged[where % (uint)damaged.Length] ^= (byte)(1 << (int)(where >> 24 & 7));
        return damaged;
    }

    private bool Happens(double percent, int number, int kind) => Noise.Happens(percent, _key, number, kind);

    private sealed record Held(byte[] Packet, IPEndPoint EndPoint, bool Twice);
}
