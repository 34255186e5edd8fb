using System;
using System.Linq;
using IpmiPS.Packets;
using IpmiPS.Sessions;
using IpmiPS.Simulator;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Simulator;

/// <summary>Log-ins of IPMI 1.5, packet by packet.</summary>
public sealed class LogIn15Tests
{
    private const byte App = 0x06, GetSessionChallenge = 0x39, ActivateSession = 0x3A, GetDeviceId = 0x01;

    private static byte[] Data(byte[] datagram) => [.. LanMessage.Read(new ByteReader(Wire.Packet(datagram).Payload)).Data];

    private static byte[] AskForChallenge(Wire wire, byte type, string user)
    {
        byte[] name = [.. Wire.Bytes(user), .. new byte[16 - user.Length]];
        return Data(wire.Exchange(LanSession15.Write(AuthType.None, [], 0, 0, Wire.Message(App, GetSessionChallenge, [type, .. name])))!);
    }

    private static byte[]? Activate(Wire wire, byte[] challenge, byte type, string password, byte privilege = 4, uint firstOutbound = 100)
    {
        uint id = new ByteReader(challenge, 1, 4).ReadUInt32();
        byte[] data = [type, privilege, .. challenge.Skip(5), .. BitConverter.GetBytes(firstOutbound)];
        return wire.Exchange(LanSession15.Write((AuthType)type, Wire.Bytes(password), id, 0, Wire.Message(App, ActivateSession, data)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void The_response_is_authenticated_and_has_id_and_numbers_of_the_session(byte type)
    {
        var wire = new Wire();
        byte[] challenge = AskForChallenge(wire, type, "admin");
        Assert.Equal((21, 0), (challenge.Length, challenge[0]));
        byte[] response = Activate(wire, challenge, type, "simulated")!;
        Assert.Equal((100u, type), (Wire.Packet(response).Sequence, (byte)Wire.Packet(response).AuthType));
        var fields = new ByteReader(Data(response));
        Assert.Equal((0, type), (fields.ReadByte(), fields.ReadByte()));
        uint id = fields.ReadUInt32(), firstInbound = fields.ReadUInt32();
        Assert.Equal(4, fields.ReadByte());

        var session = new LanSession15((AuthType)type, id, Wire.Bytes("simulated"), true, firstInbound, 100);
        byte[] packet = session.Seal(PayloadType.Ipmi, Wire.Message(App, GetDeviceId, []));
        byte[] reply = wire.Exchange(packet)!;
        Assert.Equal(101u, Wire.Packet(reply).Sequence);
        Assert.Equal(0x20, Wire.Open(session, reply)[1]);
        Assert.Null(wire.Exchange(packet));
        Assert.Equal(1, wire.Bmc.OpenSessions);
    }

    [Fact]
    public void A_wrong_code_gets_no_response_and_ends_the_log_in()
    {
        var wire = new Wire();
        byte[] challenge = AskForChallenge(wire, 2, "admin");
        Assert.Null(Activate(wire, challenge, 2, "wrong"));
        Assert.Null(Activate(wire, challenge, 2, "simulated"));
        Assert.Equal(1, wire.Bmc.RefusedLogIns);
    }

    [Theory]
    [InlineData("nobody", 0x81)]
    [InlineData("", 0x82)]
    public void Unknown_users_get_no_challenge(string user, byte code) => Assert.Equal([code], AskForChallenge(new Wire(), 2, user));

    [Fact]
    public void A_user_whose_password_has_20_bytes_cannot_log_in() =>
        Assert.Equal([0x81], AskForChallenge(new Wire(new SimulatorOptions { Password = "more than 16 bytes" }), 2, "admin"));

    [Fact]
    public void A_type_that_is_not_enabled_gets_no_challenge() =>
        Assert.Equal([0xCC], AskForChallenge(new Wire(new SimulatorOptions { AuthenticationTypes = ["md5"] }), 4, "admin"));

    [Theory]
    [InlineData("operator", 4, 100u, 0x86)]
    [InlineData("operator", 3, 0u, 0x84)]
    [InlineData("operator", 0, 100u, 0x86)]
    [InlineData("operator", 3, 100u, 0x00)]
    public void Privilege_and_first_number_are_checked(string user, byte privilege, uint firstOutbound, byte code)
    {
        var wire = new Wire();
        Assert.Equal(code, Data(Activate(wire, AskForChallenge(wire, 2, user), 2, user, privilege, firstOutbound)!)[0]);
    }

    [Fact]
    public void Slots_run_out()
    {
        var wire = new Wire(new SimulatorOptions { SessionSlots = 1 });
        Assert.Equal(0x00, Data(Activate(wire, AskForChallenge(wire, 2, "admin"), 2, "simulated")!)[0]);
        Assert.Equal(0x81, Data(Activate(wire, AskForChallenge(wire, 2, "admin"), 2, "simulated")!)[0]);
    }

    [Fact]
    public void A_log_in_that_takes_too_long_expires()
    {
        var wire = new Wire();
        byte[] challenge = AskForChallenge(wire, 2, "admin");
        wire.Time.Advance(TimeSpan.FromSeconds(6));
        Assert.Null(Activate(wire, challenge, 2, "simulated"));
    }

    [Fact]
    public void Without_per_message_authentication_packets_have_no_code_after_the_log_in()
    {
        var wire = new Wire(new SimulatorOptions { PerMessageAuthentication = false });
        byte[] data = Data(Activate(wire, AskForChallenge(wire, 2, "admin"), 2, "simulated")!);
        Assert.Equal(0, data[1]);
        var session = new LanSession15(AuthType.Md5, new ByteReader(data, 2, 4).ReadUInt32(), Wire.Bytes("simulated"), false, new ByteReader(data, 6, 4).ReadUInt32(), 100);
        byte[] reply = wire.Exchange(session.Seal(PayloadType.Ipmi, Wire.Message(App, GetDeviceId, [])))!;
        Assert.Equal(AuthType.None, Wire.Packet(reply).AuthType);
        Assert.Equal(0, Wire.Open(session, reply)[0]);
    }
}
