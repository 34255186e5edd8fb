using System;

namespace IpmiPS.Client;

/// <summary>
/// How long to wait for an answer before a packet is sent again: from the round trips measured so far (the rule of RFC 6298),
/// doubled for each repetition. Packets that were sent more than once are not measured. Not safe for two threads at once.
/// </summary>
internal sealed class RetransmissionTimer
{
    /// <summary>Before anything was measured. Log-in takes slow BMCs some hundred milliseconds.</summary>
    public static readonly TimeSpan Initial = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan Minimum = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Maximum = TimeSpan.FromSeconds(8);

    private double _smoothed;
    private double _variation;

    /// <summary>The smoothed round-trip time; null before the first measurement.</summary>
    public TimeSpan? RoundTrip { get; private set; }

    /// <summary>Takes a measured round trip in.</summary>
    public void Measured(TimeSpan roundTrip)
    {
        double sample = roundTrip.TotalMilliseconds;
        if (RoundTrip is null)
        {
            _smoothed = sample;
            _variation = sample / 2;
        }
        else
        {
            _variation += (Math.Abs(_smoothed - sample) - _variation) / 4;
            _smoothed += (sample - _smoothed) / 8;
        }

        RoundTrip = TimeSpan.FromMilliseconds(_smoothed);
    }

    /// <summary>The wait after a packet was sent for the <paramref name="attempt"/>th time, 1 being the first.</summary>
    public TimeSpan WaitFor(int attempt)
    {
        double wait = RoundTrip is null ? Initial.TotalMilliseconds : Math.Max(Minimum.TotalMilliseconds, _smoothed + 4 * _variation);
        return TimeSpan.FromMilliseconds(Math.Min(Maximum.TotalMilliseconds, wait * Math.Pow(2, attempt - 1)));
    }
}
