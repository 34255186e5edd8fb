using System;

namespace IpmiPS;

/// <summary>Whether an event is sent when a state begins, when it ends, or both.</summary>
[Flags]
public enum SensorEventDirection
{
    /// <summary>Not given.</summary>
    Unknown = 0,

    /// <summary>When the state begins.</summary>
    Assertion = 1,

    /// <summary>When the state ends.</summary>
    Deassertion = 2,

    /// <summary>Both.</summary>
    Both = 3,
}
