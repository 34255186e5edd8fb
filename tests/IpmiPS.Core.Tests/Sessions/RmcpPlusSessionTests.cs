using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using IpmiPS.Crypto;
using IpmiPS.Packets;
using IpmiPS.Sessions;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Sessions;

public sealed class RmcpPlusSessionTests : IDisposable
{
    private const uint ConsoleId = 0x11223344, BmcId = 0x55667788;

    private readonly List<IDisposable> _open = [];

    public static TheoryData<byte> EverySuite => Suites(_ => true);

    public static TheoryData<byte> WithIntegrity => Suites(suite => suite.Integrity != IntegrityAlgorithm.None);

    public static TheoryData<byte> WithEncryption => Suites(suite => suite.Confidentiality != ConfidentialityAlgorithm.None);

    public void Dispose() => _open.ForEach(session => session.Dispose());

    [Theory]
    [MemberData(nameof(EverySuite))]
    public void Every_payload_length_goes_both_ways(byte suite)
    {
        var (console, bmc) = Ends(suite);
        for (int length = 0; length <= 300; length++)
        {
            byte[] payload = [.. Enumerable.Range(0, length).Select(i => (byte)(i ^ length))];
            var part = new ArraySegment<byte>([0xAA, .. payload, 0x55], 1, length);
            Assert.Equal(payload, Open(bmc, console.Seal(PayloadType.Ipmi, part)));
            Assert.Equal(payload, Open(console, bmc.Seal(PayloadType.Sol, part)));
        }
    }

    /// <summary>IPMI 2.0 table 13-8: from the authentication type to the next header a multiple of 4 bytes; pad of FFh; next header 07h.</summary>
    [Theory]
    [MemberData(nameof(WithIntegrity))]
    public void The_trailer_is_laid_out_as_the_specification_says(byte suite)
    {
        var (console, _) = Ends(suite);
        int codeLength = CipherSuite.Find(suite)!.Integrity == IntegrityAlgorithm.HmacSha1_96 ? 12 : 16;
        for (int length = 0; length < 20; length++)
        {
            byte[] datagram = console.Seal(PayloadType.Ipmi, new ArraySegment<byte>(new byte[length]));
            byte[] covered = [.. datagram.Skip(4).Take(datagram.Length - 4 - codeLength)];
            Assert.Equal(0, covered.Length % 4);
            Assert.Equal(0x07, covered[covered.Length - 1]);
            int padLength = covered[covered.Length - 2];
            Assert.InRange(padLength, 0, 3);
            Assert.All(covered.Skip(covered.Length - 2 - padLength).Take(padLength), pad => Assert.Equal(0xFF, pad));
            Assert.Equal(12 + (datagram[14] | datagram[15] << 8) + padLength + 2, covered.Length);
        }
    }

    [Theory]
    [MemberData(nameof(EverySuite))]
    public void The_header_tells_type_protection_id_and_number(byte id)
    {
        var suite = CipherSuite.Find(id)!;
        var (console, _) = Ends(id);
        for (uint number = 1; number <= 3; number++)
        {
            var packet = Datagrams.Take(console.Seal(PayloadType.Sol, new ArraySegment<byte>(new byte[10])));
            Assert.Equal((AuthType.RmcpPlus, PayloadType.Sol, BmcId, number), (packet.AuthType, packet.PayloadType, packet.SessionId, packet.Sequence));
            Assert.Equal(suite.Integrity != IntegrityAlgorithm.None, packet.Authenticated);
            Assert.Equal(suite.Confidentiality != ConfidentialityAlgorithm.None, packet.Encrypted);
        }
    }

