using System;
using System.Net;

namespace IpmiPS.Simulator;

/// <summary>
/// One direction of the network between clients and a BMC: loses, duplicates, delays, reorders and corrupts packets as the faults say.
/// The seed alone decides what happens to the n-th packet.
/// </summary>
internal sealed class FaultyLink
{
    /// <summary>How long a packet that is to be reordered waits for the next one.</summary>
    private static readonly TimeSpan MaximumHold = TimeSpan.FromMilliseconds(40);

    private readonly Func<SimulatorFaults> _faults;
    private readonly SimulatorTime _time;
    private readonly Action<byte[], IPEndPoint> _deliver;
    private readonly int _key;
    private readonly object _gate = new();
    private int _packets;
    private Held? _held;

    /// <param name="faults">The current faults.</param>
    /// <param name="key">Seed of this direction.</param>
    /// <param name="time">The clock.</param>
    /// <param name="deliver">Receives the packets at the other end.</param>
    public FaultyLink(Func<SimulatorFaults> faults, int key, SimulatorTime time, Action<byte[], IPEndPoint> deliver)
    {
        _faults = faults;
        _key = key;
        _time = time;
        _deliver = deliver;
    }

    /// <summary>Whether these faults change nothing on the network.</summary>
    public static bool IsPerfect(SimulatorFaults faults) =>
        faults is { LossPercent: 0, DuplicatePercent: 0, ReorderPercent: 0, LatePercent: 0, CorruptPercent: 0 } && faults.Latency == TimeSpan.Zero;

    /// <summary>Sends a packet. The link keeps the array.</summary>
    public void Send(byte[] packet, IPEndPoint endPoint)
    {
        lock (_gate)
            Apply(_faults(), packet, endPoint, _packets++);
    }

    private void Apply(SimulatorFaults faults, byte[] packet, IPEndPoint endPoint, int number)
    {
        if (Happens(faults.LossPercent, number, 0))
            return;
        bool duplicate = Happens(faults.DuplicatePercent, number, 1);
        if (Happens(faults.CorruptPercent, number, 2))
            packet = Corrupt(packet, number);

        if (Happens(faults.LatePercent, number, 4))
        {
            Deliver(packet, endPoint, duplicate, OneWay(faults) + faults.LateBy);
            return;
        }

        // A packet that waits to be reordered follows this one.
        var held = _held;
        _held = null;
        if (held is null && Happens(faults.ReorderPercent, number, 3))
        {
            Hold(packet, endPoint, duplicate, OneWay(faults));
            return;
        }

        Deliver(packet, endPoint, duplicate, OneWay(faults));
        if (held is not null)
            Deliver(held.Packet, held.EndPoint, held.Duplicate, OneWay(faults));
    }

    private static TimeSpan OneWay(SimulatorFaults faults) => TimeSpan.FromTicks(faults.Latency.Ticks / 2);

    private void Hold(byte[] packet, IPEndPoint endPoint, bool duplicate, TimeSpan delay)
    {
        var held = new Held(packet, endPoint, duplicate);
        _held = held;
        _time.Schedule(_time.Now + MaximumHold, () =>
        {
            lock (_gate)
            {
                if (_held != held)
                    return;
                _held = null;
                Deliver(packet, endPoint, duplicate, delay);
            }
        });
    }

    private void Deliver(byte[] packet, IPEndPoint endPoint, bool duplicate, TimeSpan delay)
    {
        if (delay == TimeSpan.Zero)
        {
            _deliver(packet, endPoint);
            if (duplicate)
                _deliver((byte[])packet.Clone(), endPoint);
            return;
        }

        _time.Schedule(_time.Now + delay, () =>
        {
            _deliver(packet, endPoint);
            if (duplicate)
                _deliver((byte[])packet.Clone(), endPoint);
        });
    }

    private byte[] Corrupt(byte[] packet, int number)
    {
        if (packet.Length == 0)
            return packet;
        var corrupted = (byte[])packet.Clone();
        uint position = Noise.Hash(_key, number, 100);
        corrupted[position % (uint)corrupted.Length] ^= (byte)(1 << (int)(position >> 24 & 7));
        return corrupted;
    }

    private bool Happens(double percent, int number, int kind) => Noise.Happens(percent, _key, number, kind);

    private sealed record Held(byte[] Packet, IPEndPoint EndPoint, bool Duplicate);
}
