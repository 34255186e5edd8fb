using System.Linq;
using IpmiPS.Commands;
using IpmiPS.Packets;
using IpmiPS.Sessions;
using IpmiPS.Simulator;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Simulator;

/// <summary>Messages to controllers behind the BMC.</summary>
public sealed class BridgeTests
{
    private const byte App = 0x06, SendMessage = 0x34, ManagementEngine = 0x2C;

    private static byte[] Inner(byte address, byte netFn, byte command, params byte[] data)
    {
        var writer = new ByteWriter();
        new LanMessage { ResponderAddress = address, RequesterAddress = 0x20, NetFn = netFn, Command = command, Sequence = 9, Data = new(data) }.Write(writer);
        return writer.ToArray();
    }

    private static LanMessage Opened(RmcpPlusSession session, byte[] datagram)
    {
        Assert.True(session.TryOpen(Wire.Packet(datagram), out var payload, out string reason), reason);
        return LanMessage.Read(new ByteReader(payload.ToArray()));
    }

    [Fact]
    public void The_response_to_Send_Message_comes_first_and_then_the_bridged_response()
    {
        var wire = new Wire(new SimulatorOptions { Profile = "blade" });
        var session = wire.LogIn(privilege: PrivilegeLevel.User).Session!;
        Assert.Equal([0x00], wire.Send(session, App, SendMessage, [0x40, .. Inner(ManagementEngine, App, 0x01)]));
        var response = Opened(session, wire.Sent.Dequeue());
        Assert.Equal((0x81, 0x2C, 0x07, 0x01, 9, true), (response.ResponderAddress, response.RequesterAddress, response.NetFn, response.Command, response.Sequence, response.ChecksumValid));
        Assert.Equal([0x00, 0x50, 0x01, 0x04, 0x01], response.Data.Take(5));
    }

    [Fact]
    public void Satellites_have_sensors_device_SDRs_and_FRUs_of_their_own()
    {
        var bench = new Bench(new SimulatorOptions { Profile = "blade" });
        Assert.InRange(bench.Send(0x04, 0x2D, [0xB0], 0, ManagementEngine)[1], 50, 66);
        Assert.Equal([0xCB], bench.Send(0x04, 0x2D, [0x02], 0, ManagementEngine));
        byte[] info = bench.Send(0x04, 0x20, [], 0, 0x84);
        Assert.Equal([0x00, 0x02, 0x81], info.Take(3));
        Assert.Equal([0x02, 0x00], bench.Send(0x04, 0x21, [0, 0, 0, 0, 0, 0xFF], 0, 0x84).Skip(1).Take(2));
        Assert.Equal([0x00, 0x00, 0x01, 0x00], bench.Send(0x0A, 0x10, [0], 0, 0x84));
        Assert.Equal([0xC1], bench.Send(0x04, 0x20, [], 0, ManagementEngine));
        Assert.Equal([0xC1], bench.Send(0x00, 0x01, [], 0, ManagementEngine));
        Assert.Equal([0xC1], bench.Send(0x04, 0x20, []));
    }

    [Theory]
    [InlineData(0x40, 0x44, 0x83)]
    [InlineData(0x47, 0x2C, 0xCC)]
    public void Unknown_targets_and_channels_are_refused(byte channel, byte address, byte code)
    {
        var wire = new Wire(new SimulatorOptions { Profile = "blade" });
        var session = wire.LogIn(privilege: PrivilegeLevel.User).Session!;
        Assert.Equal([code], wire.Send(session, App, SendMessage, [channel, .. Inner(address, App, 0x01)]));
        Assert.Empty(wire.Sent);
    }

    [Fact]
    public void A_message_with_a_wrong_checksum_is_not_forwarded()
    {
        var wire = new Wire(new SimulatorOptions { Profile = "blade" });
        var session = wire.LogIn(privilege: PrivilegeLevel.User).Session!;
        byte[] inner = Inner(ManagementEngine, App, 0x01);
        inner[2] ^= 1;
        Assert.Equal([0xCC], wire.Send(session, App, SendMessage, [0x40, .. inner]));
    }

    [Fact]
    public void A_bridged_command_is_bound_by_the_privilege_of_the_session()
    {
        var wire = new Wire(new SimulatorOptions { Profile = "blade" });
        var session = wire.LogIn(privilege: PrivilegeLevel.User).Session!;
        wire.Send(session, App, SendMessage, [0x40, .. Inner(ManagementEngine, 0x04, 0x24, 0xB0, 0xFF, 1, 1)]);
        Assert.Equal([0xD4], Opened(session, wire.Sent.Dequeue()).Data.ToArray());
    }
}
