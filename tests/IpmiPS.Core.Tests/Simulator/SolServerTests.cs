using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using IpmiPS.Packets;
using IpmiPS.Sessions;
using IpmiPS.Simulator;
using IpmiPS.Sol;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Simulator;

/// <summary>The serial console of a virtual BMC, packet by packet.</summary>
public sealed class SolServerTests
{
    private const byte App = 0x06, Activate = 0x48, Deactivate = 0x49;
    private static readonly byte[] Sol = [1, 1, 0xC0, 0, 0, 0];

    private static (Wire Wire, RmcpPlusSession Session) Activated(SimulatorOptions? options = null)
    {
        var wire = new Wire(options);
        var session = wire.LogIn().Session!;
        wire.Send(session, App, 0x3B, 4);
        Assert.Equal(0, wire.Send(session, App, Activate, Sol)[0]);
        wire.Sent.Clear();
        return (wire, session);
    }

    private static void Send(Wire wire, RmcpPlusSession session, SolPacket packet)
    {
        var writer = new ByteWriter();
        packet.Write(writer);
        wire.Receive(session.Seal(PayloadType.Sol, writer.AsSegment()));
    }

    private static void Type(Wire wire, RmcpPlusSession session, byte sequence, string text) =>
        Send(wire, session, new SolPacket { Sequence = sequence, Characters = new(Encoding.UTF8.GetBytes(text)) });

    private static List<SolPacket> Take(Wire wire, RmcpPlusSession session)
    {
        var packets = new List<SolPacket>();
        while (wire.Sent.Count > 0)
        {
            var packet = Wire.Packet(wire.Sent.Dequeue());
            if (packet.PayloadType == PayloadType.Sol && session.TryOpen(packet, out var payload, out _))
                packets.Add(SolPacket.Read(new ByteReader(payload.ToArray())));
        }

        return packets;
    }

