using System;

namespace IpmiPS.Tests.Support;

/// <summary>
/// The real time, but slower: for tests that count what a BMC received or which sessions it opened. A client resends what is not answered
/// within 0.2 seconds, and on a busy machine an answer may take that long without being lost.
/// </summary>
internal sealed class SlowClock : Clock
{
    private const int Factor = 5;

    public override TimeSpan Now => TimeSpan.FromTicks(base.Now.Ticks / Factor);

    public override IAlarm CreateAlarm(Action ring, Action<Exception> onFault) => new SlowAlarm(base.CreateAlarm(ring, onFault));

    private sealed class SlowAlarm(IAlarm alarm) : IAlarm
    {
        public void Set(TimeSpan wait) => alarm.Set(TimeSpan.FromTicks(wait.Ticks * Factor));

        public void Dispose() => alarm.Dispose();
    }
}
