using System;

namespace IpmiPS.Simulator;

/// <summary>
/// The clock of virtual BMCs. Everything in the simulator that takes time uses it, so tests can advance time themselves and need not wait.
/// </summary>
internal abstract class SimulatorTime
{
    /// <summary>Time since the simulation started; never decreases.</summary>
    public abstract TimeSpan Now { get; }

    /// <summary>The date and time when the simulation started.</summary>
    public abstract DateTimeOffset Start { get; }

    /// <summary>The first exception that a scheduled action did not handle; normally null.</summary>
    public virtual Exception? Fault => null;

    /// <summary>The current date and time.</summary>
    public DateTimeOffset UtcNow => Start + Now;

    /// <summary>Runs an action once, when its time has come. If that time is past, it runs soon, but never within this call. Actions must not block.</summary>
    public abstract void Schedule(TimeSpan at, Action action);
}