    /// <summary>Advances time, acknowledges all output and returns it.</summary>
    private static string Listen(Wire wire, RmcpPlusSession session, double seconds = 1)
    {
        var bytes = new List<byte>();
        for (double passed = 0; passed < seconds; passed += 0.01)
        {
            wire.Time.Advance(TimeSpan.FromMilliseconds(10));
            foreach (var packet in Take(wire, session).Where(packet => packet.Sequence != 0))
            {
                bytes.AddRange(packet.Characters);
                Send(wire, session, new SolPacket { Acknowledged = packet.Sequence, Accepted = (byte)packet.Characters.Count });
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    [Fact]
    public void Input_is_acknowledged_and_echoed()
    {
        var (wire, session) = Activated();
        Type(wire, session, 1, "\r");
        var response = Take(wire, session).Single();
        Assert.Equal((0, 1, 1, 0), (response.Sequence, response.Acknowledged, response.Accepted, response.Flags));
        Assert.Equal("\r\nsim-0001 login: ", Listen(wire, session));
        Type(wire, session, 2, "root\r");
        Assert.Equal("root\r\nPassword: ", Listen(wire, session));
        Type(wire, session, 3, "secret\r");
        Assert.Equal("\r\nWelcome to sim-0001.\r\nroot@sim-0001:~$ ", Listen(wire, session));
        Type(wire, session, 4, "echp\b\u007Fho hello\r");
        Assert.EndsWith("\r\nhello\r\nroot@sim-0001:~$ ", Listen(wire, session));
        Type(wire, session, 5, "nonsense\rwhoami\rhostname\rexit\r");
        Assert.EndsWith("root\r\nroot@sim-0001:~$ hostname\r\nsim-0001\r\nroot@sim-0001:~$ exit\r\nsim-0001 login: ", Listen(wire, session));
    }

    [Fact]
    public void Input_in_UTF8_is_echoed_and_printed_as_UTF8()
    {
        var (wire, session) = Activated();
        Type(wire, session, 1, "root\rsecret\r");
        Listen(wire, session);
        Type(wire, session, 2, "echo xé\bč\U0001F600\r");
        Assert.Equal("echo xé\b \bč\U0001F600\r\nxč\U0001F600\r\nroot@sim-0001:~$ ", Listen(wire, session));

        // A character may be split between two packets.
        byte[] euro = Encoding.UTF8.GetBytes("€\r");
        Send(wire, session, new SolPacket { Sequence = 3, Characters = new(euro, 0, 1) });
        Send(wire, session, new SolPacket { Sequence = 4, Characters = new(euro, 1, euro.Length - 1) });
        Assert.StartsWith("€\r\n", Listen(wire, session));
    }

    [Fact]
    public void A_repeated_packet_is_acknowledged_and_not_typed_again()
    {
        var (wire, session) = Activated();
        Type(wire, session, 1, "a");
        Type(wire, session, 1, "a");
        Assert.Equal([(1, 1), (1, 1)], Take(wire, session).Select(packet => ((int)packet.Acknowledged, (int)packet.Accepted)));
        Assert.Equal("a", Listen(wire, session));
    }

    [Fact]
    public void Output_is_repeated_until_it_is_acknowledged_and_finally_dropped()
    {
        var (wire, session) = Activated();
        Type(wire, session, 1, "x");
        wire.Time.Advance(TimeSpan.FromSeconds(1.2));
        var packets = Take(wire, session).Where(packet => packet.Sequence != 0).ToList();
        Assert.Equal(3, packets.Count);
        Assert.All(packets, packet => Assert.Equal((1, (byte)'x'), (packet.Sequence, packet.Characters.Single())));
        wire.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(5, Take(wire, session).Count);
        Type(wire, session, 2, "y");
        Assert.Equal("y", Listen(wire, session));
    }

    [Fact]
    public void Characters_that_were_not_accepted_are_sent_again_in_a_packet_of_their_own()
    {
        var (wire, session) = Activated();
        Type(wire, session, 1, "abcdef");
        wire.Time.Advance(TimeSpan.FromMilliseconds(10));
        var first = Take(wire, session).Single(packet => packet.Sequence != 0);
        Send(wire, session, new SolPacket { Acknowledged = first.Sequence, Accepted = 2 });
        var rest = Take(wire, session).Single();
        Assert.Equal((2, "cdef"), (rest.Sequence, Encoding.ASCII.GetString(rest.Characters.ToArray())));
        Send(wire, session, new SolPacket { Acknowledged = rest.Sequence, Accepted = 0, Flags = (byte)SolOperation.Nack });
        wire.Time.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal("cdef", Encoding.ASCII.GetString(Take(wire, session).Single().Characters.ToArray()));
    }

    [Fact]
    public void Large_output_is_sent_in_packets_of_the_announced_size_and_nothing_is_lost()
    {
        var (wire, session) = Activated();
        Type(wire, session, 1, "r\rp\rseq 500\r");
        string text = Listen(wire, session, 3);
        Assert.Contains(string.Concat(Enumerable.Range(1, 500).Select(i => i + "\r\n")), text);
    }

    [Fact]
    public void Characters_can_be_accepted_in_part_or_refused()
    {
        var (wire, session) = Activated(new SimulatorOptions { Faults = new() { SolPartialAckPercent = 100 } });
        Type(wire, session, 1, "abcdef");
        Assert.Equal(3, Take(wire, session).Single().Accepted);
        Assert.Equal("abc", Listen(wire, session));
        wire.Bmc.Faults = new SimulatorFaults { SolNackPercent = 100 };
        Type(wire, session, 2, "def");
        var refused = Take(wire, session).Single();
        Assert.True(refused.IsNack);
        Assert.Equal((2, 0), (refused.Acknowledged, refused.Accepted));
        Assert.Equal("", Listen(wire, session));
    }

    [Fact]
    public void A_break_reaches_the_machine()
    {
        var (wire, session) = Activated();
        Send(wire, session, new SolPacket { Sequence = 1, Flags = (byte)SolOperation.Break });
        Assert.Contains("sysrq", Listen(wire, session));
    }

    [Fact]
    public void A_power_cycle_shows_on_the_console()
    {
        var (wire, session) = Activated();
        wire.Send(session, 0x00, 0x02, 2);
        wire.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains(Take(wire, session), packet => packet.Status == SolStatus.TransferUnavailable);
        Type(wire, session, 1, "x");
        var refused = Take(wire, session).Single();
        Assert.Equal((SolStatus.Nack | SolStatus.TransferUnavailable, 0), (refused.Status, refused.Accepted));
        string text = Listen(wire, session, 4);
        Assert.StartsWith("sim-0001: Example Systems RackNode R150, BIOS 1.8.2\r\n", text);
        Assert.EndsWith("Reached target Multi-User System\r\n\r\nsim-0001 login: ", text);
    }

    [Fact]
    public void A_reset_during_a_boot_restarts_the_boot()
    {
        var (wire, session) = Activated();
        wire.Send(session, 0x00, 0x02, 3);
        Listen(wire, session, 0.3);
        wire.Send(session, 0x00, 0x02, 3);
        string text = Listen(wire, session, 2);
        Assert.StartsWith("sim-0001: Example", text);
        Assert.Equal(2, text.Split(["login: "], StringSplitOptions.None).Length);
    }

    [Fact]
    public void The_console_belongs_to_one_session_until_another_takes_it()
    {
        var (wire, session) = Activated();
        var other = wire.LogIn().Session!;
        wire.Send(other, App, 0x3B, 4);
        Assert.Equal([0x00, 0x01, 0x01, 0x00], wire.Send(other, App, 0x4A, 1));
        Assert.Equal([0x80], wire.Send(other, App, Activate, Sol));
        Assert.Equal(BitConverter.GetBytes(session.RemoteId), wire.Send(other, App, 0x4B, 1, 1).Skip(1).Take(4));
        wire.Sent.Clear();
        wire.Receive(other.Seal(PayloadType.Ipmi, Wire.Message(App, Deactivate, [1, 1, 0, 0, 0, 0])));
        Assert.Equal(SolStatus.Deactivated, SolPacket.Read(new ByteReader(Opened(session, wire.Sent.Dequeue()))).Status);
        Assert.Equal([0x80], wire.Send(other, App, Deactivate, 1, 1, 0, 0, 0, 0));
        Assert.Equal(0, wire.Send(other, App, Activate, Sol)[0]);
        Type(wire, session, 1, "not mine any more");
        Assert.Empty(wire.Sent);
    }

    [Fact]
    public void A_user_of_less_privilege_cannot_take_the_console_away()
    {
        var (wire, _) = Activated();
        var user = wire.LogIn(user: "user", password: "user", privilege: PrivilegeLevel.User).Session!;
        Assert.Equal([0xD4], wire.Send(user, App, Deactivate, 1, 1, 0, 0, 0, 0));
    }

    [Fact]
    public void The_console_is_free_again_when_its_session_ends()
    {
        var (wire, session) = Activated();
        wire.Send(session, App, 0x3C, BitConverter.GetBytes(session.RemoteId));
        var other = wire.LogIn().Session!;
        Assert.Equal(0, wire.Send(other, App, Activate, Sol)[0]);
    }

    [Fact]
    public void A_session_that_may_not_use_the_console_is_refused()
    {
        var wire = new Wire(new SimulatorOptions { Users = [new() { Name = "reader", Password = "reader", MayUseSol = false }] });
        var reader = wire.LogIn(user: "reader", password: "reader", privilege: PrivilegeLevel.User).Session!;
        Assert.Equal([0xD4], wire.Send(reader, App, Activate, Sol));
        var admin = wire.LogIn().Session!;
        wire.Send(admin, App, 0x3B, 4);
        Assert.Equal([0xCC], wire.Send(admin, App, Activate, 1, 2, 0, 0, 0, 0));
        Assert.Equal([0x00], wire.Send(admin, 0x0C, 0x21, 1, 2, 0x82));
        Assert.Equal([0x84], wire.Send(admin, App, Activate, 1, 1, 0, 0, 0, 0));
        Assert.Equal([0x00], wire.Send(admin, 0x0C, 0x21, 1, 1, 0));
        Assert.Equal([0x81], wire.Send(admin, App, Activate, Sol));
    }

    [Fact]
    public void Parameters_and_payloads_are_reported()
    {
        var wire = new Wire();
        var session = wire.LogIn().Session!;
        Assert.Equal([0x00, 0x11, 0x01], wire.Send(session, 0x0C, 0x22, 1, 1, 0, 0));
        Assert.Equal([0x00, 0x11, 0x6F, 0x02], wire.Send(session, 0x0C, 0x22, 1, 8, 0, 0));
        Assert.Equal([0x80], wire.Send(session, 0x0C, 0x22, 1, 99, 0, 0));
        Assert.Equal([0x00, 0x03, 0x00, 0x3F, 0x00, 0x00, 0x00, 0x00, 0x00], wire.Send(session, App, 0x4E, 1));
        Assert.Equal([0x00, 0x10], wire.Send(session, App, 0x4F, 1, 1));
        Assert.Equal([0x80], wire.Send(session, App, 0x4F, 1, 2));
    }

    private static byte[] Opened(RmcpPlusSession session, byte[] datagram)
    {
        Assert.True(session.TryOpen(Wire.Packet(datagram), out var payload, out string reason), reason);
        return payload.ToArray();
    }
}
