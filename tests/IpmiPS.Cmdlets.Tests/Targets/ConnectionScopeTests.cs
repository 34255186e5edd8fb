using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Authentication;
using IpmiPS.Cmdlets.Tests.Support;
using IpmiPS.Commands.App;
using Xunit;

namespace IpmiPS.Cmdlets.Tests.Targets;

/// <summary>Whatever way the work on a BMC ends, its session is closed; one that was open before stays open.</summary>
public sealed class ConnectionScopeTests
{
    [Fact]
    public async Task A_session_of_its_own_is_closed_when_the_work_is_done()
    {
        using var rack = new TestRack();
        using var run = new Run();
        run.Work(rack.Target(), (output, stop) => UseAsync(run, rack, output, static () => { }, stop));
        Assert.Empty(run.Writer.Errors);
        Assert.Equal(1, rack.Bmc.SessionsOpened);
        await rack.HasSessionsAsync(0);
    }

    [Fact]
    public async Task It_is_closed_when_the_work_fails()
    {
        using var rack = new TestRack();
        using var run = new Run();
        run.Work(rack.Target(), (output, stop) => UseAsync(run, rack, output, static () => throw new InvalidOperationException("broken"), stop));
        Assert.Equal("broken", run.Writer.Error.Exception.InnerException!.Message);
        Assert.Equal(1, rack.Bmc.SessionsOpened);
        await rack.HasSessionsAsync(0);
    }

    [Fact]
    public async Task It_is_closed_when_the_pipeline_ends()
    {
        using var rack = new TestRack();
        using var run = new Run();
        var isOpen = new TaskCompletionSource();
        TargetOutput output = run.OutputOf("bmc0");
        var worker = new TargetWorker(run.Opener(), run.Selection());
        BmcTarget target = rack.Target();
        run.Workers.Start(stop => worker.RunAsync(target, output, async limit =>
        {
            using ConnectionScope scope = await ConnectionScope.OpenAsync(target, output, run.Opener().LogInAsync, limit);
            isOpen.SetResult();
            await Task.Delay(Timeout.Infinite, limit);
        }, stop), throttleLimit: 8);
        await isOpen.Task;
        run.Workers.Cancel(TimeSpan.FromMinutes(2));
        Assert.Empty(run.Writer.Errors);
        await rack.HasSessionsAsync(0);
    }

    [Fact]
    public async Task It_is_closed_when_the_BMC_turns_out_to_be_one_that_is_worked_on_under_another_name()
    {
        using var rack = new TestRack();
        using var run = new Run();
        // As with a second address of the same BMC, only the system GUID tells, which comes with the log-in.
        ConnectionOpener opener = run.Opener(static (options, stop) => BmcConnector.ConnectAsync(options with { Claims = null }, stop), oncePerBmc: true);
        IBmcSession first = await opener.LogInAsync(rack.Options, CancellationToken.None);
        await Assert.ThrowsAsync<SameBmcException>(() => opener.LogInAsync(rack.Options with { ComputerName = "other" }, CancellationToken.None));
        Assert.Equal(2, rack.Bmc.SessionsOpened);
        await rack.HasSessionsAsync(1);
        await first.CloseAsync();
        await rack.HasSessionsAsync(0);
    }

    [Fact]
    public async Task An_eager_connection_logs_in_with_its_first_command_and_is_closed()
    {
        using var rack = new TestRack();
        using var run = new Run();
        BmcTarget target = rack.Target();
        using (ConnectionScope scope = ConnectionScope.OpenEagerly(target, run.OutputOf("bmc0"), run.Opener().LogInAsync))
        {
            Assert.Equal(0, rack.Bmc.PacketCount);
            await scope.Connection.SendAsync(new GetDeviceId(), CancellationToken.None);
            Assert.Equal(1, rack.Bmc.OpenSessions);
        }

        await rack.HasSessionsAsync(0);
    }

    [Fact]
    public void An_eager_connection_over_which_nothing_is_sent_does_not_log_in()
    {
        using var rack = new TestRack();
        using var run = new Run();
        ConnectionScope.OpenEagerly(rack.Target(), run.OutputOf("bmc0"), run.Opener().LogInAsync).Dispose();
        Assert.Equal(0, rack.Bmc.PacketCount);
    }

    private static async Task UseAsync(Run run, TestRack rack, TargetOutput output, Action work, CancellationToken stop)
    {
        using ConnectionScope scope = await ConnectionScope.OpenAsync(rack.Target(), output, run.Opener().LogInAsync, stop);
        await scope.Connection.SendAsync(new GetDeviceId(), stop);
        work();
    }
}
