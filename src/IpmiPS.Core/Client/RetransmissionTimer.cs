using System;

namespace IpmiPS.Client;

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

    private const int MaximumDoublings = 3;

    private static readonly TimeSpan Minimum = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Maximum = TimeSpan.FromSeconds(8);

    private readonly object _gate = new();
    private double _smoothed;
    private double _variation;
    private int _doublings;
    private bool _measured;

    /// <summary>The smoothed round-trip time; null before the first measurement.</summary>
    public TimeSpan? RoundTrip
    {
        get
        {
            lock (_gate)
                return _measured ? TimeSpan.FromMilliseconds(_smoothed) : null;
        }
    }

    /// <summary>A packet was answered: after this time, sent this often.</summary>
    public void Answered(TimeSpan sinceLastSent, int attempts)
    {
        lock (_gate)
        {
            if (attempts > 1)
            {
                _doublings = Math.Min(Math.Max(_doublings, attempts - 1), MaximumDoublings);
                return;
            }

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
            return TimeSpan.FromMilliseconds(Math.Min(Maximum.TotalMilliseconds, wait * Math.Pow(2, Math.Max(_doublings, attempt - 1))));
        }
    }
}
