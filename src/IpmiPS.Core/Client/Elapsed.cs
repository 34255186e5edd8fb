using System;
using System.Diagnostics;

namespace IpmiPS.Client;

/// <summary>Time passed, by the clock that nobody sets.</summary>
internal static class Elapsed
{
    public static TimeSpan Since(long timestamp) => TimeSpan.FromSeconds((double)(Stopwatch.GetTimestamp() - timestamp) / Stopwatch.Frequency);

    public static long After(TimeSpan wait) => Stopwatch.GetTimestamp() + (long)(wait.TotalSeconds * Stopwatch.Frequency);
}
