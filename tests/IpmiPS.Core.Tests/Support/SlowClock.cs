using System;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Tests.Support;

/// <summary>
/// The real time, but slower: for tests that count what a BMC received or which sessions it opened. A client resends what is not answered
/// within 0.2 seconds, and on a busy machine an answer may take that long without being lost.
/// </summary>
/// <param name="factor">How many times slower; fewer where packets are lost, because the test then waits that long.</param>
internal sealed class SlowClock(int factor = 50) : Clock
{
    public override TimeSpan Now => TimeSpan.FromTicks(base.Now.Ticks / factor);

    public override Task DelayAsync(TimeSpan time, CancellationToken cancellationToken) => base.DelayAsync(TimeSpan.FromTicks(time.Ticks * factor), cancellationToken);

    public override IAlarm CreateAlarm(Action ring, Action<Exception> onFault) => new SlowAlarm(base.CreateAlarm(ring, onFault), factor);

    private sealed class SlowAlarm(IAlarm alarm, int factor) : IAlarm
    {
        public void Set(TimeSpan wait) => alarm.Set(TimeSpan.FromTicks(wait.Ticks * factor));

        public void Dispose() => alarm.Dispose();
    }
}
