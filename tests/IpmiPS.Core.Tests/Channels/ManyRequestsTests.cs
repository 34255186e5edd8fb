using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Packets;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Channels;

/// <summary>Many requests at once.</summary>
public class ManyRequestsTests
{
    [Theory]
    [InlineData(true, 15)]
    [InlineData(false, 8)]
    public async Task Each_answer_finds_its_request_in_whatever_order_answers_come(bool rmcpPlus, int window)
    {
        const int Count = 300;
        var random = new Random(7);
        var setup = new ClientSetup(new TestBmc { SpeaksIpmi20 = rmcpPlus, AuthTypes = [AuthType.Md5], Command = request => [0, request.Data[0]] });
        setup.Options = setup.Options with { AllowInsecure = true, Clock = new ManualClock(), Protocol = rmcpPlus ? IpmiProtocol.Ipmi20 : IpmiProtocol.Ipmi15 };
        using var client = await IpmiClient.ConnectAsync(setup.Options);
        int before = setup.Link.Sent.Count;
        var held = new HeldAnswers(setup.Bmc);
        Task<byte[]>[] requests = [.. Enumerable.Range(0, Count).Select(i => client.SendAsync(new RawQuestion((byte)i)))];
        for (int answered = 0; answered < Count;)
        {
            await setup.Link.WhenSentAsync(before + answered + 1);
            foreach (var answer in held.Take().OrderBy(_ => random.Next()))
            {
                byte[] datagram = answer.Sealed();
                setup.Link.Deliver(datagram);
                if (random.Next(2) == 0)
                    setup.Link.Deliver(datagram, answer.Sealed());
                answered++;
            }
        }

        byte[][] answers = await Task.WhenAll(requests);
        Assert.Equal(Enumerable.Range(0, Count).Select(i => (byte)i), answers.Select(answer => answer.Single()));
        Assert.Equal(Count, setup.Bmc.Commands.Count());
        Assert.InRange(held.MaximumAtOnce, 2, window);
    }

    [Fact]
    public async Task Two_are_in_flight_at_first_and_twice_as_many_after_each_window_of_answers()
    {
        var setup = new ClientSetup(new TestBmc { Command = _ => [0] });
        setup.Options = setup.Options with { Clock = new ManualClock() };
        using var client = await IpmiClient.ConnectAsync(setup.Options);
        int sent = setup.Link.Sent.Count;
        var held = new HeldAnswers(setup.Bmc);
        Task[] requests = [.. Enumerable.Range(0, 200).Select(_ => (Task)client.SendAsync(new RawQuestion()))];
        foreach (int size in (int[])[2, 4, 8, 15, 15, 15])
        {
            sent += size;
            await setup.Link.WhenSentAsync(sent);
            var window = held.Take();
            Assert.Equal(size, window.Count);

            setup.Link.Deliver([.. window.Select(answer => answer.Sealed())]);
        }

        setup.Bmc.Seal = answer => [answer.Sealed()];
        setup.Link.Deliver([.. held.Take().Select(answer => answer.Sealed())]);
        await Task.WhenAll(requests);
    }

    [Fact]
    public async Task Requests_that_wait_for_their_turn_can_be_cancelled_and_are_then_not_sent()
    {
        var setup = new ClientSetup(new TestBmc { Command = _ => [0] });
        setup.Options = setup.Options with { Clock = new ManualClock() };
        using var client = await IpmiClient.ConnectAsync(setup.Options);
        using var cancel = new CancellationTokenSource();
        var held = new HeldAnswers(setup.Bmc);
        Task[] first = [.. Enumerable.Range(0, 2).Select(i => (Task)client.SendAsync(new RawQuestion(1)))];
        Task[] waiting = [.. Enumerable.Range(0, 20).Select(i => (Task)client.SendAsync(new RawQuestion(2), cancel.Token))];
        Task last = client.SendAsync(new RawQuestion(3));
        int before = setup.Link.Sent.Count;
        cancel.Cancel();
        foreach (var task in waiting)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
        setup.Link.Deliver(held.Take()[0].Sealed());
        await setup.Link.WhenSentAsync(before + 1);
        Assert.Equal([1, 1, 3], setup.Bmc.Commands.Select(request => (int)request.Data[0]));
        setup.Bmc.Seal = answer => [answer.Sealed()];
        setup.Link.Deliver([.. held.Take().Select(answer => answer.Sealed())]);
        await last;
    }

    [Fact]
    public async Task A_sweep_over_a_lossy_link_loses_nothing_and_runs_out_of_no_numbers()
    {
        // Which request meets which loss depends on the threads; so often in a row none is lost.
        var random = new Random(42);
        var setup = new ClientSetup(new TestBmc { Command = request => [0, request.Data[0]] });
        setup.Options = setup.Options with { RetryCount = 12, Timeout = TimeSpan.FromMinutes(5) };
        using var client = await setup.ConnectAsync();
        setup.Link.Up = (datagram, _) => random.Next(100) < 4 ? [] : [datagram];
        setup.Link.Down = datagram => random.Next(100) < 4 ? [] : [datagram];
        for (int round = 0; round < 10; round++)
        {
            byte[][] answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => client.SendAsync(new RawQuestion((byte)i))));
            Assert.Equal(Enumerable.Range(0, 100).Select(i => (byte)i), answers.Select(answer => answer.Single()));
        }
    }

    [Fact]
    public async Task Commands_of_many_threads_share_a_session()
    {
        // Time stands still, since nothing is lost. If it went on between an answer and its delivery by another thread, the request would be repeated.
        var setup = new ClientSetup(new TestBmc { Command = request => [0, request.Data[0]] });
        setup.Options = setup.Options with { Clock = new ManualClock() };
        using var client = await IpmiClient.ConnectAsync(setup.Options);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(async () =>
        {
            for (int i = 0; i < 200; i++)
                Assert.Equal([(byte)(thread * 31 + i)], await client.SendAsync(new RawQuestion((byte)(thread * 31 + i))));
        })));
        Assert.Equal(1600, setup.Bmc.Commands.Count());
        Assert.Empty(setup.Bmc.Refused);
    }
}
