using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Client;
using Xunit;

namespace IpmiPS.Tests.Client;

public class RequestWindowTests
{
    [Fact]
    public void It_grows_by_one_for_each_window_of_answers_up_to_its_maximum()
    {
        var window = new RequestWindow(5);
        var sizes = new List<int>();
        for (int answer = 0; answer < 30; answer++)
        {
            window.Answered();
            sizes.Add(window.Size);
        }

        Assert.Equal([2, 3, 3, 3, 4, 4, 4, 4, 5, 5], sizes.Take(10));
        Assert.Equal(5, sizes.Max());
    }

    [Fact]
    public void It_halves_on_loss_but_never_below_one_and_forgets_the_answers_before()
    {
        var window = new RequestWindow(15);
        for (int answer = 0; answer < 200; answer++)
            window.Answered();
        Assert.Equal(15, window.Size);
        foreach (int size in (int[])[7, 3, 1, 1])
        {
            window.Congested();
            Assert.Equal(size, window.Size);
        }

        window.Answered();
        Assert.Equal(2, window.Size);
        window.Answered();
        window.Congested();
        Assert.Equal(1, window.Size);
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
        window.Answered();
        window.Answered();
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

    private static IEnumerable<bool> Entered(Task[] places) => places.Select(place => place.IsCompleted);

    /// <summary>A place is given on another thread.</summary>
    private static bool Wait(Task place) => ((IAsyncResult)place).AsyncWaitHandle.WaitOne(TimeSpan.FromSeconds(30));
}
