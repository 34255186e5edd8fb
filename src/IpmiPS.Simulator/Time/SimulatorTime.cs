using System;

namespace IpmiPS.Simulator;

/// <summary>
/// The time that virtual BMCs live in. Everything that takes time asks here, so a test moves time on by hand and never waits.
/// </summary>
internal abstract class SimulatorTime
{
    /// <summary>Time since the simulation began; never goes back.</summary>
    public abstract TimeSpan Now { get; }

    /// <summary>The calendar time when the simulation began.</summary>
    public abstract DateTimeOffset Start { get; }

    /// <summary>What an action has thrown that nothing else took; null as long as all is well.</summary>
    public virtual Exception? Fault => null;

    /// <summary>Calendar time.</summary>
    public DateTimeOffset UtcNow => Start + Now;

    /// <summary>Runs an action once at a time; at once, but never within this call, where the time has passed. Actions must not block.</summary>
    public abstract void Schedule(TimeSpan at, Action action);
}
