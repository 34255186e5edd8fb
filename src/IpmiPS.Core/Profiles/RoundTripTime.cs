using System;

namespace IpmiPS;

/// <summary>How long answers take: smoothed, and how much that varies. RFC 6298 section 2.</summary>
internal readonly record struct RoundTripTime(TimeSpan Smoothed, TimeSpan Variation);
