using System.Linq;
using IpmiPS.Packets;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Packets;

/// <summary>IPMI 2.0 section 13.2.3 and 13.2.4. The pong was recorded from OpenIPMI's ipmi_sim answering ipmitool.</summary>
public class AsfPingTests
{
    private const string RecordedPong = "0600FF06000011BE40000010000011BE000000008100000000000000";

    [Fact]
    public void A_ping_is_laid_out_as_the_specification_says() =>
        Assert.Equal("0600FF06000011BE807B0000", Hex.Format(AsfPing.WritePing(0x7B)));

    [Fact]
    public void A_pong_is_read_and_written()
    {
        Assert.Equal(new AsfMessage(AsfPing.PongType, 0, true), Read(Hex.Parse(RecordedPong)));
        Assert.Equal(RecordedPong, Hex.Format(AsfPing.WritePong(0)));
    }

    [Fact]
    public void A_pong_without_ipmi_says_so()
    {
        byte[] pong = Hex.Parse(RecordedPong);
        pong[20] = 0x01;
        Assert.False(Read(pong).SupportsIpmi);
    }

    [Fact]
    public void A_ping_read_back_keeps_its_tag() => Assert.Equal(new AsfMessage(AsfPing.PingType, 9, false), Read(AsfPing.WritePing(9)));

    [Fact]
    public void Every_prefix_that_lacks_a_field_is_refused()
    {
        byte[] pong = Hex.Parse(RecordedPong);
        for (int length = 0; length < pong.Length; length++)
        {
            byte[] part = [.. pong.Take(length)];
            Assert.Throws<MalformedDataException>(() => Read(part));
        }
    }

    [Fact]
    public void Messages_of_others_than_asf_are_refused()
    {
        byte[] pong = Hex.Parse(RecordedPong);
        pong[7] ^= 1;
        Assert.Throws<MalformedDataException>(() => Read(pong));
    }

    private static AsfMessage Read(byte[] datagram)
    {
        var reader = new ByteReader(datagram);
        Assert.Equal(Rmcp.AsfClass, Rmcp.ReadHeader(reader));
        return AsfPing.Read(reader);
    }
}
