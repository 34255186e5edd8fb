using System;
using System.Linq;
using System.Net;
using IpmiPS.Crypto;
using IpmiPS.Packets;
using IpmiPS.Sessions;
using IpmiPS.Simulator;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Simulator;

/// <summary>Log-ins, packet by packet.</summary>
public sealed class LogInTests
{
    private const byte App = 0x06, GetDeviceId = 0x01;

    private static byte StatusOf(byte[]? datagram) => Wire.Packet(datagram!).Payload.Array![Wire.Packet(datagram!).Payload.Offset + 1];

    private static byte[] OpenSession(byte authentication = 3, byte integrity = 4, byte confidentiality = 1, byte privilege = 4, uint id = 0x11223344)
    {
        var writer = new ByteWriter();
        new OpenSessionRequest(7, privilege, id, (AuthenticationAlgorithm)authentication, (IntegrityAlgorithm)integrity, (ConfidentialityAlgorithm)confidentiality).Write(writer);
        return SessionPacket.WriteSessionless20(PayloadType.OpenSessionRequest, writer.AsSegment());
    }

    private static byte[] FirstRakp(uint bmcId, string user = "admin", byte role = 0x14, byte fill = 9)
    {
        var writer = new ByteWriter();
        new Rakp1(8, bmcId, Enumerable.Repeat(fill, 16).ToArray(), role, Wire.Bytes(user)).Write(writer);
        return SessionPacket.WriteSessionless20(PayloadType.Rakp1, writer.AsSegment());
    }

    private static uint BmcIdOf(byte[] openSessionResponse) => new ByteReader(Wire.Packet(openSessionResponse).Payload).Also(reader => reader.Skip(8)).ReadUInt32();

    [Fact]
    public void A_presence_ping_gets_a_pong()
    {
        byte[] pong = new Wire().Exchange(AsfPing.WritePing(0x42))!;
        var reader = new ByteReader(pong);
        Assert.Equal(Rmcp.AsfClass, Rmcp.ReadHeader(reader));
        Assert.Equal(new AsfMessage(AsfPing.PongType, 0x42, true), AsfPing.Read(reader));
    }

    [Theory]
    [InlineData("")]
    [InlineData("06 00 FF")]
    [InlineData("06 00 FF 07")]
    [InlineData("06 00 FF 07 06")]
    [InlineData("06 00 FF 06 00 00 11 BE 80")]
    [InlineData("06 00 FF 07 06 10 00 00 00 00 00 00 00 00 20 00 01 02")]
    [InlineData("07 00 FF 07 00 00 00 00 00 00 00 00 00 09 20 18 C8 81 00 38 8E 04 B5")]
    [InlineData("06 00 FF 07 00 00 00 00 00 00 00 00 00 09 20 18 C8 81 00 38 8E 04 B6")]
    public void Garbage_gets_no_response_and_does_no_harm(string packet)
    {
        var wire = new Wire();
        Assert.Null(wire.Exchange(Hex.Parse(packet)));
        Assert.Null(wire.Bmc.Fault);
    }

    [Fact]
    public void Random_packets_do_no_harm()
    {
        var wire = new Wire();
        var random = new Random(3);
        for (int i = 0; i < 20000; i++)
        {
            var packet = new byte[random.Next(0, 90)];
            random.NextBytes(packet);
            if (packet.Length > 5)
                (packet[0], packet[3], packet[4]) = (6, (byte)(random.Next(2) + 6), (byte)random.Next(8));
            wire.Receive(packet);
        }

        Assert.Null(wire.Bmc.Fault);
    }

    [Fact]
    public void Authentication_capabilities_are_reported_before_a_log_in()
    {
        var wire = new Wire(new SimulatorOptions { BmcKey = "key", NullUser = new SimulatorUser { Password = "x" } });
        byte[] response = wire.Exchange(Hex.Parse("06 00 FF 07 00 00 00 00 00 00 00 00 00 09 20 18 C8 81 00 38 8E 04 B5"))!;
        var data = LanMessage.Read(new ByteReader(Wire.Packet(response).Payload)).Data;
        Assert.Equal([0x00, 0x01, 0x97, 0x26, 0x03, 0, 0, 0, 0], data.ToArray());
    }

