using System;
using System.Linq;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Packets;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Packets;

/// <summary>IPMI 2.0 section 13.8, table 13-7.</summary>
public class LanMessageTests
{
    [Fact]
    public void A_request_is_laid_out_as_the_specification_says()
    {
        var writer = new ByteWriter();
        writer.WriteByte(0xEE);
        LanMessage.Request(new RawCommand(0x0A, 0x43, [0x01, 0x02], lun: 2), 0x2A, new ArraySegment<byte>([0x01, 0x02])).Write(writer);
        Assert.Equal("EE 20 2A B6 81 A8 43 01 02 91", Hex.Format(writer.ToArray(), " "));
    }

    [Fact]
    public void An_answer_turns_the_addresses_and_keeps_sequence_and_command()
    {
        var request = LanMessage.Request(new RawCommand(0x04, 0x2D, [], lun: 1), 63, new ArraySegment<byte>([0x10]));
        var answer = RoundTrip(request.Answer(new ArraySegment<byte>([0x00, 0xAB])));
        Assert.Equal((0x81, 0x20, 0x05, 0x2D, 63), (answer.ResponderAddress, answer.RequesterAddress, answer.NetFn, answer.Command, answer.Sequence));
        Assert.Equal((0, 1), (answer.ResponderLun, answer.RequesterLun));
        Assert.True(answer.IsResponse);
        Assert.True(answer.ChecksumValid);
        Assert.Equal([0x00, 0xAB], answer.Data.ToArray());
    }

    [Fact]
    public void A_message_without_data_is_the_shortest()
    {
        var message = RoundTrip(LanMessage.Request(new GetDeviceId(), 1, new ArraySegment<byte>([])));
        Assert.Equal(0, message.Data.Count);
        Assert.True(message.ChecksumValid);
        for (int length = 0; length < LanMessage.Overhead; length++)
            Assert.Throws<MalformedDataException>(() => LanMessage.Read(new ByteReader(new byte[length])));
    }

    [Fact]
    public void Each_checksum_covers_its_bytes()
    {
        var writer = new ByteWriter();
        LanMessage.Request(new RawCommand(0x06, 0x01, []), 5, new ArraySegment<byte>([1, 2, 3])).Write(writer);
        for (int at = 0; at < writer.Length; at++)
        {
            byte[] changed = writer.ToArray();
            changed[at] ^= 0x10;
            Assert.False(LanMessage.Read(new ByteReader(changed)).ChecksumValid);
        }
    }

    private static LanMessage RoundTrip(LanMessage message)
    {
        var writer = new ByteWriter();
        message.Write(writer);
        return LanMessage.Read(new ByteReader(writer.ToArray()));
    }
}
