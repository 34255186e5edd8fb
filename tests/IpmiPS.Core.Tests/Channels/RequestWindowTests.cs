using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Channels;
using Xunit;

namespace IpmiPS.Tests.Channels;

public class RequestWindowTests
{
    private static readonly TimeSpan s_fast = TimeSpan.FromMilliseconds(20);

    private TimeSpan _now = TimeSpan.FromSeconds(1);

    [Fact]
    public void It_doubles_with_each_window_of_answers_up_to_its_maximum()
    {
        var window = Filled(new RequestWindow(15));
        var sizes = new List<int>();
        for (int answer = 0; answer < 20; answer++)
        {
            Answer(window, s_fast);
            sizes.Add(window.Size);
        }

        Assert.Equal([3, 4, 5, 6, 7, 8], sizes.Take(6));
        Assert.Equal(15, sizes.Max());
        Assert.True(window.IsMeasured);
    }

    [Fact]
    public void After_a_loss_it_grows_by_one_for_each_window_of_answers()
    {
        var window = Filled(new RequestWindow(15, known: 8));
        Lose(window);
        var sizes = new List<int>();
        for (int answer = 0; answer < 15; answer++)
        {
            Answer(window, s_fast);
            sizes.Add(window.Size);
        }

        Assert.Equal([4, 4, 4, 5, 5, 5, 5, 5, 6, 6, 6, 6, 6, 6, 7], sizes);
    }

    [Fact]
    public void The_response_to_a_repeated_request_is_not_taken_for_a_fast_one()
    {
        var window = Filled(new RequestWindow(15));
        var slow = TimeSpan.FromMilliseconds(700);
        for (int answer = 0; answer < 20; answer++)
            Answer(window, slow);
        window.Answered(_now - TimeSpan.FromMilliseconds(1), _now, attempts: 2);
        for (int answer = 0; answer < 20; answer++)
            Answer(window, slow);
        Assert.Equal(15, window.Size);
    }

    [Fact]
    public void It_begins_with_what_the_bmc_is_known_to_stand()
    {
        Assert.Equal(9, new RequestWindow(15, known: 9).Size);
        Assert.Equal(8, new RequestWindow(8, known: 15).Size);
        Assert.False(new RequestWindow(15, known: 9).IsMeasured);
    }

    [Fact]
    public void It_does_not_grow_where_the_bmc_serves_one_request_after_another()
    {
        // 20 ms away, and 5 ms for each request: five in flight keep such a BMC busy, and all beyond wait there.
        var window = Filled(new RequestWindow(15));
        for (int answer = 0; answer < 200; answer++)
            Answer(window, TimeSpan.FromMilliseconds(Math.Max(25, 5 * window.Size)));
        Assert.InRange(window.Size, 5, 12);
    }

    [Fact]
    public void It_shrinks_to_what_would_do_where_requests_wait_somewhere()
    {
        // The nearest that the BMC was is 20 ms; 12 in flight now take 180, of which most are waiting.
        var window = Filled(new RequestWindow(15, known: 12, fastest: s_fast));
        TimeSpan sent = _now;
        window.Answered(sent, _now += TimeSpan.FromMilliseconds(180));
        Assert.Equal(3, window.Size);

        // What was sent before that has nothing new to say.
        window.Answered(sent, _now += TimeSpan.FromMilliseconds(200));
        Assert.Equal(3, window.Size);
    }

    [Fact]
    public void It_comes_back_from_many_losses_in_a_few_round_trips()
    {
        var window = Filled(new RequestWindow(15, known: 15));
        for (int loss = 0; loss < 4; loss++)
            Lose(window);
        Assert.Equal(1, window.Size);
        for (int answer = 0; answer < 3; answer++)
            Answer(window, s_fast);
        Assert.Equal(4, window.Size);
        Answer(window, s_fast);
        Assert.Equal(4, window.Size);
    }

    [Fact]
    public void A_window_that_is_not_filled_learns_nothing()
    {
        var window = new RequestWindow(15);
        for (int answer = 0; answer < 50; answer++)
            Answer(window, s_fast);
        Assert.Equal(2, window.Size);
        Assert.False(window.IsMeasured);
    }

    [Fact]
    public void It_halves_on_loss_but_never_below_one_and_forgets_the_answers_before()
    {
        var window = Filled(new RequestWindow(15, known: 15));
        foreach (int size in (int[])[7, 3, 1, 1])
        {
            Lose(window);
            Assert.Equal(size, window.Size);
        }

        Answer(window, s_fast);
        Assert.Equal(2, window.Size);
        Answer(window, s_fast);
        Lose(window);
        Assert.Equal(1, window.Size);
    }

