using System;
using System.Linq;
using IpmiPS.Crypto;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Crypto;

/// <summary>
/// IPMI 2.0 section 13.30. No client or BMC at hand speaks xRC4, so the vectors were computed in Python from the section's definitions,
/// with an RC4 checked against RFC 6229: K2 60h.. (20 bytes), vector 80h.., two packets of one key stream.
/// </summary>
public sealed class XRc4ConfidentialityTests : IDisposable
{
    private const string First = "811C6320040100200102150257";
    private const string Second = "811C632008010020";
    private const string First128 = "00000000808182838485868788898A8B8C8D8E8FF81FF2AEB6D2320492AC3A97B1";
    private const string Second128 = "0000000D6E4FFA79FE98A03F";
    private const string First40 = "00000000808182838485868788898A8B8C8D8E8FAE885274D98A52DEF4D91710A4";
    private const string Second40 = "0000000D8C972B48E9A3B8F9";

    private readonly XRc4Confidentiality _rc4 = Create(16);

    public void Dispose() => _rc4.Dispose();

    [Theory]
    [InlineData(16, First128, Second128)]
    [InlineData(5, First40, Second40)]
    public void A_key_stream_goes_on_over_packets(int keyLength, string first, string second)
    {
        using var rc4 = Create(keyLength);
        Assert.Equal(First, Decrypt(rc4, first));
        Assert.Equal(Second, Decrypt(rc4, second));
    }

    [Fact]
    public void Packets_of_a_key_stream_may_come_late_or_not_at_all()
    {
        Assert.Equal(First, Decrypt(_rc4, First128));
        Assert.Equal("00000000", Decrypt(_rc4, "00000100" + StreamAt(0x100, 4)));
        Assert.Equal(Second, Decrypt(_rc4, Second128));
        Assert.Equal("00000000", Decrypt(_rc4, "00000015" + StreamAt(0x15, 4)));
        Assert.Equal(First, Decrypt(_rc4, First128));
    }

    [Theory]
    [InlineData(Second128)]
    [InlineData("FFFFFFFF0102")]
    [InlineData("000000")]
    [InlineData("")]
    [InlineData("00000000808182838485868788898A8B8C8D8E")]
    public void What_belongs_to_no_key_stream_is_refused(string data) =>
        Assert.Throws<MalformedDataException>(() => Decrypt(_rc4, data));

    [Fact]
    public void A_packet_that_is_too_short_leaves_the_key_stream_as_it_was()
    {
        Decrypt(_rc4, First128);
        Assert.Equal(Second, Decrypt(_rc4, Second128));
        Assert.Throws<MalformedDataException>(() => Decrypt(_rc4, "00000000808182"));
        Assert.Equal(Second, Decrypt(_rc4, Second128));
    }

    [Theory]
    [InlineData(16)]
    [InlineData(5)]
    public void Each_packet_sent_begins_a_key_stream_of_its_own(int keyLength)
    {
        using XRc4Confidentiality here = Create(keyLength), there = Create(keyLength);
        byte[] payload = Hex.Parse(First);
        byte[][] packets = [.. Enumerable.Range(0, 3).Select(_ => here.Encrypt(new ArraySegment<byte>(payload)).ToArray())];
        Assert.Equal(3, packets.Select(packet => Hex.Format(packet)).Distinct().Count());
        foreach (byte[] packet in Enumerable.Reverse(packets))
        {
            Assert.Equal(4 + 16 + payload.Length, packet.Length);
            Assert.Equal(new byte[4], packet.Take(4));
            Assert.Equal(payload, there.Decrypt(new ArraySegment<byte>(packet)).ToArray());
        }
    }

    private static string Decrypt(XRc4Confidentiality rc4, string data) => Hex.Format(rc4.Decrypt(new ArraySegment<byte>(Hex.Parse(data))));

    /// <summary>The key stream of the vectors at an offset, taken from one long packet of zeros.</summary>
    private static string StreamAt(int offset, int count)
    {
        using var rc4 = Create(16);
        byte[] packet = [.. Hex.Parse(First128).Take(20), .. new byte[offset + count]];
        return Hex.Format([.. rc4.Decrypt(new ArraySegment<byte>(packet)).Skip(offset)]);
    }

    private static XRc4Confidentiality Create(int keyLength) => new([.. Enumerable.Range(0x60, 20).Select(value => (byte)value)], keyLength);

    [Fact]
    public void The_last_offset_of_a_key_stream_is_accepted_and_the_next_one_refused()
    {
        Decrypt(_rc4, First128);
        Assert.Equal("00000000", Decrypt(_rc4, "00100000" + StreamAt(0x100000, 4)));
        Assert.Contains("1048577", Assert.Throws<MalformedDataException>(() => Decrypt(_rc4, "0010000100000000")).Message);
    }

    [Fact]
    public void A_packet_of_a_key_stream_cannot_be_read_after_disposing()
    {
        var rc4 = Create(16);
        Decrypt(rc4, First128);
        rc4.Dispose();
        Assert.NotEqual(Second, Decrypt(rc4, Second128));
    }
}
