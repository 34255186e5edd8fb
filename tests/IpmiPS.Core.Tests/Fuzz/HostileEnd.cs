using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Packets;
using IpmiPS.Sol;
using IpmiPS.Tests.Simulator;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;

namespace IpmiPS.Tests.Fuzz;

/// <summary>
/// A virtual BMC behind a session of <see cref="TestBmc"/>, whose answers an input changes: either as somebody on the network can, who has no
/// keys, or as only the BMC itself can, before they are sealed. Where the input ends, all is as it should be.
/// </summary>
internal sealed class HostileEnd
{
    private const int Moments = 100;

    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly FuzzInput _decisions;
    private readonly bool _hasKeys;
    private readonly Bench _bench;
    private readonly List<byte[]> _seen = [];
    private readonly ConcurrentQueue<byte[]> _underWay = new();
    private byte[]? _held;

    public HostileEnd(FuzzInput decisions, bool hasKeys, Bench bench)
    {
        _decisions = decisions;
        _hasKeys = hasKeys;
        _bench = bench;
        Bmc = new TestBmc { Random = new SeededRandom(3).Bytes, AuthTypes = [AuthType.Md5], Command = Command, Payload = Payload, Rewrite = Rewrite, Sessionless = Sessionless };
    }

    public TestBmc Bmc { get; }

    /// <summary>
    /// Runs a client's work on this thread: what the BMC sent arrives one after another, and when nothing is under way, time passes. As with a
    /// socket, nothing arrives while something is being sent.
    /// </summary>
    public void Drive(ClientSetup setup, Func<Task> work)
    {
        setup.Link.Down = datagram =>
        {
            lock (_seen)
            {
                foreach (byte[] arriving in Down(datagram))
                    _underWay.Enqueue(arriving);
            }

            return [];
        };
        var real = Stopwatch.StartNew();
        var working = work();
        while (!working.IsCompleted)
        {
            if (_underWay.TryDequeue(out byte[]? datagram))
                setup.Link.Deliver(datagram);
            else if (!IsGoingOn(working))
                setup.Clock.Advance(s_step);
            if (real.Elapsed > s_patience)
                throw new TimeoutException($"The work did not come to an end within {s_patience}.");
        }

        working.GetAwaiter().GetResult();
    }

    /// <summary>Whether the pool's threads, which have some of the work to do, bring it forward within a moment.</summary>
    private bool IsGoingOn(Task working)
    {
        for (int i = 0; i < Moments; i++)
        {
            if (working.IsCompleted || !_underWay.IsEmpty)
                return true;
            Thread.Sleep(0);
        }

        return false;
    }

    /// <summary>What becomes of a datagram on its way to the client.</summary>
    private IEnumerable<byte[]> Down(byte[] datagram)
    {
        byte how = _hasKeys ? (byte)0 : _decisions.Byte();
        _seen.Add(datagram);
        byte[]? late = _held;
        _held = null;
        IEnumerable<byte[]> arriving = (how >> 4) switch
        {
            < 8 => [datagram],
            8 => [],
            9 => [datagram, datagram],
            10 => [PacketTargets.Meddle(datagram, how, _decisions.Chunk()), datagram],
            11 => [PacketTargets.Meddle(datagram, how, _decisions.Chunk())],
            12 => [_seen[_decisions.Byte() % _seen.Count], datagram],
            13 => [.. Enumerable.Repeat(_decisions.Chunk(), how), datagram],
            14 => Hold(datagram),
            _ => [[], new byte[2048], datagram],
        };
        return late is null ? arriving : [.. arriving, late];
    }

    private byte[][] Hold(byte[] datagram)
    {
        _held = datagram;
        return [];
    }

    private byte[]? Command(BmcRequest request)
    {
        byte[] answer = _bench.Send(request.Message.NetFn, request.Message.Command, request.Data, request.Message.ResponderLun);
        byte how = _hasKeys ? _decisions.Byte() : (byte)0;
        return (how >> 4) switch
        {
            < 8 => answer,
            8 => null,
            9 => [(byte)(0xC0 | how & 0xF)],
            10 => [_decisions.Byte()],
            11 => [0, .. _decisions.Chunk()],
            12 => [.. answer.Take(how & 0xF)],
            13 => [.. answer, .. _decisions.Chunk()],
            _ => Changed(answer, _decisions.Number(), _decisions.Chunk()),
        };
    }

    /// <summary>Outside of a session, null is what the BMC itself answers.</summary>
    private byte[]? Sessionless(BmcRequest request)
    {
        byte how = _hasKeys ? _decisions.Byte() : (byte)0;
        return (how >> 4) switch
        {
            < 12 => null,
            12 => [],
            13 => [_decisions.Byte()],
            _ => [0, .. _decisions.Chunk()],
        };
    }

    private static byte[] Changed(byte[] answer, int at, byte[] by)
    {
        byte[] changed = [.. answer];
        for (int i = 0; i < by.Length && changed.Length > 0; i++)
            changed[(at + i) % changed.Length] ^= by[i];
        return changed;
    }

    /// <summary>A console that takes what is typed and says something; or anything else.</summary>
    private IEnumerable<byte[]> Payload(byte[] payload)
    {
        byte how = _hasKeys ? _decisions.Byte() : (byte)0;
        if (how >= 0x80)
            return Enumerable.Repeat(_decisions.Chunk(), how & 0x3F);
        var typed = SolPacket.Read(new ByteReader(payload));
        if (typed.Sequence == 0)
            return [];
        var writer = new ByteWriter();
        new SolPacket { Sequence = (byte)(how & 0x0F), Acknowledged = typed.Sequence, Accepted = (byte)typed.Characters.Count, Characters = typed.Characters }.Write(writer);
        return [writer.ToArray()];
    }

    private byte[]? Rewrite(PayloadType type, byte[] payload)
    {
        byte how = _hasKeys ? _decisions.Byte() : (byte)0;
        return (how >> 4) switch
        {
            < 12 => payload,
            12 => null,
            13 => [.. payload.Take(_decisions.Byte())],
            14 => _decisions.Chunk(),
            _ => Changed(payload, _decisions.Number(), _decisions.Chunk()),
        };
    }
}