    [Theory]
    [MemberData(nameof(WithIntegrity))]
    public void A_change_of_any_byte_is_refused(byte suite)
    {
        var (console, bmc) = Ends(suite);
        byte[] datagram = console.Seal(PayloadType.Ipmi, new ArraySegment<byte>(Hex.Parse("2018C88104016E")));

        // The first four bytes are the RMCP header, which no code covers.
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

    [Theory]
    [MemberData(nameof(WithIntegrity))]
    public void Every_prefix_and_every_surplus_byte_is_refused(byte suite)
    {
        var (console, bmc) = Ends(suite);
        byte[] datagram = console.Seal(PayloadType.Ipmi, new ArraySegment<byte>(new byte[9]));
        int payloadEnd = 16 + (datagram[14] | datagram[15] << 8);
        for (int length = 0; length < datagram.Length; length++)
        {
            byte[] part = [.. datagram.Take(length)];
            if (length < payloadEnd)
                Assert.Throws<MalformedDataException>(() => Datagrams.Take(part));
            else
                Assert.False(bmc.TryOpen(Datagrams.Take(part), out _, out _));
        }

        Assert.False(bmc.TryOpen(Datagrams.Take([.. datagram, 0]), out _, out _));
        Assert.True(bmc.TryOpen(Datagrams.Take(datagram), out _, out _));
    }

    [Theory]
    [MemberData(nameof(WithIntegrity))]
    public void A_packet_that_is_not_authenticated_is_refused_in_a_session_that_is(byte suite)
    {
        var (console, bmc) = Ends(suite);
        foreach (var type in (PayloadType[])[PayloadType.Ipmi, PayloadType.Sol])
        {
            byte[] datagram = bmc.Seal(type, new ArraySegment<byte>(new byte[9]), authenticate: false, encrypt: bmc.IsEncrypted);
            Assert.False(console.TryOpen(Datagrams.Take(datagram), out _, out string reason));
            Assert.Contains("not authenticated", reason, StringComparison.Ordinal);
        }
    }

    /// <summary>SOL may be activated without encryption (IPMI 2.0 section 24.1); IPMI messages may not come so.</summary>
    [Theory]
    [MemberData(nameof(WithEncryption))]
    public void An_ipmi_message_that_is_not_encrypted_is_refused_in_a_session_that_is(byte suite)
    {
        var (console, bmc) = Ends(suite);
        byte[] datagram = bmc.Seal(PayloadType.Ipmi, new ArraySegment<byte>(new byte[9]), authenticate: true, encrypt: false);
        Assert.False(console.TryOpen(Datagrams.Take(datagram), out _, out string reason));
        Assert.Contains("not encrypted", reason, StringComparison.Ordinal);
        datagram = bmc.Seal(PayloadType.Sol, new ArraySegment<byte>([1, 2, 3]), authenticate: true, encrypt: false);
        Assert.Equal([1, 2, 3], Open(console, datagram));
    }

    [Theory]
    [InlineData(0, 0x40)]
    [InlineData(0, 0x80)]
    [InlineData(0, 0xC0)]
    [InlineData(2, 0x80)]
    public void Protection_that_was_not_agreed_on_is_refused(byte suite, byte flag)
    {
        var (console, bmc) = Ends(suite);
        byte[] datagram = bmc.Seal(PayloadType.Ipmi, new ArraySegment<byte>(new byte[40]));
        datagram[5] |= flag;
        Assert.False(console.TryOpen(Datagrams.Take(datagram), out _, out _));
    }

    [Fact]
    public void Packets_of_another_session_are_refused()
    {
        var (console, bmc) = Ends(3);
        byte[] datagram = console.Seal(PayloadType.Ipmi, new ArraySegment<byte>(new byte[9]));
        Assert.False(console.TryOpen(Datagrams.Take(datagram), out _, out string reason));
        Assert.Contains("another session", reason, StringComparison.Ordinal);
        byte[] lan15 = LanSession15.Write(AuthType.None, [], BmcId, 1, new ArraySegment<byte>(new byte[9]));
        Assert.False(bmc.TryOpen(Datagrams.Take(lan15), out _, out _));
    }

    [Fact]
    public void Keys_of_another_session_open_nothing()
    {
        var (console, _) = Ends(17);
        byte[] otherKey = [.. Enumerable.Repeat((byte)0x78, 20)];
        using var keys = new SessionKeys(AuthenticationAlgorithm.HmacSha256, otherKey);
        using var other = new RmcpPlusSession(CipherSuite.Find(17)!, BmcId, ConsoleId, keys, [], isConsole: false);
        Assert.False(other.TryOpen(Datagrams.Take(console.Seal(PayloadType.Ipmi, new ArraySegment<byte>(new byte[9]))), out _, out _));
    }

    [Theory]
    [MemberData(nameof(EverySuite))]
    public void A_packet_is_taken_once_in_whatever_order_packets_come(byte suite)
    {
        var (console, bmc) = Ends(suite);
        byte[][] sent = [.. Enumerable.Range(0, 16).Select(i => bmc.Seal(PayloadType.Ipmi, new ArraySegment<byte>([(byte)i])))];
        foreach (int i in (int[])[0, 2, 1, 5, 4, 3, 15, 6, 14, 7, 13, 8, 12, 9, 11, 10])
        {
            Assert.Equal([(byte)i], Open(console, sent[i]));
            Assert.False(console.TryOpen(Datagrams.Take(sent[i]), out _, out string reason));
            Assert.Contains("seen before", reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_bmcs_end_holds_the_window_of_the_specification()
    {
        var (console, bmc) = Ends(3);
        byte[][] sent = [.. Enumerable.Range(0, 50).Select(i => console.Seal(PayloadType.Ipmi, new ArraySegment<byte>([(byte)i])))];
        Assert.True(bmc.TryOpen(Datagrams.Take(sent[20]), out _, out _));
        Assert.True(bmc.TryOpen(Datagrams.Take(sent[4]), out _, out _));
        Assert.False(bmc.TryOpen(Datagrams.Take(sent[3]), out _, out _));
        Assert.False(bmc.TryOpen(Datagrams.Take(sent[36]), out _, out _));
        Assert.True(bmc.TryOpen(Datagrams.Take(sent[35]), out _, out _));
    }

    [Fact]
    public void The_console_takes_an_authentic_answer_after_any_number_of_lost_ones()
    {
        var (console, bmc) = Ends(3);
        Open(console, bmc.Seal(PayloadType.Ipmi, new ArraySegment<byte>([1])));
        for (int lost = 0; lost < 200; lost++)
            bmc.Seal(PayloadType.Ipmi, new ArraySegment<byte>([2]));
        Assert.Equal([3], Open(console, bmc.Seal(PayloadType.Ipmi, new ArraySegment<byte>([3]))));
    }

    [Fact]
    public void Forged_numbers_do_not_move_the_window()
    {
        var (console, bmc) = Ends(3);
        byte[] first = console.Seal(PayloadType.Ipmi, new ArraySegment<byte>([1]));
        byte[] forged = [.. first];
        forged[10] = 200;
        Assert.False(bmc.TryOpen(Datagrams.Take(forged), out _, out _));
        Assert.Equal([1], Open(bmc, first));
    }

    [Fact]
    public void Authenticated_and_other_packets_are_numbered_apart()
    {
        var (console, _) = Ends(3);
        Assert.Equal(1u, Datagrams.Take(console.Seal(PayloadType.Ipmi, new ArraySegment<byte>([1]))).Sequence);
        Assert.Equal(1u, Datagrams.Take(console.Seal(PayloadType.Sol, new ArraySegment<byte>([1]), authenticate: false, encrypt: false)).Sequence);
        Assert.Equal(2u, Datagrams.Take(console.Seal(PayloadType.Ipmi, new ArraySegment<byte>([1]))).Sequence);
    }

    [Fact]
    public void A_closed_session_seals_and_opens_nothing()
    {
        var (console, bmc) = Ends(3);
        byte[] datagram = bmc.Seal(PayloadType.Ipmi, new ArraySegment<byte>([1]));
        console.Dispose();
        console.Dispose();
        Assert.False(console.TryOpen(Datagrams.Take(datagram), out _, out string reason));
        Assert.Contains("closed", reason, StringComparison.Ordinal);
        Assert.Throws<ObjectDisposedException>(() => console.Seal(PayloadType.Ipmi, new ArraySegment<byte>([1])));
    }

    /// <summary>An AES payload of wrong length, though authentic, as broken firmware might send it.</summary>
    [Fact]
    public void An_authentic_packet_that_cannot_be_decrypted_is_refused()
    {
        using var keys = new SessionKeys(AuthenticationAlgorithm.HmacSha1, new byte[20]);
        using var integrity = new IntegrityCode(IntegrityAlgorithm.HmacSha1_96, keys.K1, []);
        using var console = new RmcpPlusSession(CipherSuite.Find(3)!, ConsoleId, BmcId, keys, []);
        foreach (int length in (int[])[0, 1, 15, 16, 17, 31, 33])
        {
            var writer = new ByteWriter();
            SessionPacket.WriteHeader20(writer, 0xC0, ConsoleId, (uint)length + 1, length);
            writer.WriteRepeated(0x5A, length);
            int padLength = (4 - (writer.Length + 2) % 4) % 4;
            writer.WriteRepeated(0xFF, padLength);
            writer.WriteBytes([(byte)padLength, 0x07]);
            byte[] datagram = [0x06, 0x00, 0xFF, 0x07, .. writer.ToArray(), .. integrity.Compute(writer.AsSegment())];
            Assert.False(console.TryOpen(Datagrams.Take(datagram), out _, out string reason));
            Assert.Contains("AES-CBC", reason, StringComparison.Ordinal);
        }
    }

    private (RmcpPlusSession Console, RmcpPlusSession Bmc) Ends(byte id)
    {
        var suite = CipherSuite.Find(id)!;
        byte[] integrityKey = [.. Enumerable.Repeat((byte)0x77, 20)], password = Encoding.ASCII.GetBytes("opensesame");
        using var keys = new SessionKeys(suite.Authentication, integrityKey);
        var ends = (new RmcpPlusSession(suite, ConsoleId, BmcId, keys, password), new RmcpPlusSession(suite, BmcId, ConsoleId, keys, password, isConsole: false));
        _open.AddRange([ends.Item1, ends.Item2]);
        return ends;
    }

    private static byte[] Open(RmcpPlusSession session, byte[] datagram)
    {
        Assert.True(session.TryOpen(Datagrams.Take(datagram), out var payload, out string reason), reason);
        return [.. payload];
    }

    private static TheoryData<byte> Suites(Func<CipherSuite, bool> which)
    {
        var suites = new TheoryData<byte>();
        foreach (var suite in CipherSuite.All.Where(which))
            suites.Add(suite.Id);
        return suites;
    }
}