    [Fact]
    public void Cipher_suites_are_listed_sixteen_bytes_at_a_time()
    {
        var bench = new Bench(new SimulatorOptions { CipherSuites = [3, 17, 8, 2] });
        Assert.Equal(Hex.Parse("00 01 C0 02 01 41 80 C0 03 01 41 81 C0 08 02 42 81 C0"), bench.SendWithoutSession(App, 0x54, 0x0E, 0x00, 0x80));
        Assert.Equal(Hex.Parse("00 01 11 03 44 81"), bench.SendWithoutSession(App, 0x54, 0x0E, 0x00, 0x81));
        Assert.Equal(Hex.Parse("00 01"), bench.SendWithoutSession(App, 0x54, 0x0E, 0x00, 0x82));
    }

    [Fact]
    public void Commands_that_need_a_session_are_refused_without_one()
    {
        var bench = new Bench();
        Assert.Equal([0xD4], bench.SendWithoutSession(App, GetDeviceId));
        Assert.Equal(17, bench.SendWithoutSession(App, 0x37).Length);
    }

    [Fact]
    public void A_repeated_log_in_gets_the_same_response()
    {
        var wire = new Wire();
        byte[] open = wire.Exchange(OpenSession())!;
        Assert.Equal(open, wire.Exchange(OpenSession()));
        byte[] rakp2 = wire.Exchange(FirstRakp(BmcIdOf(open)))!;
        Assert.Equal(rakp2, wire.Exchange(FirstRakp(BmcIdOf(open))));

        // One with another random number belongs to another client, and gets no second proof.
        Assert.Null(wire.Exchange(FirstRakp(BmcIdOf(open), fill: 10)));
    }

    [Fact]
    public void The_same_request_from_another_port_is_another_log_in()
    {
        var wire = new Wire();
        byte[] open = wire.Exchange(OpenSession())!;
        Assert.NotEqual(BmcIdOf(open), BmcIdOf(wire.Exchange(OpenSession(), new IPEndPoint(IPAddress.Loopback, 50002))!));
    }

    [Fact]
    public void The_last_message_is_repeated_until_the_session_is_used()
    {
        var wire = new Wire();
        var handshake = new RmcpPlusHandshake(CipherSuite.Find(17)!, PrivilegeLevel.User, Wire.Bytes("user"), Wire.Bytes("user"), []);
        handshake.Receive(Wire.Packet(wire.Exchange(handshake.Outgoing!)!));
        handshake.Receive(Wire.Packet(wire.Exchange(handshake.Outgoing!)!));
        byte[] rakp3 = handshake.Outgoing!;
        byte[] rakp4 = wire.Exchange(rakp3)!;
        Assert.Equal(rakp4, wire.Exchange(rakp3));
        Assert.True(handshake.Receive(Wire.Packet(rakp4)));
        Assert.Equal(0, wire.Send(handshake.Session!, App, GetDeviceId)[0]);
        Assert.NotEqual(rakp4, wire.Exchange(rakp3));
        Assert.Equal(1, wire.Bmc.OpenSessions);
    }

    [Theory]
    [InlineData(2, 2, 1, RmcpStatus.InvalidAuthenticationAlgorithm)]
    [InlineData(3, 1, 1, RmcpStatus.NoCipherSuiteMatch)]
    [InlineData(3, 2, 1, RmcpStatus.InvalidIntegrityAlgorithm)]
    [InlineData(3, 4, 2, RmcpStatus.InvalidConfidentialityAlgorithm)]
    [InlineData(3, 4, 1, RmcpStatus.NoErrors)]
    internal void Algorithms_that_the_BMC_has_not_are_refused_by_name(byte authentication, byte integrity, byte confidentiality, RmcpStatus status)
    {
        var wire = new Wire(new SimulatorOptions { CipherSuites = [3, 17] });
        Assert.Equal((byte)status, StatusOf(wire.Exchange(OpenSession(authentication, integrity, confidentiality))));
    }

