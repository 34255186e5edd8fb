using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Cmdlets.Tests.Support;
using Xunit;

namespace IpmiPS.Cmdlets.Tests.Pipeline;

public sealed class TargetOutputTests
{
    [Fact]
    public void Results_of_several_BMCs_do_not_mix()
    {
        using var run = new Run();
        TargetOutput a = run.OutputOf("a"), b = run.OutputOf("b");
        var first = new TaskCompletionSource();
        var second = new TaskCompletionSource();
        run.Workers.Start(async _ =>
        {
            a.Write("a1");
            first.SetResult();
            await second.Task;
            a.Write("a2");
            a.Complete();
        }, 8);
        run.Workers.Start(async _ =>
        {
            await first.Task;
            b.Write("b1");
            second.SetResult();
            b.Write("b2");
            b.Complete();
        }, 8);
        run.Finish();
        string all = string.Join(" ", run.Writer.Output);
        Assert.True(all is "a1 a2 b1 b2" or "b1 b2 a1 a2", all);
    }

    [Fact]
    public void Results_of_a_single_BMC_come_at_once()
    {
        using var run = new Run();
        TargetOutput output = run.OutputOf("a");
        var delivered = new TaskCompletionSource();
        run.Workers.Start(async _ =>
        {
            output.Write("first");
            run.Workers.Post(() => delivered.SetResult());
            await delivered.Task;
            run.Workers.Post(() => output.Write($"{run.Writer.Output.Count} before the end"));
            output.Complete();
        }, 8);
        run.Finish();
        Assert.Equal("first", run.Writer.Output[0]);
        Assert.Contains("1 before the end", run.Writer.Output);
    }

    [Fact]
    public void An_error_comes_after_the_results_before_it()
    {
        using var run = new Run();
        run.Workers.Start(static _ => Task.CompletedTask, 8);
        run.Workers.Start(static _ => Task.CompletedTask, 8);
        TargetOutput output = run.OutputOf("a");
        output.Write("found");
        output.Fail(ErrorRecords.InvalidParameter("broken", "a"));
        run.Finish();
        Assert.Equal(["output", "error"], run.Writer.Streams);
        Assert.Equal("a", run.Writer.Error.TargetObject);
    }

    [Fact]
    public void A_warning_is_written_once_with_the_computer_name()
    {
        using var run = new Run();
        TargetOutput output = run.OutputOf("a");
        output.Warning("weak");
        output.Warning("weak");
        output.Warning("slow");
        run.Finish();
        Assert.Equal(["a: weak", "a: slow"], run.Writer.Warnings);
    }

    [Theory]
    [InlineData(false, false, "")]
    [InlineData(true, false, "verbose")]
    [InlineData(false, true, "debug")]
    [InlineData(true, true, "verbose debug")]
    public void Notes_and_packets_are_written_only_if_their_stream_is_read(bool verbose, bool debug, string streams)
    {
        using var run = new Run();
        TargetOutput output = run.OutputOf("a", new StreamChoice(verbose, debug));
        output.Note("note");
        output.Packet("packet");
        run.Finish();
        Assert.Equal(streams, string.Join(" ", run.Writer.Streams));
        Assert.Equal(debug, output.WantsPackets);
    }

    [Fact]
    public async Task A_result_that_is_handed_over_is_written_after_earlier_ones_and_after_its_action()
    {
        using var run = new Run();
        TargetOutput output = run.OutputOf("a");
        output.Write("earlier");
        int before = -1;
        Task<bool> handedOver = output.HandOverAsync("result", () => before = run.Writer.Output.Count, CancellationToken.None);
        run.Workers.DeliverPending();
        Assert.True(await handedOver);
        Assert.Equal(1, before);
        Assert.Equal(["earlier", "result"], run.Writer.Output);
    }

    [Fact]
    public async Task A_result_is_not_handed_over_once_the_pipeline_has_ended()
    {
        using var run = new Run();
        using var stop = new CancellationTokenSource();
        Task<bool> handedOver = run.OutputOf("a").HandOverAsync("result", static () => { }, stop.Token);
        stop.Cancel();
        Assert.False(await handedOver);
        run.Workers.DeliverPending();
        Assert.Empty(run.Writer.Output);
    }
}
