using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Cmdlets.Tests.Support;
using Xunit;

namespace IpmiPS.Cmdlets.Tests.Targets;

public sealed class TargetWorkerTests
{
    private static readonly BmcNeeds s_needs = new(PrivilegeLevel.User);
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(1);

    [Fact]
    public void Results_are_written_when_the_work_is_done()
    {
        using var run = new Run();
        run.Work(Target(), static (output, _) =>
        {
            output.Write("result");
            return Task.CompletedTask;
        });
        Assert.Equal(["result"], run.Writer.Output);
        Assert.Empty(run.Writer.Errors);
    }

    [Fact]
    public void A_failure_is_one_error_of_the_BMC_after_its_results()
    {
        using var run = new Run();
        run.Work(Target(), static (output, _) =>
        {
            output.Write("result");
            throw new IpmiException(IpmiErrorKind.Busy, "busy");
        });
        Assert.Equal(["output", "error"], run.Writer.Streams);
        Assert.Equal(("IpmiBusy", "a"), (run.Writer.Error.FullyQualifiedErrorId, (string)run.Writer.Error.TargetObject));
    }

    [Fact]
    public void An_exception_that_no_one_expects_is_an_error_as_well()
    {
        using var run = new Run();
        run.Work(Target(), static (_, _) => throw new InvalidOperationException("broken"));
        Assert.Equal("IpmiCommandFailed", run.Writer.Error.FullyQualifiedErrorId);
    }

    [Fact]
    public void The_end_of_the_pipeline_is_no_error()
    {
        using var run = new Run();
        TargetOutput output = run.OutputOf("a");
        var worker = new TargetWorker(run.Opener(), run.Selection());
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Task ended = worker.RunAsync(Target(), output, static limit => Task.FromCanceled(limit), stop.Token);
        Assert.True(ended.IsCompletedSuccessfully);
        run.Finish();
        Assert.Empty(run.Writer.Streams);
    }

    [Fact]
    public void The_time_limit_ends_the_work_with_a_timeout()
    {
        using var run = new Run();
        run.Work(Target(s_needs, s_short), static (_, limit) => Task.Delay(Timeout.Infinite, limit));
        Assert.Equal("IpmiTimeout", run.Writer.Error.FullyQualifiedErrorId);
        Assert.Contains("-TimeoutSeconds", run.Writer.Error.Exception.Message);
    }

    [Fact]
    public void Once_a_change_was_sent_the_time_limit_leaves_the_outcome_unknown()
    {
        using var run = new Run();
        run.Work(Target(s_needs, s_short), static (output, limit) =>
        {
            output.HasSentChange = true;
            return Task.Delay(Timeout.Infinite, limit);
        });
        Assert.Equal("IpmiOutcomeUnknown", run.Writer.Error.FullyQualifiedErrorId);
    }

    [Fact]
    public void A_cmdlet_whose_work_the_time_limit_does_not_end_is_not_cancelled()
    {
        using var run = new Run();
        run.Work(Target(s_needs with { TimeLimitEndsWork = false }, s_short), static (output, limit) =>
        {
            output.Write(limit.CanBeCanceled && limit.IsCancellationRequested);
            return Task.CompletedTask;
        });
        Assert.Equal([false], run.Writer.Output);
    }

    [Fact]
    public void Time_left_is_that_of_the_workers_own_target()
    {
        using var run = new Run();
        ConnectionOpener opener = run.Opener();
        run.Work(Target(s_needs, TimeSpan.FromHours(1)), (output, _) =>
        {
            output.Write(opener.TimeLeft is { } left && left > TimeSpan.Zero && left <= TimeSpan.FromHours(1));
            return Task.CompletedTask;
        }, opener);
        run.Work(Target(), (output, _) =>
        {
            output.Write(opener.TimeLeft is null);
            return Task.CompletedTask;
        }, opener);
        Assert.Equal([true, true], run.Writer.Output);
        Assert.Null(opener.TimeLeft);
    }

    private static BmcTarget Target(BmcNeeds? needs = null, TimeSpan? timeLimit = null) => BmcTarget.For(new IpmiConnectOptions { ComputerName = "a" }, hasCredential: true, needs ?? s_needs, timeLimit);
}
