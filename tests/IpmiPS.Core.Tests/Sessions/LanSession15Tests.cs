using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using IpmiPS.Packets;
using IpmiPS.Sessions;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Sessions;

public sealed class LanSession15Tests : IDisposable
{
    private const uint Id = 0x11223344;

    private readonly List<IDisposable> _open = [];

    public static TheoryData<byte> Types => [0, 1, 2, 4];

    public static TheoryData<byte> Digests => [1, 2];

    public void Dispose() => _open.ForEach(session => session.Dispose());

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_payload_length_goes_both_ways(byte type)
    {
        var (console, bmc) = Ends((AuthType)type);
        for (int length = 0; length <= 255; length++)
        {
            byte[] payload = [.. Enumerable.Range(0, length).Select(i => (byte)(i ^ length))];
            var part = new ArraySegment<byte>([0xAA, .. payload, 0x55], 1, length);
            Assert.Equal(payload, Open(bmc, console.Seal(PayloadType.Ipmi, part)));
            Assert.Equal(payload, Open(console, bmc.Seal(PayloadType.Ipmi, part)));
        }
    }

    /// <summary>IPMI 1.5 section 12.6: a pad byte where the whole would be 56, 84, 112, 128 or 156 bytes long.</summary>
    [Fact]
    public void Lengths_that_old_network_chips_lose_get_a_pad_byte()
    {
        var (console, bmc) = Ends(AuthType.Md5);
        foreach (int whole in (int[])[55, 56, 57, 84, 112, 128, 156, 157])
        {
            byte[] datagram = console.Seal(PayloadType.Ipmi, new ArraySegment<byte>(new byte[whole - 30]));
            Assert.Equal(whole is 56 or 84 or 112 or 128 or 156 ? whole + 1 : whole, datagram.Length);
            Assert.Equal(whole - 30, Open(bmc, datagram).Length);
        }
    }

    [Fact]
    public void The_header_is_laid_out_as_the_specification_says()
    {
        var (console, _) = Ends(AuthType.Straight);
        string datagram = Hex.Format(console.Seal(PayloadType.Ipmi, new ArraySegment<byte>(Hex.Parse("2018C88104016E"))));
        Assert.Equal("0600FF07" + "04" + "64000000" + "44332211" + "6F70656E736573616D65000000000000" + "07" + "2018C88104016E", datagram);
    }

    [Theory]
    [MemberData(nameof(Digests))]
    public void A_change_of_any_byte_is_refused(byte type)
    {
        var (console, bmc) = Ends((AuthType)type);
        byte[] datagram = console.Seal(PayloadType.Ipmi, new ArraySegment<byte>(Hex.Parse("2018C88104016E")));
        for (int at = 4; at < datagram.Length; at++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                byte[] changed = [.. datagram];
                changed[at] ^= (byte)(1 << bit);
                SessionPacket packet;
                try
                {
                    packet = Datagrams.Take(changed);
                }
                catch (MalformedDataException)
                {
                    continue;
                }

                Assert.False(bmc.TryOpen(packet, out _, out string reason), $"byte {at}, bit {bit}");
                Assert.NotEmpty(reason);
            }
        }

