namespace IpmiPS.Sessions;

/// <summary>
/// Decides which session sequence numbers are accepted. IPMI 2.0 section 6.12.13: a number that was seen before is rejected, and so is one that is too far
/// behind or ahead of the highest seen. Numbers wrap around to 1: zero is not used within a session.
/// </summary>
internal sealed class SequenceWindow(uint ahead, uint behind)
{
    private uint _highest;
    private uint _seen;
    private bool _started;

    /// <summary>RMCP+: 16 behind and 15 ahead.</summary>
    public static SequenceWindow Rmcp20() => new(15, 16);

    /// <summary>IPMI 1.5: 8 behind and 8 ahead.</summary>
    public static SequenceWindow Lan15() => new(8, 8);

    /// <summary>
    /// For the console in a session with authenticated packets: numbers cannot be forged, and a burst of losses must not end the session, so any
    /// number ahead is accepted.
    /// </summary>
    public static SequenceWindow Authenticated() => new(int.MaxValue, 31);

    /// <summary>Starts at the number that the other end was told to begin with: that number and the window ahead of it are accepted.</summary>
    public SequenceWindow StartingAt(uint first)
    {
        _highest = Previous(first);
        _seen = 1;
        _started = true;
        return this;
    }

    /// <summary>Accepts and records a number, or rejects it. Call it only for packets whose authentication code is right.</summary>
    public bool TryAccept(uint sequence)
    {
        if (sequence == 0)
            return false;
        if (!_started)
        {
            _highest = sequence;
            _seen = 1;
            return _started = true;
        }

        uint forward = Distance(_highest, sequence), back = Distance(sequence, _highest);
        if (forward != 0 && forward <= ahead)
        {
            _seen = forward < 32 ? _seen << (int)forward | 1 : 1;
            _highest = sequence;
            return true;
        }

        if (back > behind || back >= 32 || (_seen & 1u << (int)back) != 0)
            return false;
        _seen |= 1u << (int)back;
        return true;
    }

    /// <summary>Returns the steps from one number forward to another, without the unused zero.</summary>
    private static uint Distance(uint from, uint to) => to >= from ? to - from : to - from - 1;

    private static uint Previous(uint sequence) => sequence == 1 ? uint.MaxValue : sequence - 1;
}