    [Fact]
    public void Losses_of_one_flight_count_once()
    {
        var window = Filled(new RequestWindow(15, known: 12));
        TimeSpan sent = _now;
        for (int request = 0; request < 12; request++)
            window.Congested(sent, _now + TimeSpan.FromMilliseconds(200 + request));
        Assert.Equal(6, window.Size);
        window.Congested(_now + TimeSpan.FromSeconds(1), _now + TimeSpan.FromSeconds(2));
        Assert.Equal(3, window.Size);
    }

    [Fact]
    public void Places_are_given_in_the_order_of_coming()
    {
        var window = new RequestWindow(15);
        Task[] places = [.. Enumerable.Range(0, 5).Select(_ => window.EnterAsync(CancellationToken.None))];
        Assert.Equal([true, true, false, false, false], Entered(places));
        window.Leave();
        Assert.True(Wait(places[2]));
        Assert.Equal([true, true, true, false, false], Entered(places));
    }

    [Fact]
    public void A_window_that_grows_lets_those_in_who_wait()
    {
        var window = new RequestWindow(15);
        Task[] places = [.. Enumerable.Range(0, 4).Select(_ => window.EnterAsync(CancellationToken.None))];
        Answer(window, s_fast);
        Assert.True(Wait(places[2]));
        Assert.False(places[3].IsCompleted);
    }

    [Fact]
    public async Task Who_gives_up_waiting_takes_no_place()
    {
        var window = new RequestWindow(15);
        using var cancel = new CancellationTokenSource();
        await window.EnterAsync(CancellationToken.None);
        await window.EnterAsync(CancellationToken.None);
        Task gone = window.EnterAsync(cancel.Token), next = window.EnterAsync(CancellationToken.None);
        cancel.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        window.Leave();
        await next;
        Assert.False(window.EnterAsync(CancellationToken.None).IsCompleted);
    }

    [Fact]
    public void It_never_exceeds_its_maximum()
    {
        var window = Filled(new RequestWindow(15, known: 15));
        for (int answer = 0; answer < 100; answer++)
            Answer(window, s_fast);
        Assert.Equal(15, window.Size);
    }

    /// <summary>Twice the fastest time and 5 ms more still grows; twice that does not shrink yet.</summary>
    [Theory]
    [InlineData(45, 5)]
    [InlineData(46, 4)]
    [InlineData(90, 4)]
    [InlineData(91, 2)]
    public void It_grows_while_responses_take_twice_the_fastest_time_and_shrinks_beyond_four_times(int milliseconds, int size)
    {
        var window = Filled(new RequestWindow(15, known: 4, fastest: s_fast));
        Answer(window, TimeSpan.FromMilliseconds(milliseconds));
        Assert.Equal(size == 2 ? Math.Max(2, 4 * 45 / milliseconds) : size, window.Size);
    }

    [Fact]
    public void A_request_that_was_sent_when_it_shrank_says_nothing_new()
    {
        var window = Filled(new RequestWindow(15, known: 12));
        Lose(window);
        window.Congested(_now, _now + s_fast);
        Assert.Equal(6, window.Size);
        window.Congested(_now + TimeSpan.FromTicks(1), _now + s_fast);
        Assert.Equal(3, window.Size);
    }

    [Fact]
    public void A_loss_is_a_measurement()
    {
        var window = new RequestWindow(15);
        Lose(window);
        Assert.True(window.IsMeasured);
    }

    /// <summary>As when a session ends: each caller that is admitted leaves at once, within the call that admitted it.</summary>
    [Fact]
    public async Task Thousands_that_leave_at_once_do_not_overflow_the_stack()
    {
        await Task.Run(async () =>
        {
            var window = new RequestWindow(15);
            await window.EnterAsync(CancellationToken.None);
            await window.EnterAsync(CancellationToken.None);
            Task[] all = [.. Enumerable.Range(0, 50_000).Select(_ => EnterAndLeaveAsync(window))];
            window.Leave();
            await Task.WhenAll(all);
        });

        static async Task EnterAndLeaveAsync(RequestWindow window)
        {
            await window.EnterAsync(CancellationToken.None);
            window.Leave();
        }
    }

    private static RequestWindow Filled(RequestWindow window)
    {
        for (int request = 0; request < 100; request++)
            _ = window.EnterAsync(CancellationToken.None);
        return window;
    }

    private void Answer(RequestWindow window, TimeSpan took)
    {
        TimeSpan sent = _now += TimeSpan.FromMilliseconds(1);
        window.Answered(sent, _now += took);
    }

    private void Lose(RequestWindow window)
    {
        TimeSpan sent = _now += TimeSpan.FromSeconds(1);
        window.Congested(sent, _now += TimeSpan.FromSeconds(1));
    }

    private static IEnumerable<bool> Entered(Task[] places) => places.Select(place => place.IsCompleted);

    /// <summary>A place is given on another thread.</summary>
    private static bool Wait(Task place) => ((IAsyncResult)place).AsyncWaitHandle.WaitOne(TimeSpan.FromSeconds(30));
}
