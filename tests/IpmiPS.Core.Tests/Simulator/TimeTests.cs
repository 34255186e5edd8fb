using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Simulator;
using Xunit;

namespace IpmiPS.Tests.Simulator;

public sealed class TimeTests
{
    [Fact]
    public void Actions_run_in_the_order_of_their_times_and_then_of_their_addition()
    {
        var queue = new DueQueue();
        var random = new Random(1);
        var expected = new List<(int At, int Order)>();
        var taken = new List<(int, int)>();
        for (int i = 0; i < 500; i++)
        {
            int at = random.Next(20), order = i;
            expected.Add((at, order));
            queue.Add(TimeSpan.FromSeconds(at), () => taken.Add((at, order)));
        }

        Assert.Null(queue.TakeDue(TimeSpan.FromSeconds(-1)));
        while (queue.TakeDue(TimeSpan.FromSeconds(20)) is { } action)
            action();
        Assert.Equal(expected.OrderBy(item => item), taken);
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public void Manual_time_runs_each_action_at_its_own_time()
    {
        var time = new ManualTime();
        var seen = new List<double>();
        time.Schedule(TimeSpan.FromSeconds(2), () =>
        {
            seen.Add(time.Now.TotalSeconds);
            time.Schedule(TimeSpan.FromSeconds(3), () => seen.Add(time.Now.TotalSeconds));
        });
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal([2, 3], seen);
        Assert.Equal(10, time.Now.TotalSeconds);
    }

    [Fact]
    public async Task System_time_runs_actions_when_they_are_due()
    {
        using var time = new SystemTime();
        var done = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
        var due = time.Now + TimeSpan.FromMilliseconds(20);
        time.Schedule(time.Now + TimeSpan.FromHours(1), () => done.TrySetResult(TimeSpan.Zero));
        time.Schedule(due, () => done.TrySetResult(time.Now));
        Assert.True(await done.Task >= due);
    }
}
