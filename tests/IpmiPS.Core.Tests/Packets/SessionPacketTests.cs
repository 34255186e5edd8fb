using System;
using System.Linq;
using IpmiPS.Commands.App;
using IpmiPS.Packets;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Packets;

/// <summary>IPMI 2.0 section 13.6, table 13-8.</summary>
public class SessionPacketTests
{
    [Fact]
    public void A_packet_before_the_log_in_is_one_of_ipmi_15_without_session()
    {
        byte[] datagram = SessionPacket.WriteSessionless15(LanMessage.Request(new GetDeviceId(), 1, new ArraySegment<byte>([])));
        Assert.Equal("0600FF07 00 00000000 00000000 07 2018C88104017A".Replace(" ", ""), Hex.Format(datagram));
    }

    [Fact]
    public void A_packet_of_ipmi_15_is_taken_apart()
    {
        var packet = Read("02 04030201 44332211 000102030405060708090A0B0C0D0E0F 03 AABBCC 00");
        Assert.Equal((AuthType.Md5, 0x01020304u, 0x11223344u), (packet.AuthType, packet.Sequence, packet.SessionId));
        Assert.Equal("000102030405060708090A0B0C0D0E0F", Hex.Format(packet.AuthCode));
        Assert.Equal("AABBCC", Hex.Format(packet.Payload));
        Assert.False(packet.IsRmcpPlus);
        Assert.True(packet.Authenticated);
    }

    [Fact]
    public void A_packet_of_rmcp_plus_is_taken_apart()
    {
        var packet = Read("06 C1 44332211 04030201 0300 AABBCC FFFF0207 0102");
        Assert.Equal((PayloadType.Sol, 0x01020304u, 0x11223344u), (packet.PayloadType, packet.Sequence, packet.SessionId));
        Assert.True(packet is { IsRmcpPlus: true, Encrypted: true, Authenticated: true });
        Assert.Equal("AABBCC", Hex.Format(packet.Payload));
        Assert.Equal("FFFF02070102", Hex.Format(packet.Trailer));
    }

    /// <summary>Payload type 2 carries the vendor's IANA number and payload id between type and session id.</summary>
    [Fact]
    public void A_vendors_explicit_payload_has_a_longer_header()
    {
        var packet = Read("06 02 A2020000 0100 44332211 04030201 0100 AA");
        Assert.Equal((PayloadType.OemExplicit, 0x11223344u, 0x01020304u), (packet.PayloadType, packet.SessionId, packet.Sequence));
        Assert.Equal("AA", Hex.Format(packet.Payload));
        Assert.False(packet.Encrypted || packet.Authenticated);
    }

    [Theory]
    [InlineData("06 C1 44332211 04030201 0300 AABBCC FFFF0207", 15)]
    [InlineData("06 02 A2020000 0100 44332211 04030201 0100 AA", 19)]
    [InlineData("00 00000000 00000000 03 AABBCC", 13)]
    [InlineData("01 00000000 00000000 000102030405060708090A0B0C0D0E0F 03 AABBCC", 29)]
    public void Every_prefix_that_lacks_a_field_is_refused(string hex, int minimum)
    {
        byte[] whole = Hex.Parse(hex);
        for (int length = 0; length < whole.Length; length++)
        {
            byte[] part = [.. whole.Take(length)];
            if (length < minimum)
                Assert.Throws<MalformedDataException>(() => SessionPacket.Read(new ArraySegment<byte>(part), new ByteReader(part)));
            else
                SessionPacket.Read(new ArraySegment<byte>(part), new ByteReader(part));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("06")]
    [InlineData("0600FF")]
    [InlineData("0500FF07")]
    public void An_rmcp_header_needs_its_version_and_length(string hex) =>
        Assert.Throws<MalformedDataException>(() => Rmcp.ReadHeader(new ByteReader(Hex.Parse(hex))));

    [Fact]
    public void Random_bytes_are_read_or_refused_but_do_no_more()
    {
        var random = new Random(20260101);
        int read = 0;
        for (int i = 0; i < 20_000; i++)
        {
            byte[] datagram = new byte[random.Next(0, 80)];
            random.NextBytes(datagram);
            if (datagram.Length > 4 && i % 2 == 0)
                new byte[] { 0x06, 0x00, 0xFF, 0x07, (byte)(i % 4 == 0 ? 6 : 0) }.CopyTo(datagram, 0);
            try
            {
                var reader = new ByteReader(datagram);
                Rmcp.ReadHeader(reader);
                var packet = SessionPacket.Read(new ArraySegment<byte>(datagram), reader);
                read++;
                LanMessage.Read(new ByteReader(packet.Payload));
            }
            catch (MalformedDataException)
            {
            }
        }

        Assert.True(read > 100, $"only {read} random packets were well-formed");
    }

    private static SessionPacket Read(string hex)
    {
        byte[] bytes = Hex.Parse(hex);
        return SessionPacket.Read(new ArraySegment<byte>(bytes), new ByteReader(bytes));
    }
}
