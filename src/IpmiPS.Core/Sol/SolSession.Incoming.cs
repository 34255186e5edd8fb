using System;

namespace IpmiPS.Sol;

/// <summary>The machine's output: taken in order, once, and acknowledged.</summary>
public sealed partial class SolSession
{
    /// <summary>Numbers further back than this are repetitions that were under way for long; further ahead the BMC skipped packets.</summary>
    private const int Ahead = 7;

    /// <summary>A BMC that insists on a number that looks old has begun to count anew.</summary>
    private const int InsistenceLimit = 3;

    private byte _lastSequence;
    private int _lastCount;
    private byte _oldSequence;
    private int _oldSeen;

    /// <summary>Delivers the characters that are new, and acknowledges. What is older than the last packet is passed over: the BMC is past it.</summary>
    private void TakeNumbered(SolPacket packet)
    {
        int steps = _lastSequence == 0 ? 1 : (packet.Sequence - _lastSequence + 15) % 15;
        if (steps > Ahead && !Insists(packet.Sequence))
            return;
        _oldSeen = 0;

        // A repetition may carry more than the packet did at first: what came since is new.
        bool repeated = steps == 0;
        int known = repeated ? _lastCount : 0;
        int count = Math.Min(packet.Characters.Count, SolPacket.MaximumCharacters);
        if (steps is > 1 and <= Ahead)
            _events.Enqueue(new(SolEventKind.Gap));
        if (count > known)
        {
            var characters = new byte[count - known];
            Buffer.BlockCopy(packet.Characters.Array!, packet.Characters.Offset + known, characters, 0, characters.Length);
            _events.Enqueue(new(SolEventKind.Output, characters));
        }

        _lastSequence = packet.Sequence;
        _lastCount = Math.Max(count, known);
        Send(new SolPacket { Acknowledged = packet.Sequence, Accepted = (byte)count, Flags = (byte)_levels });
        TakeStatus(packet, isNew: !repeated);
    }

    private bool Insists(byte sequence)
    {
        _oldSeen = sequence == _oldSequence ? _oldSeen + 1 : 1;
        _oldSequence = sequence;
        return _oldSeen >= InsistenceLimit;
    }
}
