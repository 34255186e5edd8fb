using System.Linq;
using IpmiPS.Sol;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Sol;

public class SolPacketTests
{
    [Theory]
    [InlineData("01 00 00 00 68 69", 1, 0, 0, 0x00, "hi")]
    [InlineData("00 0F FF 40", 0, 15, 255, 0x40, "")]
    [InlineData("0A 0A AA AA AA", 10, 10, 0xAA, 0xAA, "\u00AA")]
    [InlineData("05 05 55 55 55", 5, 5, 0x55, 0x55, "U")]
    public void A_packet_goes_both_ways(string hex, byte sequence, byte acknowledged, byte accepted, byte flags, string characters)
    {
        byte[] bytes = Hex.Parse(hex);
        var packet = SolPacket.Read(new ByteReader(bytes));
        Assert.Equal((sequence, acknowledged, accepted, flags), (packet.Sequence, packet.Acknowledged, packet.Accepted, packet.Flags));
        Assert.Equal(characters.Select(c => (byte)c), packet.Characters);
        Assert.Equal(bytes, Vectors.Written(packet.Write));
    }

    [Fact]
    public void Reserved_bits_of_the_numbers_are_passed_over()
    {
        var packet = SolPacket.Read(new ByteReader([0xF1, 0xF2, 3, 0]));
        Assert.Equal((1, 2), (packet.Sequence, packet.Acknowledged));
    }

    [Fact]
    public void Fewer_than_four_bytes_are_refused()
    {
        for (int length = 0; length < SolPacket.HeaderLength; length++)
        {
            var reader = new ByteReader(new byte[length]);
            Assert.Throws<MalformedDataException>(() => SolPacket.Read(reader));
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(14, 15)]
    [InlineData(15, 1)]
    public void Sequence_numbers_go_from_1_to_15(byte sequence, byte next) => Assert.Equal(next, SolPacket.Next(sequence));
}
