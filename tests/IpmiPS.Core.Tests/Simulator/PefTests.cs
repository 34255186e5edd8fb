using System.Linq;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Simulator;

/// <summary>Platform event filtering of a virtual BMC.</summary>
public sealed class PefTests
{
    private const byte Event = 0x04;

    private static readonly byte[] s_filter = [6, 2, .. Hex.Parse("80 01 01 10 20 FF 01 30 01 00 08 00 00 00 00 00 00 00 00 00")];

    [Fact]
    public void Filters_are_kept_and_their_first_byte_is_a_parameter_of_its_own()
    {
        var bench = new Bench();
        bench.Get(Event, 0x12, s_filter);
        Assert.Equal([0x11, .. s_filter.Skip(1)], bench.Get(Event, 0x13, 6, 2, 0));
        Assert.Equal([0x11, 2, 0x80], bench.Get(Event, 0x13, 7, 2, 0));
        bench.Get(Event, 0x12, 7, 2, 0x00);
        Assert.Equal([0x11, 2, 0x00, 0x01], bench.Get(Event, 0x13, 6, 2, 0).Take(4));
        Assert.Equal(new byte[20], bench.Get(Event, 0x13, 6, 1, 0).Skip(2));
    }

    [Theory]
    [InlineData(new byte[] { 6, 0, 0 }, 0xC9)]
    [InlineData(new byte[] { 6, 41, 0 }, 0xC9)]
    [InlineData(new byte[] { 9, 61, 0 }, 0xC9)]
    [InlineData(new byte[] { 13, 1, 0 }, 0xC9)]
    [InlineData(new byte[] { 13, 9, 1 }, 0xC9)]
    [InlineData(new byte[] { 14, 0, 0 }, 0x80)]
    [InlineData(new byte[] { 96, 0, 0 }, 0x80)]
    public void What_there_is_not_is_refused(byte[] request, byte code) => Assert.Equal([code], new Bench().Send(Event, 0x13, request));

    [Fact]
    public void Counts_cannot_be_written_and_part_of_an_entry_neither()
    {
        var bench = new Bench();
        Assert.Equal([0x82], bench.Send(Event, 0x12, 5, 10));
        Assert.Equal([0xC7], bench.Send(Event, 0x12, 9, 1, 0x18));
        Assert.Equal([0x80], bench.Send(Event, 0x12, 96, 1));
    }

    [Fact]
    public void A_string_is_kept_in_blocks()
    {
        var bench = new Bench();
        bench.Get(Event, 0x12, [13, 1, 1, .. Enumerable.Repeat((byte)'a', 16)]);
        bench.Get(Event, 0x12, 13, 1, 2, (byte)'b', 0);
        Assert.Equal([0x11, 1, 1, .. Enumerable.Repeat((byte)'a', 16)], bench.Get(Event, 0x13, 13, 1, 1));
        Assert.Equal([0x11, 1, 2, (byte)'b', 0], bench.Get(Event, 0x13, 13, 1, 2).Take(5));
    }

    [Fact]
    public void The_postpone_timer_and_the_last_events_are_kept()
    {
        var bench = new Bench();
        Assert.Equal([30], bench.Get(Event, 0x11, 30));
        Assert.Equal([30], bench.Get(Event, 0x11, 0xFF));
        Assert.Equal([0xFE], bench.Get(Event, 0x11, 0xFE));
        Assert.Equal([0], bench.Get(Event, 0x11, 0));
        bench.Get(Event, 0x14, 1, 0x05, 0x00);
        bench.Get(Event, 0x14, 0, 0x04, 0x00);
        Assert.Equal([0x04, 0x00, 0x05, 0x00], bench.Get(Event, 0x15).Skip(6));
        Assert.Equal([0], bench.Get(Event, 0x16, 1, 0x41, 0));
        Assert.Equal([0xCC], bench.Send(Event, 0x16, 5, 0x01, 0));
    }
}