    [Theory]
    [InlineData("nobody", 0x14, RmcpStatus.UnauthorizedName)]
    [InlineData("operator", 0x14, RmcpStatus.UnauthorizedRole)]
    [InlineData("operator", 0x04, RmcpStatus.UnauthorizedRole)]
    [InlineData("operator", 0x13, RmcpStatus.NoErrors)]
    [InlineData("operator", 0x03, RmcpStatus.NoErrors)]
    [InlineData("operator", 0x10, RmcpStatus.NoErrors)]
    [InlineData("operator", 0x16, RmcpStatus.InvalidRole)]
    [InlineData("", 0x12, RmcpStatus.UnauthorizedName)]
    [InlineData("a name of 17 byte", 0x14, RmcpStatus.InvalidNameLength)]
    internal void Users_are_looked_up_by_name_and_limit(string user, byte role, RmcpStatus status)
    {
        var wire = new Wire();
        byte[] open = wire.Exchange(OpenSession())!;
        Assert.Equal((byte)status, StatusOf(wire.Exchange(FirstRakp(BmcIdOf(open), user, role))));
        Assert.Equal(status == RmcpStatus.NoErrors ? 0 : 1, wire.Bmc.RefusedLogIns);
    }

    [Fact]
    public void With_role_lookup_the_first_user_of_that_name_with_enough_privilege_is_used()
    {
        var wire = new Wire(new SimulatorOptions
        {
            Users = [new() { Name = "twin", Password = "one", Privilege = PrivilegeLevel.User }, new() { Name = "twin", Password = "two", Privilege = PrivilegeLevel.Operator }],
        });
        byte[] open = wire.Exchange(OpenSession())!;
        wire.Exchange(FirstRakp(BmcIdOf(open), "twin", 0x03));
        Assert.Equal(4, wire.Bmc.State.Sessions.FindLogIn(BmcIdOf(open))!.User!.Id);
        open = wire.Exchange(OpenSession(id: 5))!;
        wire.Exchange(FirstRakp(BmcIdOf(open), "twin", 0x12));
        Assert.Equal(3, wire.Bmc.State.Sessions.FindLogIn(BmcIdOf(open))!.User!.Id);
    }

    [Fact]
    public void The_privilege_of_the_channel_limits_all_users()
    {
        var wire = new Wire();
        wire.Bmc.State.ChannelAccess = wire.Bmc.State.ChannelAccess with { PrivilegeLimit = PrivilegeLevel.Operator };
        byte[] open = wire.Exchange(OpenSession())!;
        Assert.Equal((byte)RmcpStatus.UnauthorizedRole, StatusOf(wire.Exchange(FirstRakp(BmcIdOf(open)))));
    }

    [Fact]
    public void A_wrong_code_ends_the_log_in()
    {
        var wire = new Wire();
        byte[] open = wire.Exchange(OpenSession())!;
        wire.Exchange(FirstRakp(BmcIdOf(open)));
        var writer = new ByteWriter();
        new Rakp3(9, RmcpStatus.NoErrors, BmcIdOf(open), new byte[32]).Write(writer);
        byte[] rakp3 = SessionPacket.WriteSessionless20(PayloadType.Rakp3, writer.AsSegment());
        Assert.Equal((byte)RmcpStatus.InvalidIntegrityCheckValue, StatusOf(wire.Exchange(rakp3)));
        Assert.Equal((byte)RmcpStatus.InvalidSessionId, StatusOf(wire.Exchange(rakp3)));
        Assert.Equal((1, 0), (wire.Bmc.RefusedLogIns, wire.Bmc.OpenSessions));
    }

    [Fact]
    public void Log_ins_and_sessions_use_slots_that_become_free_with_time()
    {
        var wire = new Wire(new SimulatorOptions { SessionSlots = 2 });
        Assert.Equal(HandshakeStage.Done, wire.LogIn().Stage);
        wire.Exchange(OpenSession(id: 1));
        Assert.Equal((byte)RmcpStatus.InsufficientResources, StatusOf(wire.Exchange(OpenSession(id: 2))));
        wire.Time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal((byte)RmcpStatus.NoErrors, StatusOf(wire.Exchange(OpenSession(id: 3))));
        Assert.Equal(1, wire.Bmc.OpenSessions);
        wire.Time.Advance(TimeSpan.FromSeconds(55));
        Assert.Equal(0, wire.Bmc.OpenSessions);
        Assert.Equal((1, 1, 1), (wire.Bmc.SessionsOpened, wire.Bmc.SessionsClosed, wire.Bmc.SessionsExpired));
    }

