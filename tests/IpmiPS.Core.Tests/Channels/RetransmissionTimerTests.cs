using System;
using System.Linq;
using IpmiPS.Channels;
using Xunit;

namespace IpmiPS.Tests.Channels;

/// <summary>RFC 6298, with the bounds that suit BMCs.</summary>
public class RetransmissionTimerTests
{
    [Fact]
    public void Before_anything_was_measured_the_waits_double_from_half_a_second_to_eight()
    {
        var timer = new RetransmissionTimer();
        Assert.Null(timer.RoundTrip);
        Assert.Equal([500, 1000, 2000, 4000, 8000, 8000, 8000], Waits(timer, 7));
    }

    [Fact]
    public void A_fast_bmc_gets_the_shortest_wait()
    {
        var timer = new RetransmissionTimer();
        timer.Answered(TimeSpan.FromMilliseconds(5), 1);
        Assert.Equal(TimeSpan.FromMilliseconds(5), timer.RoundTrip?.Smoothed);
        Assert.Equal([200, 400, 800, 1600, 3200], Waits(timer, 5));
    }

    [Fact]
    public void A_slow_bmc_gets_the_time_that_it_needs()
    {
        // The first measurement counts for itself and twice as variation: 400 + 4 * 200.
        var timer = new RetransmissionTimer();
        timer.Answered(TimeSpan.FromMilliseconds(400), 1);
        Assert.Equal([1200], Waits(timer, 1));
        for (int i = 0; i < 50; i++)
            timer.Answered(TimeSpan.FromMilliseconds(400), 1);
        Assert.InRange(Waits(timer, 1)[0], 400, 420);
    }

    [Fact]
    public void A_bmc_slower_than_the_wait_is_soon_asked_only_once()
    {
        // It answered the log-in at once and now takes 300 ms for everything.
        var timer = new RetransmissionTimer();
        timer.Answered(TimeSpan.FromMilliseconds(5), 1);
        int repetitions = 0;
        for (int request = 0; request < 20; request++)
        {
            double passed = 0;
            int attempt = 1;
            while (passed + timer.WaitFor(attempt).TotalMilliseconds < 300)
            {
                passed += timer.WaitFor(attempt++).TotalMilliseconds;
                repetitions++;
            }

            timer.Answered(TimeSpan.FromMilliseconds(300 - passed), attempt);
        }

        Assert.Equal(1, repetitions);
    }

    [Fact]
    public void What_was_sent_more_than_once_is_not_measured_but_keeps_the_longer_wait_until_the_next_clean_answer()
    {
        var timer = new RetransmissionTimer();
        timer.Answered(TimeSpan.FromMilliseconds(5), 1);
        timer.Answered(TimeSpan.FromMilliseconds(1), 3);
        Assert.Equal(TimeSpan.FromMilliseconds(5), timer.RoundTrip?.Smoothed);
        Assert.Equal([800], Waits(timer, 1));
        timer.Answered(TimeSpan.FromMilliseconds(5), 5);
        Assert.Equal([1600], Waits(timer, 1));
        timer.Answered(TimeSpan.FromMilliseconds(5), 1);
        Assert.Equal([200], Waits(timer, 1));
    }

    [Fact]
    public void What_was_measured_in_an_earlier_session_holds_from_the_first_packet_on()
    {
        var known = new RoundTripTime(TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(50));
        var timer = new RetransmissionTimer(known);
        Assert.Equal(known, timer.RoundTrip);
        Assert.Equal([500], Waits(timer, 1));
    }

    [Fact]
    public void Waits_differ_by_up_to_a_tenth_so_that_bmcs_that_fell_silent_together_are_not_asked_together()
    {
        double jitter = 0;
        var timer = new RetransmissionTimer(null, () => jitter);
        Assert.Equal([500, 1000], Waits(timer, 2));
        jitter = 1;
        Assert.Equal([550, 1100], Waits(timer, 2));
    }

    [Fact]
    public void A_measurement_counts_for_an_eighth_and_its_difference_for_a_quarter()
    {
        var timer = new RetransmissionTimer();
        timer.Answered(TimeSpan.FromMilliseconds(100), 1);
        timer.Answered(TimeSpan.FromMilliseconds(180), 1);
        Assert.Equal(new RoundTripTime(TimeSpan.FromMilliseconds(110), TimeSpan.FromMilliseconds(57.5)), timer.RoundTrip);
    }

    [Fact]
    public void The_shortest_time_is_kept()
    {
        var timer = new RetransmissionTimer(new RoundTripTime(TimeSpan.FromMilliseconds(5), TimeSpan.Zero));
        Assert.Null(timer.Fastest);
        foreach (int milliseconds in (int[])[50, 30, 40])
            timer.Answered(TimeSpan.FromMilliseconds(milliseconds), 1);
        timer.Answered(TimeSpan.FromMilliseconds(1), 2);
        Assert.Equal(TimeSpan.FromMilliseconds(30), timer.Fastest);
    }

    private static int[] Waits(RetransmissionTimer timer, int count) =>
        [.. Enumerable.Range(1, count).Select(attempt => (int)Math.Round(timer.WaitFor(attempt).TotalMilliseconds))];
}
