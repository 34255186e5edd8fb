using System;

namespace IpmiPS.Channels;

/// <summary>
/// How long to wait for an answer before a packet is sent again: from the round trips measured so far, doubled for each repetition (the
/// rules of RFC 6298). Packets that were sent more than once are not measured, since nobody knows which sending was answered; instead
/// the doubled wait stays until a packet is answered at its first sending, so that a BMC that is slower than the wait is not asked
/// everything twice for ever. Losses of several packets in flight do not add up: they say no more than one does.
/// </summary>
internal sealed class RetransmissionTimer
{
    /// <summary>Before anything was measured. Log-in takes slow BMCs some hundred milliseconds.</summary>
    public static readonly TimeSpan Initial = TimeSpan.FromMilliseconds(500);

    private const int MaximumLastingDoublings = 3;
    private const int MaximumDoublings = 16;
    private const double MaximumJitter = 0.1;

    private static readonly TimeSpan Minimum = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Maximum = TimeSpan.FromSeconds(8);

    private readonly object _gate = new();
    private readonly Func<double> _jitter;
    private double _smoothed;
    private double _variation;
    private int _doublings;
    private bool _measured;

    /// <param name="known">What was measured before; null where nothing was.</param>
    /// <param name="jitter">Gives numbers from 0 to 1 by which waits differ, so that many BMCs that fell silent together are not all asked again in one moment; null for no difference.</param>
    public RetransmissionTimer(RoundTripTime? known = null, Func<double>? jitter = null)
    {
        _jitter = jitter ?? (static () => 0);
        if (known is not { } time)
            return;
        _smoothed = time.Smoothed.TotalMilliseconds;
        _variation = time.Variation.TotalMilliseconds;
        _measured = true;
    }

    /// <summary>The shortest time that was measured; null before the first measurement.</summary>
    public TimeSpan? Fastest { get; private set; }

    /// <summary>The round-trip time; null before the first measurement.</summary>
    public RoundTripTime? RoundTrip
    {
        get
        {
            lock (_gate)
                return _measured ? new RoundTripTime(TimeSpan.FromMilliseconds(_smoothed), TimeSpan.FromMilliseconds(_variation)) : null;
        }
    }

    /// <summary>A packet was answered: after this time, sent this often.</summary>
    public void Answered(TimeSpan sinceLastSent, int attempts)
    {
        lock (_gate)
        {
            if (attempts > 1)
            {
                _doublings = Math.Min(Math.Max(_doublings, attempts - 1), MaximumLastingDoublings);
                return;
            }

            if (!(sinceLastSent >= Fastest))
                Fastest = sinceLastSent;
            double sample = sinceLastSent.TotalMilliseconds;
            _variation = _measured ? _variation + (Math.Abs(_smoothed - sample) - _variation) / 4 : sample / 2;
            _smoothed = _measured ? _smoothed + (sample - _smoothed) / 8 : sample;
            _doublings = 0;
            _measured = true;
        }
    }

    /// <summary>The wait after a packet was sent for the <paramref name="attempt"/>th time, 1 being the first.</summary>
    public TimeSpan WaitFor(int attempt)
    {
        lock (_gate)
        {
            double wait = _measured ? Math.Max(Minimum.TotalMilliseconds, _smoothed + 4 * _variation) : Initial.TotalMilliseconds;
            wait = Math.Min(Maximum.TotalMilliseconds, wait * (1 << Math.Min(MaximumDoublings, Math.Max(_doublings, attempt - 1))));
            return TimeSpan.FromMilliseconds(wait * (1 + MaximumJitter * _jitter()));
        }
    }
}
