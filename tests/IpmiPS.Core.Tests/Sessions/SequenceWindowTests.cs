using System;
using System.Collections.Generic;
using System.Linq;
using IpmiPS.Sessions;
using Xunit;

namespace IpmiPS.Tests.Sessions;

/// <summary>IPMI 2.0 section 6.12.13.</summary>
public class SequenceWindowTests
{
    [Fact]
    public void Zero_is_no_number_of_a_session()
    {
        var window = SequenceWindow.Rmcp20();
        Assert.False(window.TryAccept(0));
        Assert.True(window.TryAccept(1));
        Assert.False(window.TryAccept(0));
    }

    [Theory]
    [InlineData(100u)]
    [InlineData(uint.MaxValue)]
    [InlineData(uint.MaxValue - 7)]
    [InlineData(1u)]
    [InlineData(5u)]
    public void Rmcp_plus_takes_15_ahead_and_16_behind_across_the_end_of_the_numbers(uint start)
    {
        foreach (uint step in (uint[])[1, 15])
            Assert.True(Started(start).TryAccept(Forward(start, step)), $"{step} ahead");
        foreach (uint step in (uint[])[16, 17, 1000, 0x7FFFFFFF])
            Assert.False(Started(start).TryAccept(Forward(start, step)), $"{step} ahead");
        foreach (uint step in (uint[])[1, 2, 15, 16])
            Assert.True(Started(start).TryAccept(Back(start, step)), $"{step} behind");
        foreach (uint step in (uint[])[17, 31, 32, 33, 1000])
            Assert.False(Started(start).TryAccept(Back(start, step)), $"{step} behind");
        Assert.False(Started(start).TryAccept(start));
    }

    [Fact]
    public void Ipmi_15_takes_8_ahead_and_8_behind()
    {
        foreach (uint step in (uint[])[1, 8])
        {
            Assert.True(SequenceWindow.Lan15().StartingAt(101).TryAccept(100 + step));
            var window = SequenceWindow.Lan15();
            Assert.True(window.TryAccept(100));
            Assert.True(window.TryAccept(100 - step));
        }

        Assert.False(SequenceWindow.Lan15().StartingAt(101).TryAccept(109));
        var behind = SequenceWindow.Lan15();
        Assert.True(behind.TryAccept(100));
        Assert.False(behind.TryAccept(91));
    }

    [Theory]
    [InlineData(1u)]
    [InlineData(2u)]
    [InlineData(uint.MaxValue)]
    public void A_window_that_starts_at_a_number_takes_that_number_once(uint first)
    {
        var window = SequenceWindow.Lan15().StartingAt(first);
        Assert.True(window.TryAccept(first));
        Assert.False(window.TryAccept(first));
        Assert.True(window.TryAccept(Forward(first, 1)));
    }

    [Fact]
    public void An_authenticated_console_takes_any_number_ahead_but_none_twice()
    {
        var window = SequenceWindow.Authenticated();
        Assert.True(window.TryAccept(1));
        Assert.True(window.TryAccept(1_000_000));
        Assert.False(window.TryAccept(1));
        Assert.False(window.TryAccept(1_000_000));
        Assert.True(window.TryAccept(1_000_000 - 31));
        Assert.False(window.TryAccept(1_000_000 - 32));
        Assert.True(window.TryAccept(2_148_483_647));
    }

    [Fact]
    public void Every_number_is_taken_once_over_a_long_and_shuffled_run()
    {
        var window = SequenceWindow.Rmcp20();
        uint start = uint.MaxValue - 500;
        Assert.True(window.TryAccept(start));

        // Blocks of 16 numbers, each from its end to its beginning: as far apart as the window allows.
        for (uint block = 0; block < 100; block++)
        {
            uint[] numbers = [.. Enumerable.Range(1, 15).Select(step => Forward(start, block * 15 + (uint)(16 - step)))];
            Assert.All(numbers, number => Assert.True(window.TryAccept(number)));
            Assert.All(numbers, number => Assert.False(window.TryAccept(number)));
        }
    }

    /// <summary>Compares the window with a plain list of what was accepted, for all numbers around it and any order.</summary>
    [Theory]
    [InlineData(15, 16, 40u)]
    [InlineData(8, 8, 40u)]
    [InlineData(int.MaxValue, 31, 1000u)]
    [InlineData(15, 16, uint.MaxValue - 20)]
    public void A_number_is_accepted_if_it_lies_in_the_window_and_was_not_seen(int ahead, int behind, uint start)
    {
        var random = new Random(4711);
        for (int run = 0; run < 200; run++)
        {
            var window = new SequenceWindow((uint)ahead, (uint)behind);
            Assert.True(window.TryAccept(start));
            var seen = new HashSet<int> { 0 };
            int highest = 0;
            for (int packet = 0; packet < 60; packet++)
            {
                int position = highest + random.Next(-Math.Min(behind + 3, 38), 20);
                bool isInWindow = position - highest <= ahead && highest - position <= behind;
                Assert.Equal(isInWindow && !seen.Contains(position), window.TryAccept(position < 0 ? Back(start, (uint)-position) : Forward(start, (uint)position)));
                if (isInWindow)
                    seen.Add(position);
                highest = isInWindow ? Math.Max(highest, position) : highest;
            }
        }
    }

    [Fact]
    public void Of_a_window_that_starts_at_a_number_only_the_numbers_from_it_on_count_as_new()
    {
        var window = SequenceWindow.Lan15().StartingAt(101);
        Assert.False(window.TryAccept(100));
        Assert.True(window.TryAccept(99));
        Assert.False(window.TryAccept(91));
        Assert.True(window.TryAccept(108));
    }

    /// <summary>What is 32 and more behind is not recorded.</summary>
    [Fact]
    public void A_step_of_32_ahead_leaves_nothing_recorded_but_the_new_number()
    {
        var window = SequenceWindow.Authenticated();
        Assert.True(window.TryAccept(100));
        Assert.True(window.TryAccept(101));
        Assert.True(window.TryAccept(133));
        Assert.True(window.TryAccept(132));
        Assert.False(window.TryAccept(133));
    }

    [Fact]
    public void What_is_32_behind_is_rejected_in_any_window()
    {
        var window = new SequenceWindow(15, 40);
        Assert.True(window.TryAccept(100));
        Assert.True(window.TryAccept(69));
        Assert.False(window.TryAccept(68));
    }

    private static SequenceWindow Started(uint at)
    {
        var window = SequenceWindow.Rmcp20();
        Assert.True(window.TryAccept(at));
        return window;
    }

    /// <summary>Counting that passes over zero.</summary>
    private static uint Forward(uint from, uint steps)
    {
        uint to = unchecked(from + steps);
        return to >= from ? to : to + 1;
    }

    private static uint Back(uint from, uint steps)
    {
        uint to = unchecked(from - steps);
        return to <= from && to != 0 ? to : to - 1;
    }
}