    [Fact]
    public void A_session_in_use_does_not_expire()
    {
        var wire = new Wire();
        var session = wire.LogIn().Session!;
        for (int i = 0; i < 10; i++)
        {
            wire.Time.Advance(TimeSpan.FromSeconds(50));
            Assert.Equal(0, wire.Send(session, App, GetDeviceId)[0]);
        }
    }

    [Fact]
    public void Repeated_and_forged_packets_get_no_response()
    {
        var wire = new Wire();
        var session = wire.LogIn().Session!;
        byte[] packet = session.Seal(PayloadType.Ipmi, Wire.Message(App, GetDeviceId, []));
        Assert.NotNull(wire.Exchange(packet));
        Assert.Null(wire.Exchange(packet));
        byte[] changed = session.Seal(PayloadType.Ipmi, Wire.Message(App, GetDeviceId, []));
        changed[20] ^= 1;
        Assert.Null(wire.Exchange(changed));
        Assert.Equal(0, wire.Send(session, App, GetDeviceId)[0]);
    }

    [Fact]
    public void A_session_starts_as_user_and_can_be_raised_to_its_maximum()
    {
        var wire = new Wire();
        var session = wire.LogIn(privilege: PrivilegeLevel.Operator).Session!;
        Assert.Equal([0xD4], wire.Send(session, 0x00, 0x02, 1));
        Assert.Equal([0x00, 0x02], wire.Send(session, App, 0x3B, 0));
        Assert.Equal([0x81], wire.Send(session, App, 0x3B, 4));
        Assert.Equal([0x00, 0x03], wire.Send(session, App, 0x3B, 3));
        Assert.Equal([0x00], wire.Send(session, 0x00, 0x02, 1));
    }

    [Fact]
    public void Close_Session_gets_a_response_and_then_the_session_is_gone()
    {
        var wire = new Wire();
        var session = wire.LogIn().Session!;
        byte[] id = BitConverter.GetBytes(session.RemoteId);
        Assert.Equal([0x87], wire.Send(session, App, 0x3C, 1, 2, 3, 4));
        Assert.Equal([0x00], wire.Send(session, App, 0x3C, id));
        Assert.Empty(wire.Send(session, App, GetDeviceId));
        Assert.Equal((0, 1), (wire.Bmc.OpenSessions, wire.Bmc.SessionsClosed));
    }

    [Fact]
    public void A_reset_of_the_BMC_ends_all_sessions_and_leaves_the_machine_alone()
    {
        var wire = new Wire();
        var session = wire.LogIn().Session!;
        wire.Send(session, App, 0x3B, 4);
        Assert.Equal([0x00], wire.Send(session, App, 0x02));
        Assert.Equal(0, wire.Bmc.OpenSessions);
        Assert.True(wire.Bmc.IsPoweredOn);
    }

    [Fact]
    public void Session_info_reports_the_users()
    {
        var wire = new Wire();
        var session = wire.LogIn().Session!;
        Assert.Equal(Hex.Parse("00 01 10 01 02 02 11 7F 00 00 01 02 00 00 00 00 01 51 C3"), wire.Send(session, App, 0x3D, 0));
        Assert.Equal(Hex.Parse("00 00 10 01"), wire.Send(session, App, 0x3D, 2));
        Assert.Equal([0xCB], wire.Send(session, App, 0x3D, 0xFE, 9));
    }

    [Fact]
    public void A_BMC_without_RMCP_plus_does_not_respond_to_it_and_says_so_in_its_capabilities()
    {
        var wire = new Wire(new SimulatorOptions { CipherSuites = [] });
        Assert.Null(wire.Exchange(OpenSession()));
        byte[] response = wire.Exchange(Hex.Parse("06 00 FF 07 00 00 00 00 00 00 00 00 00 09 20 18 C8 81 00 38 8E 04 B5"))!;
        Assert.Equal([0x00, 0x01, 0x17, 0x04, 0x00, 0, 0, 0, 0], LanMessage.Read(new ByteReader(Wire.Packet(response).Payload)).Data.ToArray());
    }
}

internal static class ReaderExtensions
{
    /// <summary>Applies an action to a value.</summary>
    public static T Also<T>(this T value, Action<T> action)
    {
        action(value);
        return value;
    }
}
