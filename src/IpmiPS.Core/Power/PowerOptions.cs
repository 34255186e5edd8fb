using System;

namespace IpmiPS.Power;

/// <summary>Options of a power action.</summary>
public sealed record PowerOptions
{
    /// <summary>Wait until the machine has the state that the action leads to, rather than for a few seconds only.</summary>
    public bool Wait { get; init; }

    /// <summary>Cycle and Reset turn on a machine that is off; without this they are an error then.</summary>
    public bool Force { get; init; }

    /// <summary>
    /// The longest wait for the effect. An operating system may need minutes for a soft shut-down. Without <see cref="Wait"/>, the wait is a few seconds or
    /// this, whichever is less.
    /// </summary>
    public TimeSpan WaitTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The clock; tests replace it.</summary>
    internal Clock Clock { get; init; } = Clock.System;
}
