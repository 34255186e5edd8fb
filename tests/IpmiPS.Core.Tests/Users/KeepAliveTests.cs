using System;
using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Tests.Support;
using IpmiPS.Users;
using Xunit;

namespace IpmiPS.Tests.Users;

public sealed class KeepAliveTests
{
    [Fact]
    public async Task The_BMC_is_asked_now_and_then_as_long_as_something_is_waited_for()
    {
        var clock = new ManualClock();
        var waiting = new TaskCompletionSource<bool>();
        var asked = new TaskCompletionSource<bool>();
        var bmc = new ScriptedBmc(_ =>
        {
            asked.TrySetResult(true);
            return [0xC1];
        });
        var kept = KeepAlive.WhileAsync(bmc, waiting.Task, clock);
        Assert.Empty(bmc.Requests);
        clock.Advance(TimeSpan.FromSeconds(15));
        Assert.True(await asked.Task);
        waiting.SetResult(true);
        Assert.True(await kept);
        Assert.Equal(0x01, bmc.Requests.Single().Code);
    }

    [Fact]
    public async Task What_is_there_at_once_costs_no_question()
    {
        var bmc = new ScriptedBmc(_ => []);
        Assert.Equal(5, await KeepAlive.WhileAsync(bmc, Task.FromResult(5), new ManualClock()));
        await Assert.ThrowsAsync<InvalidOperationException>(() => KeepAlive.WhileAsync(bmc, Task.FromException<int>(new InvalidOperationException()), new ManualClock()));
        Assert.Empty(bmc.Requests);
    }
}
