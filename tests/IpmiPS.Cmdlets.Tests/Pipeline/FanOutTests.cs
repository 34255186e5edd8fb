using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Cmdlets.Tests.Support;
using Xunit;

namespace IpmiPS.Cmdlets.Tests.Pipeline;

public sealed class FanOutTests
{
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(2);

    [Fact]
    public void What_workers_queue_runs_on_the_pipeline_thread_in_order()
    {
        using var run = new Run();
        List<string> ran = [];
        int thread = Environment.CurrentManagedThreadId;
        run.Workers.Start(_ =>
        {
            foreach (string text in new[] { "a", "b", "c" })
                run.Workers.Post(() => ran.Add(text + (Environment.CurrentManagedThreadId == thread ? "" : " elsewhere")));
            return Task.CompletedTask;
        }, throttleLimit: 8);
        run.Finish();
        Assert.Equal(["a", "b", "c"], ran);
    }

    [Fact]
    public void No_more_workers_run_than_the_throttle_limit()
    {
        using var run = new Run();
        int running = 0, most = 0;
        for (int i = 0; i < 20; i++)
            run.Workers.Start(async _ =>
            {
                int now = Interlocked.Increment(ref running);
                int seen = Volatile.Read(ref most);
                while (now > seen && Interlocked.CompareExchange(ref most, now, seen) != seen)
                    seen = Volatile.Read(ref most);
                await Task.Yield();
                Interlocked.Decrement(ref running);
            }, throttleLimit: 3);
        run.Finish();
        Assert.InRange(most, 1, 3);
    }

    [Fact]
    public void Output_is_delivered_while_a_worker_has_to_wait_for_its_turn()
    {
        using var run = new Run();
        var first = new TaskCompletionSource();
        bool isDelivered = false;
        run.Workers.Start(async _ =>
        {
            // Only the pipeline thread can end this worker, while it waits to start the next.
            run.Workers.Post(() =>
            {
                isDelivered = true;
                first.SetResult();
            });
            await first.Task;
        }, throttleLimit: 1);
        run.Workers.Start(static _ => Task.CompletedTask, throttleLimit: 1);
        Assert.True(isDelivered);
        run.Finish();
    }

    [Fact]
    public void A_worker_whose_BMC_stays_silent_does_not_hold_up_others()
    {
        using var run = new Run(new InstantClock());
        var silent = new TaskCompletionSource<int>();
        int response = 0;
        run.Workers.Start(async _ => response = await run.Workers.ContactAsync(silent.Task), throttleLimit: 1);
        run.Workers.Start(_ =>
        {
            silent.SetResult(7);
            return Task.CompletedTask;
        }, throttleLimit: 1);
        run.Finish();
        Assert.Equal(7, response);
    }

    [Fact]
    public void A_contact_that_fails_after_silence_fails_its_worker_alone()
    {
        using var run = new Run(new InstantClock());
        var silent = new TaskCompletionSource<int>();
        run.Workers.Start(_ => run.Workers.ContactAsync(silent.Task), throttleLimit: 1);
        bool hasRun = false;
        run.Workers.Start(_ =>
        {
            hasRun = true;
            silent.SetException(new IpmiException(IpmiErrorKind.Timeout, "silent"));
            return Task.CompletedTask;
        }, throttleLimit: 1);
        run.Finish();
        Assert.True(hasRun);
        Assert.Equal("IpmiTimeout", run.Writer.Error.FullyQualifiedErrorId);

        // Its place is free again.
        run.Workers.Start(static _ => Task.CompletedTask, throttleLimit: 1);
        run.Finish();
    }

    [Fact]
    public void A_worker_that_throws_is_one_error_and_the_others_go_on()
    {
        using var run = new Run();
        int ended = 0;
        run.Workers.Start(static _ => throw new InvalidOperationException("broken"), throttleLimit: 8);
        run.Workers.Start(_ => Task.FromResult(Interlocked.Increment(ref ended)), throttleLimit: 8);
        run.Finish();
        Assert.Equal(1, ended);
        Assert.Equal("broken", run.Writer.Error.Exception.Message);
        Assert.Equal("IpmiCommandFailed", run.Writer.Error.FullyQualifiedErrorId);
    }

    [Fact]
    public void Cancelling_ends_the_workers_waits_for_them_and_discards_what_they_queue()
    {
        using var run = new Run();
        bool isCleanedUp = false;
        run.Workers.Start(async stop =>
        {
            try
            {
                await Task.Delay(Timeout.Infinite, stop);
            }
            finally
            {
                run.Workers.Post(() => run.Writer.WriteObject("late"));
                isCleanedUp = true;
            }
        }, throttleLimit: 8);
        run.Workers.Cancel(s_long);
        Assert.True(isCleanedUp);
        Assert.Throws<PipelineStoppedException>(run.Workers.DeliverPending);
        Assert.Empty(run.Writer.Output);
    }

    [Fact]
    public async Task Stopping_releases_the_pipeline_thread_that_waits_for_a_worker()
    {
        using var run = new Run();
        var end = new TaskCompletionSource();
        run.Workers.Start(_ => end.Task, throttleLimit: 8);
        Task waiting = Task.Run(run.Workers.DeliverAll);
        run.Workers.RequestStop();
        await Assert.ThrowsAsync<PipelineStoppedException>(() => waiting);
        end.SetResult();
    }

    [Fact]
    public void Stopping_after_the_end_does_nothing()
    {
        var run = new Run();
        run.Finish();
        run.Dispose();
        run.Workers.RequestStop();
        Assert.Empty(run.Writer.Streams);
    }

    [Fact]
    public void Work_for_the_pipeline_runs_there_and_is_waited_for()
    {
        using var run = new Run();
        int thread = Environment.CurrentManagedThreadId, seen = 0;
        bool isAfter = false;
        run.Workers.Start(async stop =>
        {
            await run.Workers.RunOnPipelineAsync(() => seen = Environment.CurrentManagedThreadId, stop);
            isAfter = seen != 0;
        }, throttleLimit: 8);
        run.Finish();
        Assert.Equal(thread, seen);
        Assert.True(isAfter);
    }

    [Fact]
    public async Task Work_for_the_pipeline_does_not_run_once_it_was_stopped()
    {
        using var run = new Run();
        using var stop = new CancellationTokenSource();
        bool hasRun = false;
        Task work = run.Workers.RunOnPipelineAsync(() => hasRun = true, stop.Token);
        stop.Cancel();
        await work;
        run.Workers.DeliverPending();
        Assert.False(hasRun);
    }

    [Fact]
    public async Task Work_for_the_pipeline_does_not_run_while_the_pipeline_is_stopping()
    {
        using var run = new Run();
        run.Writer.Stopping = true;
        bool hasRun = false;
        Task work = run.Workers.RunOnPipelineAsync(() => hasRun = true, CancellationToken.None);
        run.Workers.DeliverPending();
        await work;
        Assert.False(hasRun);
    }

    [Fact]
    public async Task An_error_of_work_for_the_pipeline_goes_to_the_worker_and_any_other_exception_ends_the_pipeline()
    {
        using var run = new Run();
        Task failing = run.Workers.RunOnPipelineAsync(static () => throw new IpmiException(IpmiErrorKind.InvalidParameter, "no"), CancellationToken.None);
        run.Workers.DeliverPending();
        Assert.Equal("no", (await Assert.ThrowsAsync<IpmiException>(() => failing)).Message);

        Task ending = run.Workers.RunOnPipelineAsync(static () => throw new PipelineStoppedException(), CancellationToken.None);
        Assert.Throws<PipelineStoppedException>(run.Workers.DeliverPending);
        await ending;
    }
}
