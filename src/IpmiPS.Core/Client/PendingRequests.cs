using System;

namespace IpmiPS.Client;

/// <summary>
/// The requests in flight by their sequence numbers, of which there are 64. A number whose request was sent more than once, or was given
/// up, rests before it is used again where it can, so that a late answer finds nobody. Not safe for two threads at once.
/// </summary>
internal sealed class PendingRequests(Clock clock)
{
    public const int SequenceCount = 64;

    /// <summary>Where no answer came: longer than one is believed to stay in the network or in a slow BMC.</summary>
    public static readonly TimeSpan RestAfterSilence = TimeSpan.FromSeconds(20);

    /// <summary>Where one answer came and more may follow, to the repetitions: they come soon after the first.</summary>
    public static readonly TimeSpan RestAfterAnswer = TimeSpan.FromSeconds(4);

    private readonly PendingRequest?[] _requests = new PendingRequest?[SequenceCount];
    private readonly TimeSpan[] _restsUntil = new TimeSpan[SequenceCount];
    private int _lastSequence;

    public PendingRequest? this[int sequence] => _requests[sequence];

    /// <summary>
    /// The next number that is neither in use nor resting. Where losses have sent all others to rest, the one whose rest ends first: it
    /// has rested longest, and NetFn and command still tell a late answer from most others. The window leaves many numbers free.
    /// </summary>
    public byte NextSequence()
    {
        var now = clock.Now;
        int best = -1;
        for (int i = 1; i <= SequenceCount; i++)
        {
            int candidate = (_lastSequence + i) % SequenceCount;
            if (_requests[candidate] is not null)
                continue;
            if (best < 0 || _restsUntil[candidate] < _restsUntil[best])
                best = candidate;
            if (_restsUntil[candidate] <= now)
            {
                best = candidate;
                break;
            }
        }

        _lastSequence = best < 0 ? throw new InvalidOperationException("More requests are in flight than there are sequence numbers.") : best;
        return (byte)best;
    }

    public void Add(PendingRequest request) => _requests[request.Sequence] = request;

    public void Remove(PendingRequest request)
    {
        _requests[request.Sequence] = null;
        if (!request.IsAnswered)
            _restsUntil[request.Sequence] = clock.Now + RestAfterSilence;
        else if (request.Attempts > 1)
            _restsUntil[request.Sequence] = clock.Now + RestAfterAnswer;
    }
}
