using System;
using System.Collections.Generic;
using IpmiPS.Wire;

namespace IpmiPS.Sol;

/// <summary>
/// The console's end of a SOL session, without any input or output of its own: payloads and the time go in, payloads and
/// events come out. One packet is under way at a time, as the specification wants; what the BMC accepts of it is gone, the
/// rest follows in a new packet. IPMI 2.0 sections 15.9 to 15.11. Not safe for several threads at once.
/// </summary>
public sealed partial class SolSession(SolTimings timings)
{
    private readonly Queue<byte[]> _packets = new();
    private readonly Queue<SolEvent> _events = new();
    private SolOperation _levels;

    /// <summary>How many characters go into a packet, 1 to 255; what the BMC said when SOL was activated.</summary>
    public int MaximumCharacters { get; set; } = 64;

    /// <summary>Whether SOL was deactivated or lost. Nothing more goes in or out then.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>When <see cref="Advance"/> has to be called next; null while there is nothing to wait for.</summary>
    public TimeSpan? NextDeadline => IsEnded ? null : _underWay is { } packet ? packet.Due : _queue.Count > 0 ? _holdUntil : null;

    /// <summary>Takes the next payload to send, or says that there is none.</summary>
    public bool TryTakePacket(out byte[] payload)
    {
        bool any = _packets.Count > 0;
        payload = any ? _packets.Dequeue() : [];
        return any;
    }

    /// <summary>Takes the next event, or says that there is none.</summary>
    public bool TryTakeEvent(out SolEvent happened)
    {
        bool any = _events.Count > 0;
        happened = any ? _events.Dequeue() : default;
        return any;
    }

    /// <summary>Takes in a payload from the BMC. One of fewer than four bytes is passed over.</summary>
    public void Receive(ArraySegment<byte> payload, TimeSpan now)
    {
        if (IsEnded || payload.Count < SolPacket.HeaderLength)
            return;
        var packet = SolPacket.Read(new ByteReader(payload));
        _heardSinceSent = true;
        if (packet.Sequence == 0)
            TakeStatus(packet, isNew: true);
        else
            TakeNumbered(packet);
        if (IsEnded)
            return;
        TakeAcknowledgement(packet, now);
        SendNext(now);
    }

    /// <summary>Does what is due at a time.</summary>
    public void Advance(TimeSpan now)
    {
        if (IsEnded)
            return;
        RepeatIfDue(now);
        SendNext(now);
    }

    /// <summary>Tells the machine to stop sending, or to go on: CTS, kept in every packet from now on.</summary>
    public long SetPaused(bool paused, TimeSpan now) => SetLevel(SolOperation.Pause, paused, now);

    /// <summary>Drops DCD and DSR towards the machine, or raises them: kept in every packet from now on.</summary>
    public long SetCarrierDropped(bool dropped, TimeSpan now) => SetLevel(SolOperation.DropCarrier, dropped, now);

    private long SetLevel(SolOperation level, bool set, TimeSpan now)
    {
        _levels = set ? _levels | level : _levels & ~level;
        return Enqueue(SolOperation.None, now);
    }

    private void TakeStatus(SolPacket packet, bool isNew)
    {
        if (isNew && (packet.Status & SolStatus.BreakDetected) != 0)
            _events.Enqueue(new(SolEventKind.BreakDetected));
        if (isNew && (packet.Status & SolStatus.Overrun) != 0)
            _events.Enqueue(new(SolEventKind.Overrun));
        bool unavailable = (packet.Status & SolStatus.TransferUnavailable) != 0;
        if (unavailable != _transferUnavailable)
            _events.Enqueue(new(unavailable ? SolEventKind.TransferUnavailable : SolEventKind.TransferAvailable));
        _transferUnavailable = unavailable;
        if ((packet.Status & SolStatus.Deactivated) != 0)
            End(SolEventKind.Deactivated);
    }

    private void End(SolEventKind reason)
    {
        IsEnded = true;
        _underWay = null;
        _queue.Clear();
        _events.Enqueue(new(reason));
    }

    private void Send(SolPacket packet)
    {
        var writer = new ByteWriter(SolPacket.HeaderLength + packet.Characters.Count);
        packet.Write(writer);
        _packets.Enqueue(writer.ToArray());
    }
}
