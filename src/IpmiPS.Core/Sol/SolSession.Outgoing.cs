using System;
using System.Collections.Generic;

namespace IpmiPS.Sol;

/// <summary>What goes to the machine: one packet under way, sent again until it is acknowledged.</summary>
public sealed partial class SolSession
{
    /// <summary>Some BMCs may not answer a packet without characters.</summary>
    private const int ProbeRepetitions = 1;

    private readonly LinkedList<Item> _queue = new();
    private UnderWay? _underWay;
    private byte _sequence;
    private TimeSpan? _holdUntil;
    private TimeSpan _holdTime;
    private bool _heardSinceSent;
    private bool _transferUnavailable;
    private long _enqueued;

    /// <summary>How much of what was enqueued the BMC has accepted; see <see cref="Enqueue(byte[], TimeSpan)"/>.</summary>
    public long Completed { get; private set; }

    /// <summary>Characters for the machine. Returns what <see cref="Completed"/> will have reached when the BMC has accepted them all.</summary>
    public long Enqueue(byte[] characters, TimeSpan now)
    {
        if (characters.Length > 0 && !IsEnded)
            _queue.AddLast(new Item(characters, SolOperation.None));
        return Enqueued(characters.Length, now);
    }

    /// <summary>A break, a flush or nothing at all, in its turn; nothing at all is a sign of life that the BMC has to acknowledge.</summary>
    /// <inheritdoc cref="Enqueue(byte[], TimeSpan)" path="/returns"/>
    public long Enqueue(SolOperation operation, TimeSpan now)
    {
        if (!IsEnded)
            _queue.AddLast(new Item([], operation));
        return Enqueued(1, now);
    }

    /// <summary>
    /// An empty packet before all others, for a BMC that remembers the last number of a former session: it would take the first
    /// packet of this one for a repetition, if it had that number, and throw its characters away. Not insisted on.
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
        if (IsEnded || _underWay is not null || _queue.First?.Value is not { } first)
            return;
        if (!first.IsOperation)
        {
            if (_holdUntil > now)
                return;
            _holdUntil = null;
        }

        var characters = first.IsOperation ? [] : Gather();
        _sequence = SolPacket.Next(_sequence);
        _underWay = new UnderWay(characters, first.IsOperation ? first.Operation : SolOperation.None, now + timings.RetryInterval, timings.RetryInterval) { IsProbe = first.IsProbe };
        _heardSinceSent = false;
        SendUnderWay(_underWay);
    }

    /// <summary>As many characters as fit into a packet; they stay in the queue until they are accepted.</summary>
    private byte[] Gather()
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

    private void SendUnderWay(UnderWay packet) =>
        Send(new SolPacket { Sequence = _sequence, Flags = (byte)(packet.Operation | _levels), Characters = new(packet.Characters) });

    private void RepeatIfDue(TimeSpan now)
    {
        if (_underWay is not { } packet || now < packet.Due)
            return;
        if (packet.IsProbe && packet.Repetitions == ProbeRepetitions)
        {
            FinishOperation();
            return;
        }

        if (packet.Repetitions++ == timings.RetryCount)
        {
            End(SolEventKind.Lost);
            return;
        }

        if (packet.Repetitions == timings.RenumberAfter && _heardSinceSent)
            _sequence = SolPacket.Next(_sequence);
        packet.Interval = Doubled(packet.Interval);
        packet.Due = now + packet.Interval;
        SendUnderWay(packet);
    }

    private void TakeAcknowledgement(SolPacket packet, TimeSpan now)
    {
        bool refuses = packet.IsNack || _transferUnavailable;
        if (packet.Acknowledged == 0 || _underWay is not { } sent || packet.Acknowledged != _sequence)
        {
            // Without a refusal this says that there is room again.
            if (!refuses)
                _holdUntil = null;
            return;
        }

        if (sent.Characters.Length == 0)
        {
            // Some BMCs refuse an operation because it has no characters; it was carried out all the same.
            FinishOperation();
            return;
        }

        _underWay = null;
        int accepted = Math.Min(packet.Accepted, sent.Characters.Length);
        Accept(accepted);
        bool hold = accepted < sent.Characters.Length && (refuses || accepted == 0);
        _holdTime = !hold ? TimeSpan.Zero : accepted > 0 || _holdTime == TimeSpan.Zero ? timings.HoldTime : Doubled(_holdTime);
        _holdUntil = hold ? now + _holdTime : null;
    }

    private void FinishOperation()
    {
        _underWay = null;
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

    private sealed class UnderWay(byte[] characters, SolOperation operation, TimeSpan due, TimeSpan interval)
    {
        public byte[] Characters { get; } = characters;

        public SolOperation Operation { get; } = operation;

        public bool IsProbe { get; init; }

        public TimeSpan Due { get; set; } = due;

        public TimeSpan Interval { get; set; } = interval;

        public int Repetitions { get; set; }
    }
}
