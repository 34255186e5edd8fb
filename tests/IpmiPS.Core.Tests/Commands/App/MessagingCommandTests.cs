using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Commands.App;

/// <summary>Global enables, message flags, interfaces, buses. IPMI 2.0 sections 20.5 and 22.1 to 22.11.</summary>
public sealed class MessagingCommandTests
{
    [Fact]
    public void Global_enables_are_one_byte()
    {
        Vectors.Request("0C", new SetBmcGlobalEnables(BmcGlobalEnables.EventMessageBuffer | BmcGlobalEnables.SystemEventLogging), SetBmcGlobalEnables.ReadRequest);
        Vectors.RequestPrefixes("0C", SetBmcGlobalEnables.ReadRequest);
        Assert.Equal(BmcGlobalEnables.Oem2 | BmcGlobalEnables.SystemEventLogging, new GetBmcGlobalEnables().ReadResponse(new ByteReader([0x88])));
    }

    [Fact]
    public void Message_flags_are_read_and_cleared()
    {
        Assert.Equal(PendingMessages.WatchdogPreTimeout | PendingMessages.ReceiveMessageQueue, new GetMessageFlags().ReadResponse(new ByteReader([0x09])));
        Vectors.Request("02", new ClearMessageFlags(PendingMessages.EventMessageBuffer), ClearMessageFlags.ReadRequest);
        Assert.False(new ClearMessageFlags(PendingMessages.Oem0).IsIdempotent);
    }

    [Fact]
    public void Messages_are_taken_out_of_the_queue_once()
    {
        var message = Vectors.Response("41 20 18 C8", new GetMessage(), 1, (m, w) => m.Write(w));
        Assert.Equal((1, PrivilegeLevel.Administrator), (message.Channel, message.Privilege));
        Assert.Equal([0x20, 0x18, 0xC8], message.Data);
        Assert.False(new GetMessage().IsIdempotent);
        Assert.Equal("the receive message queue is empty", new GetMessage().DescribeCompletionCode(0x80));

        // Supermicro X14.
        const string Event = "55 55 C0 41 A7 00 00 00 00 00 3A FF 00 FF FF FF";
        Assert.Equal(Hex.Parse(Event), Vectors.Response(Event, new ReadEventMessageBuffer(), 16, (m, w) => m.Write(w)).Record);
        Assert.False(new ReadEventMessageBuffer().IsIdempotent);
    }

    [Fact]
    public void Message_reception_of_a_channel_is_switched()
    {
        Vectors.Request("01 02", new EnableMessageChannelReceive(1, ChannelReceive.Get), EnableMessageChannelReceive.ReadRequest);
        Vectors.RequestPrefixes("01 02", EnableMessageChannelReceive.ReadRequest);
        Assert.Equal(new ChannelReceiveState(1, true), Vectors.Response("01 01", new EnableMessageChannelReceive(1, ChannelReceive.Get), 2, (s, w) => s.Write(w)));
    }

    [Fact]
    public void Interfaces_report_their_sizes()
    {
        // OpenBMC on an AST2600.
        Assert.Equal(new BtInterfaceCapabilities(1, 63, 63, 10, 1), Vectors.Response("01 3F 3F 0A 01", new GetBtInterfaceCapabilities(), 5, (c, w) => c.Write(w)));
        Vectors.Request("01", new GetSystemInterfaceCapabilities(SystemInterfaceType.Kcs), GetSystemInterfaceCapabilities.ReadRequest);
        Assert.Equal(new SystemInterfaceCapabilities(0, 255, null), Vectors.Response("00 00 FF", new GetSystemInterfaceCapabilities(SystemInterfaceType.Kcs), 3));
        Assert.Equal(new SystemInterfaceCapabilities(0x88, 255, 64), Vectors.Response("00 88 FF 40", new GetSystemInterfaceCapabilities(SystemInterfaceType.Ssif), 3, (c, w) => c.Write(w)));
    }

    [Fact]
    public void A_bus_is_addressed_by_channel_number_and_kind()
    {
        // Channel 2, bus 3, private; A0h; read 8; write the address 10h.
        Vectors.Request("27 A0 08 10", new MasterWriteRead(0x27, 0xA0, 8, [0x10]), MasterWriteRead.ReadRequest);
        Vectors.RequestPrefixes("27 A0 08", MasterWriteRead.ReadRequest);
        Assert.Equal([1, 2, 3], Vectors.Response("01 02 03", new MasterWriteRead(0, 0xA0, 3, []), 0, (r, w) => r.Write(w)).Bytes);
        Assert.False(new MasterWriteRead(0, 0xA0, 1, []).IsIdempotent);
        Assert.Contains("NAK", new MasterWriteRead(0, 0xA0, 1, []).DescribeCompletionCode(0x83)!, System.StringComparison.Ordinal);
        Assert.Null(new MasterWriteRead(0, 0xA0, 1, []).DescribeCompletionCode(0x85));
    }

    [Fact]
    public void The_manufacturing_test_has_the_makers_data()
    {
        Vectors.Request("AA 55", new ManufacturingTestOn([0xAA, 0x55]), ManufacturingTestOn.ReadRequest);
        Assert.False(ManufacturingTestOn.Definition.IsIdempotent);
    }
}
