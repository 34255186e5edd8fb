using System;
using System.Collections.Generic;
using IpmiPS.Wire;

namespace IpmiPS.Sol;

/// <summary>
/// The console's side of a SOL session, without I/O: payloads and the time go in, payloads and events come out. One packet is in flight at a
/// time, as the specification requires. Characters that the BMC does not accept are sent in a new packet. IPMI 2.0 sections 15.9 to 15.11. Not thread-safe.
/// </summary>
public sealed partial class SolSession(SolTimings timings)
{
    private readonly Queue<byte[]> _packets = new();
    private readonly Queue<SolEvent> _events = new();
    private SolOperation _levels;

    /// <summary>The maximum number of characters in a packet, 1 to 255, as reported at activation.</summary>
    public int MaximumCharacters { get; set; } = 64;

    /// <summary>Whether SOL was deactivated or lost. Nothing is sent or received then.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>When <see cref="Advance"/> has to be called next; null if nothing is due.</summary>
    public TimeSpan? NextDeadline => IsEnded ? null : _inFlight is { } packet ? packet.Due : _queue.Count > 0 ? _holdUntil : null;

    /// <summary>Takes the next payload to send. False if there is none.</summary>
    public bool TryTakePacket(out byte[] payload)
    {
        bool any = _packets.Count > 0;
        payload = any ? _packets.Dequeue() : [];
        return any;
    }

    /// <summary>Takes the next event. False if there is none.</summary>
    public bool TryTakeEvent(out SolEvent solEvent)
    {
        bool any = _events.Count > 0;
        solEvent = any ? _events.Dequeue() : default;
        return any;
    }

    /// <summary>Processes a payload from the BMC. One of fewer than four bytes is ignored.</summary>
    public void Receive(ArraySegment<byte> payload, TimeSpan now)
    {
        if (IsEnded || payload.Count < SolPacket.HeaderLength)
            return;
        var packet = SolPacket.Read(new ByteReader(payload));
        _receivedSinceSent = true;
        if (packet.Sequence == 0)
            ReceiveStatus(packet, isNew: true);
        else
            ReceiveNumbered(packet);
        if (IsEnded)
            return;
        ReceiveAcknowledgement(packet, now);
        SendNext(now);
    }

    /// <summary>Retransmits and sends what is due at a time.</summary>
    public void Advance(TimeSpan now)
    {
        if (IsEnded)
            return;
        RetransmitIfDue(now);
        SendNext(now);
    }

    /// <summary>Stops or resumes the server's output with CTS, which is part of every packet from now on.</summary>
    public long SetPaused(bool paused, TimeSpan now) => SetLevel(SolOperation.Pause, paused, now);

    /// <summary>Drops or raises DCD and DSR to the server, which are part of every packet from now on.</summary>
    public long SetCarrierDropped(bool dropped, TimeSpan now) => SetLevel(SolOperation.DropCarrier, dropped, now);

    private long SetLevel(SolOperation level, bool set, TimeSpan now)
    {
        _levels = set ? _levels | level : _levels & ~level;
        return Enqueue(SolOperation.None, now);
    }

    private void ReceiveStatus(SolPacket packet, bool isNew)
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
        _inFlight = null;
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
