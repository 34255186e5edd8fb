using System;
using System.Collections.Generic;

namespace IpmiPS.Sol;

/// <summary>Input to the server: one packet in flight, retransmitted until it is acknowledged.</summary>
public sealed partial class SolSession
{
    /// <summary>Some BMCs may not acknowledge a packet without characters.</summary>
    private const int MaximumProbeRetries = 1;

    private readonly LinkedList<Item> _queue = new();
    private InFlight? _inFlight;
    private byte _sequence;
    private TimeSpan? _holdUntil;
    private TimeSpan _holdTime;
    private bool _receivedSinceSent;
    private bool _transferUnavailable;
    private long _enqueued;

    /// <summary>How much of the queue the BMC has accepted; see <see cref="Enqueue(byte[], TimeSpan)"/>.</summary>
    public long Completed { get; private set; }

    /// <summary>Queues characters for the server. Returns the value that <see cref="Completed"/> reaches when the BMC has accepted all of them.</summary>
    public long Enqueue(byte[] characters, TimeSpan now)
    {
        if (characters.Length > 0 && !IsEnded)
            _queue.AddLast(new Item(characters, SolOperation.None));
        return Enqueued(characters.Length, now);
    }

    /// <summary>Queues a break or a flush; without flags, a keep-alive that the BMC has to acknowledge.</summary>
    /// <inheritdoc cref="Enqueue(byte[], TimeSpan)" path="/returns"/>
    public long Enqueue(SolOperation operation, TimeSpan now)
    {
        if (!IsEnded)
            _queue.AddLast(new Item([], operation));
        return Enqueued(1, now);
    }

    /// <summary>
    /// Queues an empty packet before all others. A BMC that remembers the last sequence number of an earlier session would otherwise take the
    /// first packet for a duplicate, and discard its characters. It does not matter whether the packet is acknowledged.
    /// </summary>
    public void Synchronize(TimeSpan now)
    {
        _queue.AddLast(new Item([], SolOperation.None) { IsProbe = true });
        Enqueued(1, now);
    }

    private long Enqueued(int count, TimeSpan now)
    {
        _enqueued += count;
        SendNext(now);
        return _enqueued;
    }

    private void SendNext(TimeSpan now)
    {
        if (IsEnded || _inFlight is not null || _queue.First?.Value is not { } first)
            return;
        if (!first.IsOperation)
        {
            if (_holdUntil > now)
                return;
            _holdUntil = null;
        }

        var characters = first.IsOperation ? [] : FillPacket();
        _sequence = SolPacket.Next(_sequence);
        _inFlight = new InFlight(characters, first.IsOperation ? first.Operation : SolOperation.None, now + timings.RetryInterval, timings.RetryInterval) { IsProbe = first.IsProbe };
        _receivedSinceSent = false;
        SendInFlight(_inFlight);
    }

    /// <summary>Copies as many characters as fit into a packet. They stay in the queue until they are accepted.</summary>
    private byte[] FillPacket()
    {
        var characters = new byte[Math.Max(1, Math.Min(MaximumCharacters, SolPacket.MaximumCharacters))];
        int count = 0;
        for (var node = _queue.First; node is { Value.IsOperation: false } && count < characters.Length; node = node.Next)
        {
            int take = Math.Min(node.Value.Remaining, characters.Length - count);
            Buffer.BlockCopy(node.Value.Characters, node.Value.Offset, characters, count, take);
            count += take;
        }

        Array.Resize(ref characters, count);
        return characters;
    }

    private void SendInFlight(InFlight packet) =>
        Send(new SolPacket { Sequence = _sequence, Flags = (byte)(packet.Operation | _levels), Characters = new(packet.Characters) });

    private void RetransmitIfDue(TimeSpan now)
    {
        if (_inFlight is not { } packet || now < packet.Due)
            return;
        if (packet.IsProbe && packet.Retries == MaximumProbeRetries)
        {
            FinishOperation();
            return;
        }

        if (packet.Retries++ == timings.RetryCount)
        {
            End(SolEventKind.Lost);
            return;
        }

        if (packet.Retries == timings.RenumberAfter && _receivedSinceSent)
            _sequence = SolPacket.Next(_sequence);
        packet.Interval = Doubled(packet.Interval);
        packet.Due = now + packet.Interval;
        SendInFlight(packet);
    }

    private void ReceiveAcknowledgement(SolPacket packet, TimeSpan now)
    {
        bool refuses = packet.IsNack || _transferUnavailable;
        if (packet.Acknowledged == 0 || _inFlight is not { } sent || packet.Acknowledged != _sequence)
        {
            // Without a NACK, this means that the BMC has room again.
            if (!refuses)
                _holdUntil = null;
            return;
        }

        if (sent.Characters.Length == 0)
        {
            // Some BMCs refuse an operation because it has no characters, but carry it out.
            FinishOperation();
            return;
        }

        _inFlight = null;
        int accepted = Math.Min(packet.Accepted, sent.Characters.Length);
        Accept(accepted);
        bool hold = accepted < sent.Characters.Length && (refuses || accepted == 0);
        _holdTime = !hold ? TimeSpan.Zero : accepted > 0 || _holdTime == TimeSpan.Zero ? timings.HoldTime : Doubled(_holdTime);
        _holdUntil = hold ? now + _holdTime : null;
    }

    private void FinishOperation()
    {
        _inFlight = null;
        _queue.RemoveFirst();
        Completed++;
    }

    private TimeSpan Doubled(TimeSpan time) => TimeSpan.FromTicks(Math.Min(time.Ticks * 2, timings.MaximumRetryInterval.Ticks));

    private void Accept(int count)
    {
        Completed += count;
        while (count > 0 && _queue.First is { } node)
        {
            int taken = Math.Min(count, node.Value.Remaining);
            node.Value.Offset += taken;
            count -= taken;
            if (node.Value.Remaining == 0)
                _queue.RemoveFirst();
        }
    }

    private sealed class Item(byte[] characters, SolOperation operation)
    {
        public byte[] Characters { get; } = characters;

        public SolOperation Operation { get; } = operation;

        public bool IsProbe { get; init; }

        public int Offset { get; set; }

        public int Remaining => Characters.Length - Offset;

        public bool IsOperation => Characters.Length == 0;
    }

    private sealed class InFlight(byte[] characters, SolOperation operation, TimeSpan due, TimeSpan interval)
    {
        public byte[] Characters { get; } = characters;

        public SolOperation Operation { get; } = operation;

        public bool IsProbe { get; init; }

        public TimeSpan Due { get; set; } = due;

        public TimeSpan Interval { get; set; } = interval;

        public int Retries { get; set; }
    }
}
