using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace IpmiPS.Cmdlets.Tests.Pipeline;

public sealed class PipelineQueueTests
{
    [Fact]
    public void Actions_come_out_in_the_order_in_which_they_went_in()
    {
        var queue = new PipelineQueue();
        List<int> ran = [];
        for (int i = 0; i < 3; i++)
        {
            int number = i;
            queue.Post(() => ran.Add(number));
        }

        while (queue.Take(TimeSpan.Zero) is { } action)
            action();
        Assert.Equal([0, 1, 2], ran);
    }

    [Fact]
    public async Task Taking_waits_for_an_action()
    {
        var queue = new PipelineQueue();
        Task<Action?> taken = Task.Run(() => queue.Take(Timeout.InfiniteTimeSpan));
        bool ran = false;
        queue.Post(() => ran = true);
        (await taken)!();
        Assert.True(ran);
    }

    [Fact]
    public async Task Closing_discards_all_and_releases_who_waits()
    {
        var queue = new PipelineQueue();
        Task<Action?> taken = Task.Run(() => queue.Take(Timeout.InfiniteTimeSpan));
        queue.Close();
        Assert.Null(await taken);
        queue.Post(static () => { });
        Assert.Null(queue.Take(Timeout.InfiniteTimeSpan));
        Assert.True(queue.IsClosed);
    }
}
