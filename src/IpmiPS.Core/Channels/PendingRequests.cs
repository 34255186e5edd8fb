using System;

namespace IpmiPS.Channels;

/// <summary>
/// The requests in flight by their sequence numbers, of which there are 64. After a request that was sent more than once or given up, its number
/// is not reused for a while, so that a late response is not taken for that of another request: the responses of many commands do not say what
/// they belong to. The number is free again as soon as each sending was answered. Not thread-safe.
/// </summary>
internal sealed class PendingRequests(Clock clock)
{
    public const int SequenceCount = 64;

    /// <summary>The sequence number of the first request of a session.</summary>
    public const byte FirstSequence = 1;

    /// <summary>How long a number is blocked if no response came: longer than a response can be delayed by the network or a slow BMC.</summary>
    public static readonly TimeSpan BlockedWithoutResponse = TimeSpan.FromSeconds(20);

    /// <summary>How long a number is blocked if the responses to retries are missing; they come soon after the first one.</summary>
    public static readonly TimeSpan BlockedAfterResponse = TimeSpan.FromSeconds(4);

    private readonly PendingRequest?[] _requests = new PendingRequest?[SequenceCount];
    private readonly TimeSpan[] _blockedUntil = new TimeSpan[SequenceCount];
    private readonly int[] _missingResponses = new int[SequenceCount];
    private int _lastSequence;

    public PendingRequest? this[int sequence] => _requests[sequence];

    /// <summary>Returns the next sequence number that is neither in use nor blocked; null if there is none.</summary>
    public byte? NextSequence()
    {
        var now = clock.Now;
        for (int i = 0; i < SequenceCount; i++)
        {
            _lastSequence = (_lastSequence + 1) % SequenceCount;
            if (_requests[_lastSequence] is null && _blockedUntil[_lastSequence] <= now)
                return (byte)_lastSequence;
        }

        return null;
    }

    /// <summary>Returns when the first of the blocked numbers may be used again.</summary>
    public TimeSpan NextSequenceAt()
    {
        var first = TimeSpan.MaxValue;
        for (int i = 0; i < SequenceCount; i++)
        {
            if (_requests[i] is null && _blockedUntil[i] < first)
                first = _blockedUntil[i];
        }

        return first;
    }

    public void Add(PendingRequest request)
    {
        _lastSequence = request.Sequence;
        _requests[request.Sequence] = request;
        _missingResponses[request.Sequence] = 0;
    }

    /// <summary>Counts a response that no request waits for.</summary>
    public void LateResponse(int sequence)
    {
        if (--_missingResponses[sequence] == 0 && _requests[sequence] is null)
            _blockedUntil[sequence] = TimeSpan.Zero;
    }

    public void Remove(PendingRequest request)
    {
        _requests[request.Sequence] = null;
        _missingResponses[request.Sequence] += request.HasResponse ? request.Attempts - 1 : request.Attempts;
        if (!request.HasResponse)
            _blockedUntil[request.Sequence] = clock.Now + BlockedWithoutResponse;
        else if (request.Attempts > 1)
            _blockedUntil[request.Sequence] = clock.Now + BlockedAfterResponse;
    }
}
