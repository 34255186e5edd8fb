using System;

namespace IpmiPS.Power;

/// <summary>How a power action is carried out.</summary>
public sealed record PowerOptions
{
    /// <summary>Wait until the machine has the state that the action leads to, rather than look for a few seconds only.</summary>
    public bool Wait { get; init; }

    /// <summary>Cycle and Reset turn a machine on that is off, where they are an error otherwise.</summary>
    public bool Force { get; init; }

    /// <summary>
    /// The longest time to look for the effect. With <see cref="Wait"/> it is waited for so long, and an operating system may need minutes for a soft
    /// shut-down; without, for a few seconds or for this, whichever is less.
    /// </summary>
    public TimeSpan WaitTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Time, for tests.</summary>
    internal Clock Clock { get; init; } = Clock.System;
}
