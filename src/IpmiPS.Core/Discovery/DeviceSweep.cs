using System;
using System.Collections.Generic;
using System.Net;
using IpmiPS.Wire;

namespace IpmiPS.Discovery;

/// <summary>
/// Probes of many addresses at once: says which packet is due, and takes what is received. No socket, no clock, no rate: these belong to its caller. It holds only addresses
/// whose answer is awaited.
/// </summary>
/// <param name="timeout">How long an address has for a first answer, and then for the rest.</param>
/// <param name="onFound">Receives each device.</param>
internal sealed class DeviceSweep(TimeSpan timeout, Action<FoundDevice> onFound)
{
    /// <summary>The maximum number of addresses at once.</summary>
    public const int MaximumProbes = 65536;

    private readonly Dictionary<IPEndPoint, DeviceProbe> _probes = [];
    private readonly SortedSet<DeviceProbe> _due = new(new ByDueTime());
    private long _number;

    /// <summary>Number of addresses whose answer is awaited.</summary>
    public int Count => _probes.Count;

    /// <summary>Number of addresses that are done.</summary>
    public long DoneCount { get; private set; }

    /// <summary>Number of devices found.</summary>
    public int FoundCount { get; private set; }

    /// <summary>When a packet is due, or the time of an address is over; null without addresses.</summary>
    public TimeSpan? NextDue => _due.Min?.Due;

    /// <summary>Adds an address. Each must be added only once.</summary>
    public void Add(SweepTarget target, TimeSpan now)
    {
        var probe = new DeviceProbe(target, timeout, _number++, now);
        _probes.Add(target.EndPoint, probe);
        _due.Add(probe);
    }

    /// <summary>Returns the next packet that is due, and counts it as sent; null if none is.</summary>
    public (byte[] Packet, IPEndPoint To)? Take(TimeSpan now)
    {
        while (_due.Min is { } probe && probe.Due <= now)
        {
            _due.Remove(probe);
            byte[]? packet = probe.IsOver(now) ? null : probe.Take(now);
            if (packet is null && probe.IsOver(now))
                End(probe);
            else
                _due.Add(probe);
            if (packet is not null)
                return (packet, probe.Target.EndPoint);
        }

        return null;
    }

    /// <summary>Takes a received datagram. One that is malformed, or not an answer to a request to this address, is ignored.</summary>
    public void Receive(IPEndPoint from, ArraySegment<byte> datagram, TimeSpan now)
    {
        if (!_probes.TryGetValue(from, out var probe))
            return;
        _due.Remove(probe);
        try
        {
            probe.Receive(datagram, now);
        }
        catch (MalformedDataException)
        {
            // Anyone can send anything.
        }
        finally
        {
            _due.Add(probe);
        }
    }

    private void End(DeviceProbe probe)
    {
        _probes.Remove(probe.Target.EndPoint);
        DoneCount++;
        if (probe.ToResult() is not { } device)
            return;
        FoundCount++;
        onFound(device);
    }

    private sealed class ByDueTime : IComparer<DeviceProbe>
    {
        public int Compare(DeviceProbe? x, DeviceProbe? y)
        {
            int byDue = x!.Due.CompareTo(y!.Due);
            return byDue != 0 ? byDue : x.Number.CompareTo(y.Number);
        }
    }
}
