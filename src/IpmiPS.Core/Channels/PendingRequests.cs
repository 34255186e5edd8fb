using System;

namespace IpmiPS.Channels;

/// <summary>
/// The requests in flight by their sequence numbers, of which there are 64. A number whose request was sent more than once, or was given
/// up, rests before it is used again, so that a late answer finds nobody: the answers of many commands do not say what they are about, and
/// a reading that went to another sensor would be a lie. It rests no longer once an answer came to each of the sendings. Not safe for two threads at once.
/// </summary>
internal sealed class PendingRequests(Clock clock)
{
    public const int SequenceCount = 64;

    /// <summary>The number of the first request of a session.</summary>
    public const byte FirstSequence = 1;

    /// <summary>Where no answer came: longer than one is believed to stay in the network or in a slow BMC.</summary>
    public static readonly TimeSpan RestAfterSilence = TimeSpan.FromSeconds(20);

    /// <summary>Where one answer came and more may follow, to the repetitions: they come soon after the first.</summary>
    public static readonly TimeSpan RestAfterResponse = TimeSpan.FromSeconds(4);

    private readonly PendingRequest?[] _requests = new PendingRequest?[SequenceCount];
    private readonly TimeSpan[] _restsUntil = new TimeSpan[SequenceCount];
    private readonly int[] _answersOut = new int[SequenceCount];
    private int _lastSequence;

    public PendingRequest? this[int sequence] => _requests[sequence];

    /// <summary>The next number that is neither in use nor resting; null when there is none.</summary>
    public byte? NextSequence()
    {
        var now = clock.Now;
        for (int i = 0; i < SequenceCount; i++)
        {
            _lastSequence = (_lastSequence + 1) % SequenceCount;
            if (_requests[_lastSequence] is null && _restsUntil[_lastSequence] <= now)
                return (byte)_lastSequence;
        }

        return null;
    }

    /// <summary>When the first of the resting numbers may be used again.</summary>
    public TimeSpan NextSequenceAt()
    {
        var first = TimeSpan.MaxValue;
        for (int i = 0; i < SequenceCount; i++)
        {
            if (_requests[i] is null && _restsUntil[i] < first)
                first = _restsUntil[i];
        }

        return first;
    }

    public void Add(PendingRequest request)
    {
        _lastSequence = request.Sequence;
        _requests[request.Sequence] = request;
        _answersOut[request.Sequence] = 0;
    }

    /// <summary>An answer came that no request waits for any more.</summary>
    public void LateResponse(int sequence)
    {
        if (--_answersOut[sequence] == 0 && _requests[sequence] is null)
            _restsUntil[sequence] = TimeSpan.Zero;
    }

    public void Remove(PendingRequest request)
    {
        _requests[request.Sequence] = null;
        _answersOut[request.Sequence] += request.IsAnswered ? request.Attempts - 1 : request.Attempts;
        if (!request.IsAnswered)
            _restsUntil[request.Sequence] = clock.Now + RestAfterSilence;
        else if (request.Attempts > 1)
            _restsUntil[request.Sequence] = clock.Now + RestAfterResponse;
    }
}
