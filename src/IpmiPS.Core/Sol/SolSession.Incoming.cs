using System;

namespace IpmiPS.Sol;

/// <summary>The server's output: delivered once, in order, and acknowledged.</summary>
public sealed partial class SolSession
{
    /// <summary>The sequence numbers ahead of the last one that count as new. All others are late duplicates.</summary>
    private const int Ahead = 7;

    /// <summary>A BMC that repeats an old number this often has restarted its numbering.</summary>
    private const int RestartThreshold = 3;

    private byte _lastSequence;
    private int _lastCount;
    private byte _oldSequence;
    private int _oldCount;

    /// <summary>Delivers the new characters, and acknowledges them. Packets older than the last one are ignored, because the BMC is past them.</summary>
    private void ReceiveNumbered(SolPacket packet)
    {
        int steps = _lastSequence == 0 ? 1 : (packet.Sequence - _lastSequence + 15) % 15;
        if (steps > Ahead && !IsRestart(packet.Sequence))
            return;
        _oldCount = 0;

        // A retransmitted packet may have more characters than the original: the additional ones are new.
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
        ReceiveStatus(packet, isNew: !repeated);
    }

    private bool IsRestart(byte sequence)
    {
        _oldCount = sequence == _oldSequence ? _oldCount + 1 : 1;
        _oldSequence = sequence;
        return _oldCount >= RestartThreshold;
    }
}
