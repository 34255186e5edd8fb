using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using IpmiPS.Discovery;
using IpmiPS.Tests.Fuzz;

namespace IpmiPS.Tests.Discovery;

/// <summary>A network without sockets and without waiting: time goes on to what is due next. What arrives, arrives after half the round trip.</summary>
internal sealed class Network
{
    private readonly List<(TimeSpan At, Action Arrive)> _underWay = [];
    private readonly SeededRandom _random;

    public Network(ulong seed = 1, TimeSpan? timeout = null)
    {
        _random = new SeededRandom(seed);
        Sweep = new DeviceSweep(timeout ?? TimeSpan.FromSeconds(3), Found.Add);
    }

    public DeviceSweep Sweep { get; }

    public TimeSpan Now { get; private set; }

    public List<FoundDevice> Found { get; } = [];

    /// <summary>Who listens, and what comes back.</summary>
    public Dictionary<IPEndPoint, Func<byte[], IEnumerable<byte[]>>> Hosts { get; } = [];

    public double LossPercent { get; init; }

    public TimeSpan RoundTrip { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>What was sent, and when.</summary>
    public List<(TimeSpan At, byte[] Packet, IPEndPoint To)> Sent { get; } = [];

    public int MaximumCount { get; private set; }

    public static IPEndPoint EndPoint(int number, int port = 623) => new(new IPAddress([10, (byte)(number >> 16), (byte)(number >> 8), (byte)number]), port);

    /// <summary>Probes addresses, at a rate if one is given, until all are done.</summary>
    public Network Run(IEnumerable<SweepTarget> targets, int packetsPerSecond = 100_000)
    {
        using var next = targets.GetEnumerator();
        bool more = next.MoveNext();
        var rate = new PacketRate(packetsPerSecond);
        while (more || Sweep.Count > 0)
        {
            Arrive();
            TimeSpan? wait = rate.WaitFrom(Now);
            if (wait == TimeSpan.Zero)
            {
                if (Sweep.Take(Now) is { } taken)
                {
                    rate.TryTake(Now);
                    Send(taken.Packet, taken.To);
                    continue;
                }

                if (more)
                {
                    Sweep.Add(next.Current, Now);
                    more = next.MoveNext();
                    MaximumCount = Math.Max(MaximumCount, Sweep.Count);
                    continue;
                }

                wait = Sweep.NextDue - Now;
            }

            var until = Now + (wait ?? TimeSpan.Zero);
            foreach (var (at, _) in _underWay)
                until = at < until ? at : until;
            Now = until > Now ? until : Now + TimeSpan.FromTicks(1);
        }

        return this;
    }

    private void Send(byte[] packet, IPEndPoint to)
    {
        Sent.Add((Now, packet, to));
        if (!Hosts.TryGetValue(to, out var host) || IsLost())
            return;
        foreach (byte[] answer in host(packet))
            if (!IsLost())
                _underWay.Add((Now + RoundTrip, () => Sweep.Receive(to, new ArraySegment<byte>(answer), Now)));
    }

    private void Arrive()
    {
        foreach (var arrived in _underWay.Where(each => each.At <= Now).ToArray())
        {
            _underWay.Remove(arrived);
            arrived.Arrive();
        }
    }

    private bool IsLost() => _random.Below(100_000) < LossPercent * 1000;
}