        Assert.Equal(Hex.Parse("2018C88104016E"), Open(bmc, datagram));
    }

    [Fact]
    public void A_straight_password_must_be_the_right_one()
    {
        var (console, bmc) = Ends(AuthType.Straight);
        byte[] datagram = console.Seal(PayloadType.Ipmi, new ArraySegment<byte>(new byte[9]));
        datagram[13] ^= 1;
        Assert.False(bmc.TryOpen(Datagrams.Take(datagram), out _, out string reason));
        Assert.Contains("authentication code", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_packet_without_code_is_refused_where_codes_were_agreed_on()
    {
        var (console, _) = Ends(AuthType.Md5);
        byte[] bare = LanSession15.Write(AuthType.None, [], Id, 501, new ArraySegment<byte>(new byte[9]));
        Assert.False(console.TryOpen(Datagrams.Take(bare), out _, out string reason));
        Assert.Contains("not authenticated", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_authentication_type_than_agreed_on_is_refused()
    {
        var (console, _) = Ends(AuthType.Md5);
        byte[] straight = LanSession15.Write(AuthType.Straight, Password, Id, 501, new ArraySegment<byte>(new byte[9]));
        Assert.False(console.TryOpen(Datagrams.Take(straight), out _, out _));
        var (none, _) = Ends(AuthType.None);
        Assert.False(none.TryOpen(Datagrams.Take(straight), out _, out _));
    }

    [Fact]
    public void Where_the_bmc_switched_codes_off_packets_go_bare_and_come_either_way()
    {
        var (console, bmc) = Ends(AuthType.Md5, perMessage: false);
        Assert.False(console.IsAuthenticated);
        Assert.Equal(AuthType.None, Datagrams.Take(console.Seal(PayloadType.Ipmi, new ArraySegment<byte>(new byte[9]))).AuthType);
        Assert.Equal([1], Open(console, bmc.Seal(PayloadType.Ipmi, new ArraySegment<byte>([1]))));
        byte[] authenticated = LanSession15.Write(AuthType.Md5, Password, Id, 503, new ArraySegment<byte>([2]));
        Assert.Equal([2], Open(console, authenticated));
        byte[] unnumbered = LanSession15.Write(AuthType.None, [], Id, 0, new ArraySegment<byte>([3]));
        Assert.Equal([3], Open(console, unnumbered));
    }

    /// <summary>An IBM eServer 325 says that it needs no codes, and needs them. A wrong one is never taken.</summary>
    [Fact]
    public void Where_no_codes_are_needed_by_its_word_the_bmc_is_tried_with_and_without_until_it_is_heard()
    {
        var (console, _) = Ends(AuthType.Md5, perMessage: false);
        Assert.Equal([AuthType.None, AuthType.Md5, AuthType.None], Enumerable.Range(0, 3).Select(_ => TypeOfNext()));
        Assert.False(console.TryOpen(Datagrams.Take(LanSession15.Write(AuthType.Md5, [1], Id, 501, new ArraySegment<byte>([1]))), out _, out _));
        Open(console, LanSession15.Write(AuthType.Md5, Password, Id, 501, new ArraySegment<byte>([1])));
        Assert.Equal([AuthType.Md5, AuthType.Md5], Enumerable.Range(0, 2).Select(_ => TypeOfNext()));
        Open(console, LanSession15.Write(AuthType.None, [], Id, 502, new ArraySegment<byte>([1])));
        Assert.Equal([AuthType.None, AuthType.None], Enumerable.Range(0, 2).Select(_ => TypeOfNext()));

        AuthType TypeOfNext() => Datagrams.Take(console.Seal(PayloadType.Ipmi, new ArraySegment<byte>(new byte[9]))).AuthType;
    }

    /// <summary>A Tyan S2882 puts the id 0 into its packets. Only the code can say then whose they are.</summary>
    [Fact]
    public void The_id_0_is_taken_with_the_right_code_alone()
    {
        var (console, bmc) = Ends(AuthType.Md5);
        Assert.Equal([1], Open(console, LanSession15.Write(AuthType.Md5, Password, 0, 501, new ArraySegment<byte>([1]))));
        Assert.False(console.TryOpen(Datagrams.Take(LanSession15.Write(AuthType.Md5, [1], 0, 502, new ArraySegment<byte>([2]))), out _, out _));
        Assert.False(console.TryOpen(Datagrams.Take(LanSession15.Write(AuthType.None, [], 0, 503, new ArraySegment<byte>([3]))), out _, out _));
        Assert.False(bmc.TryOpen(Datagrams.Take(LanSession15.Write(AuthType.Md5, Password, 0, 100, new ArraySegment<byte>([4]))), out _, out _));
        var (bare, _) = Ends(AuthType.None);
        Assert.False(bare.TryOpen(Datagrams.Take(LanSession15.Write(AuthType.None, [], 0, 501, new ArraySegment<byte>([5]))), out _, out _));
    }

    /// <summary>A Sun ILOM writes sequence numbers with their bytes the wrong way round.</summary>
    [Fact]
    public void Numbers_the_wrong_way_round_are_each_taken_once()
    {
        var (console, _) = Ends(AuthType.Md5);
        byte[][] sent = [.. Enumerable.Range(501, 20).Select(number => LanSession15.Write(AuthType.Md5, Password, Id, (uint)number << 24 | ((uint)number & 0xFF00) << 8, new ArraySegment<byte>([(byte)number])))];
        foreach (byte[] packet in sent)
            Assert.True(console.TryOpen(Datagrams.Take(packet), out _, out string reason), reason);
        foreach (byte[] packet in sent)
            Assert.False(console.TryOpen(Datagrams.Take(packet), out _, out _));
    }

    [Fact]
    public void A_packet_is_taken_once()
    {
        var (console, bmc) = Ends(AuthType.Md5);
        byte[][] sent = [.. Enumerable.Range(0, 8).Select(i => bmc.Seal(PayloadType.Ipmi, new ArraySegment<byte>([(byte)i])))];
        foreach (int i in (int[])[0, 7, 3, 1, 2, 6, 5, 4])
        {
            Assert.Equal([(byte)i], Open(console, sent[i]));
            Assert.False(console.TryOpen(Datagrams.Take(sent[i]), out _, out _));
        }
    }

    [Fact]
    public void The_bmcs_end_holds_the_window_and_the_console_outlives_a_burst_of_losses()
    {
        var (console, bmc) = Ends(AuthType.Md5);
        byte[][] up = [.. Enumerable.Range(0, 9).Select(i => console.Seal(PayloadType.Ipmi, new ArraySegment<byte>([(byte)i])))];
        Assert.False(bmc.TryOpen(Datagrams.Take(up[8]), out _, out _));
        Assert.True(bmc.TryOpen(Datagrams.Take(up[7]), out _, out _));
        for (int lost = 0; lost < 50; lost++)
            bmc.Seal(PayloadType.Ipmi, new ArraySegment<byte>([0]));
        Assert.Equal([9], Open(console, bmc.Seal(PayloadType.Ipmi, new ArraySegment<byte>([9]))));
    }

    [Fact]
    public void Numbers_wrap_around_past_zero()
    {
        using var console = new LanSession15(AuthType.Md5, Id, Password, true, uint.MaxValue - 1, 1);
        using var bmc = new LanSession15(AuthType.Md5, Id, Password, true, 1, uint.MaxValue - 1, isConsole: false);
        uint[] numbers = [.. Enumerable.Range(0, 4).Select(_ =>
        {
            byte[] datagram = console.Seal(PayloadType.Ipmi, new ArraySegment<byte>([1]));
            Open(bmc, datagram);
            return Datagrams.Take(datagram).Sequence;
        })];
        Assert.Equal([uint.MaxValue - 1, uint.MaxValue, 1u, 2u], numbers);
    }

    [Fact]
    public void Only_ipmi_messages_are_carried()
    {
        var (console, _) = Ends(AuthType.Md5);
        Assert.Throws<InvalidOperationException>(() => console.Seal(PayloadType.Sol, new ArraySegment<byte>([1])));
    }

    [Fact]
    public void A_closed_session_seals_and_opens_nothing()
    {
        var (console, bmc) = Ends(AuthType.Md5);
        byte[] datagram = bmc.Seal(PayloadType.Ipmi, new ArraySegment<byte>([1]));
        console.Dispose();
        Assert.False(console.TryOpen(Datagrams.Take(datagram), out _, out _));
        Assert.Throws<ObjectDisposedException>(() => console.Seal(PayloadType.Ipmi, new ArraySegment<byte>([1])));
    }

    private static byte[] Password => Encoding.ASCII.GetBytes("opensesame");

    private (LanSession15 Console, LanSession15 Bmc) Ends(AuthType type, bool perMessage = true)
    {
        var ends = (new LanSession15(type, Id, Password, perMessage, 100, 501), new LanSession15(type, Id, Password, perMessage, 501, 100, isConsole: false));
        _open.AddRange([ends.Item1, ends.Item2]);
        return ends;
    }

    private static byte[] Open(LanSession15 session, byte[] datagram)
    {
        Assert.True(session.TryOpen(Datagrams.Take(datagram), out var payload, out string reason), reason);
        return [.. payload];
    }
}
