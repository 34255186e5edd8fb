using System;

namespace IpmiPS.Simulator;

/// <summary>The time of one BMC: what is scheduled here runs under its lock.</summary>
internal sealed class LockedTime(SimulatorTime time, BmcLock bmcLock) : SimulatorTime
{
    public override TimeSpan Now => time.Now;

    public override DateTimeOffset Start => time.Start;

    public override Exception? Fault => time.Fault;

    public override void Schedule(TimeSpan at, Action action) => time.Schedule(at, () => bmcLock.RunGuarded(action));
}
