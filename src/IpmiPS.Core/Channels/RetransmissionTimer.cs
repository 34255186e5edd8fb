using System;

namespace IpmiPS.Channels;

/// <summary>
/// How long to wait for a response before a packet is resent: computed from the measured round trips, and doubled for each retry (RFC 6298).
/// Packets that were sent more than once are not measured, because it is unknown which sending the response belongs to. Instead, the doubled wait
/// stays until a packet gets its response without a retry, so that a BMC that is slower than the wait does not get every request twice.
/// Losses of several packets in flight count as one.
/// </summary>
internal sealed class RetransmissionTimer
{
    /// <summary>The wait before the first measurement. The steps of a log-in take slow BMCs some hundred milliseconds.</summary>
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

    /// <param name="known">An earlier measurement; null if there is none.</param>
    /// <param name="jitter">Returns random numbers from 0 to 1 that vary the waits, so that the retries to many BMCs that fell silent together are spread; null for no variation.</param>
    public RetransmissionTimer(RoundTripTime? known = null, Func<double>? jitter = null)
    {
        _jitter = jitter ?? (static () => 0);
        if (known is not { } time)
            return;
        _smoothed = time.Smoothed.TotalMilliseconds;
        _variation = time.Variation.TotalMilliseconds;
        _measured = true;
    }

    /// <summary>The shortest measured time; null before the first measurement.</summary>
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

    /// <summary>Measures a response.</summary>
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

    /// <summary>Returns the wait after sending number <paramref name="attempt"/> of a packet, counted from 1.</summary>
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
