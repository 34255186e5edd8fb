using System;
using System.Collections.Generic;
using System.Linq;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Crypto;
using IpmiPS.Packets;
using IpmiPS.Sessions;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Sessions;

/// <summary>Log-ins of foreign consoles and BMCs, replayed through both of our ends.</summary>
public class RecordedLogInTests
{
    public static TheoryData<string> RmcpPlus => Names(recorded => recorded.Suite is not null);

    public static TheoryData<string> WithPassword => Names(recorded => recorded.Suite is { Authentication: not AuthenticationAlgorithm.None });

    public static TheoryData<string> WithKg => Names(recorded => recorded.Suite is not null && recorded.BmcKey.Length > 0);

    public static TheoryData<string> OfOurConsole => Names(recorded => recorded.Suite is not null && recorded.ConsoleIsOurs);

    public static TheoryData<string> Lan15 => Names(recorded => recorded.Suite is null);

    [Fact]
    public void Every_algorithm_but_xrc4_is_proved_by_a_foreign_implementation()
    {
        var suites = RecordedLogIn.All.Where(recorded => recorded.Suite is not null).Select(recorded => (int)recorded.Suite!.Id).Distinct().OrderBy(id => id);
        Assert.Equal([0, 1, 2, 3, 6, 7, 8, 11, 12, 15, 16, 17], suites);
        var types = RecordedLogIn.All.Where(recorded => recorded.Suite is null).Select(recorded => recorded.AuthType).Distinct().OrderBy(type => type);
        Assert.Equal([AuthType.None, AuthType.Md2, AuthType.Md5, AuthType.Straight], types);
    }

    [Theory]
    [MemberData(nameof(OfOurConsole))]
    public void Our_console_makes_the_packets_that_were_recorded(string name)
    {
        var recorded = Find(name);
        using var handshake = new RmcpPlusHandshake(
            recorded.Suite!, PrivilegeLevel.Administrator, recorded.UserName, recorded.Password, recorded.BmcKey, RecordedLogIn.FixedRandom());
        for (int i = 0; i < 6; i += 2)
        {
            Assert.Equal(Hex.Format(recorded.Packets[i].Datagram), Hex.Format(handshake.Outgoing!));
            Assert.True(handshake.Receive(recorded.Packets[i + 1].Packet));
        }

        Assert.Equal(HandshakeStage.Done, handshake.Stage);
        Assert.Null(handshake.Outgoing);
    }

    [Theory]
    [MemberData(nameof(RmcpPlus))]
    public void Our_console_in_place_of_the_recorded_one_logs_in_and_reads_the_answers(string name)
    {
        var recorded = Find(name);
        using var handshake = Start(recorded, recorded.Password, recorded.BmcKey);
        Assert.True(handshake.Receive(Datagrams.Take(recorded.AnswerWithTag(1, Tag(handshake)))));
        var rakp1 = Rakp1.Read(new ByteReader(Datagrams.Take(handshake.Outgoing!).Payload));
        Assert.Equal((recorded.Rakp1.BmcSessionId, recorded.Rakp1.Role), (rakp1.BmcSessionId, rakp1.Role));
        Assert.Equal(recorded.Rakp1.ConsoleRandom, rakp1.ConsoleRandom);
        Assert.Equal(recorded.Rakp1.UserName, rakp1.UserName);
        Assert.True(handshake.Receive(Datagrams.Take(recorded.AnswerWithTag(3, Tag(handshake)))));
        var rakp3 = Rakp3.Read(new ByteReader(Datagrams.Take(handshake.Outgoing!).Payload));
        Assert.Equal(Hex.Format(recorded.Rakp3.Code), Hex.Format(rakp3.Code));
        Assert.True(handshake.Receive(Datagrams.Take(recorded.AnswerWithTag(5, Tag(handshake)))));
        Assert.Null(handshake.Failure);

        using var session = handshake.Session!;
        foreach (var packet in recorded.Sealed.Where(packet => !packet.FromConsole))
            AssertAnswer(session, packet);
    }

    [Theory]
    [MemberData(nameof(RmcpPlus))]
    public void The_bmcs_end_makes_the_same_codes_and_reads_the_requests(string name)
    {
        var recorded = Find(name);
        var rakp = recorded.Authentication(recorded.Password);
        Assert.Equal(Hex.Format(recorded.Rakp2.Code), Hex.Format(rakp.Rakp2Code(rakp.Role)));
        Assert.Equal(Hex.Format(recorded.Rakp3.Code), Hex.Format(rakp.Rakp3Code()));
        byte[] integrityKey = rakp.SessionIntegrityKey(recorded.BmcKey);
        Assert.Equal(Hex.Format(recorded.Rakp4.Code), Hex.Format(rakp.Rakp4Code(integrityKey)));

        using var session = recorded.OpenEnd(console: false);
        foreach (var packet in recorded.Sealed.Where(packet => packet.FromConsole))
        {
            Assert.True(session.TryOpen(packet.Packet, out var payload, out string reason), reason);
            var message = LanMessage.Read(new ByteReader(payload));
            Assert.True(message.ChecksumValid);
            Assert.False(message.IsResponse);
        }
    }

    [Theory]
    [MemberData(nameof(RmcpPlus))]
    public void Messages_of_the_log_in_are_written_as_they_were_read(string name)
    {
        var recorded = Find(name);
        Action<ByteWriter>[] writers =
        [
            recorded.OpenSessionRequest.Write, recorded.OpenSessionResponse.Write, recorded.Rakp1.Write, recorded.Rakp2.Write, recorded.Rakp3.Write, recorded.Rakp4.Write,
        ];
        for (int i = 0; i < writers.Length; i++)
        {
            var writer = new ByteWriter();
            writers[i](writer);
            var packet = recorded.Packets[i].Packet;
            Assert.Equal(Hex.Format(packet.Payload), Hex.Format(writer.ToArray()));
            Assert.Equal(Hex.Format(recorded.Packets[i].Datagram), Hex.Format(SessionPacket.WriteSessionless20(packet.PayloadType, writer.AsSegment())));
        }
    }

    [Theory]
    [MemberData(nameof(WithPassword))]
    public void A_wrong_password_is_known_from_rakp_2_and_the_bmc_is_told(string name)
    {
        var recorded = Find(name);
        using var handshake = Start(recorded, [.. recorded.Password, (byte)'x'], recorded.BmcKey);
        handshake.Receive(Datagrams.Take(recorded.AnswerWithTag(1, Tag(handshake))));
        Assert.True(handshake.Receive(Datagrams.Take(recorded.AnswerWithTag(3, Tag(handshake)))));
        Assert.Equal(HandshakeStage.Failed, handshake.Stage);
        Assert.Equal((HandshakeStage.Rakp2, IpmiErrorKind.BadCredential), (handshake.Failure!.Stage, handshake.Failure.Kind));
        var farewell = Rakp3.Read(new ByteReader(Datagrams.Take(handshake.Outgoing!).Payload));
        Assert.Equal(RmcpStatus.InvalidIntegrityCheckValue, farewell.Status);
        Assert.Empty(farewell.Code);
    }

    [Theory]
    [MemberData(nameof(WithKg))]
    public void A_wrong_or_missing_bmc_key_is_known_from_rakp_4_and_told_apart(string name)
    {
        foreach (bool given in (bool[])[true, false])
        {
            var recorded = Find(name);
            byte[] wrong = recorded.BmcKey;
            wrong[3] ^= 1;
            using var handshake = Start(recorded, recorded.Password, given ? wrong : []);
            for (int i = 1; i < 6; i += 2)
                Assert.True(handshake.Receive(Datagrams.Take(recorded.AnswerWithTag(i, Tag(handshake)))));
            Assert.Equal((HandshakeStage.Rakp4, IpmiErrorKind.BadCredential), (handshake.Failure!.Stage, handshake.Failure.Kind));
            Assert.Contains("the password is right", handshake.Failure.Reason, StringComparison.Ordinal);
            Assert.Equal(!given, handshake.Failure.Reason.Contains("none was given"));
            Assert.Null(handshake.Session);
        }
    }

    [Theory]
    [MemberData(nameof(RmcpPlus))]
    public void Every_prefix_of_every_packet_is_refused_as_malformed(string name)
    {
        var recorded = Find(name);
        using RmcpPlusSession console = recorded.OpenEnd(console: true), bmc = recorded.OpenEnd(console: false);
        for (int i = 0; i < recorded.Packets.Count; i++)
        {
            byte[] whole = recorded.Packets[i].Datagram;
            for (int length = 0; length < whole.Length; length++)
            {
                byte[] part = [.. whole.Take(length)];
                int payloadEnd = 16 + (whole[14] | whole[15] << 8);
                if (length < payloadEnd)
                    Assert.Throws<MalformedDataException>(() => Datagrams.Take(part));
                else
                    Assert.False((recorded.Packets[i].FromConsole ? bmc : console).TryOpen(Datagrams.Take(part), out _, out _));
            }
        }
    }

    [Theory]
    [MemberData(nameof(RmcpPlus))]
    public void Every_prefix_of_every_answer_of_the_log_in_is_refused_and_moves_nothing(string name)
    {
        var recorded = Find(name);
        using var handshake = Start(recorded, recorded.Password, recorded.BmcKey);
        for (int i = 1; i < 6; i += 2)
        {
            var stage = handshake.Stage;
            byte[] whole = recorded.AnswerWithTag(i, Tag(handshake));
            byte[] code = i == 3 ? recorded.Rakp2.Code : i == 5 ? recorded.Rakp4.Code : [];
            for (int length = 16; length < whole.Length - code.Length; length++)
            {
                byte[] part = [.. whole.Take(length)];
                part[14] = (byte)(length - 16);

                // A single byte in the place of the answer to Open Session is a status, as from some BMCs, where it can be one.
                if (i == 1 && length == 17 && part[16] is > 0 and <= (byte)RmcpStatus.IllegalParameter)
                    continue;
                Assert.Throws<MalformedDataException>(() => handshake.Receive(Datagrams.Take(part)));
                Assert.Equal(stage, handshake.Stage);
            }

            Assert.True(handshake.Receive(Datagrams.Take(whole)));
        }

        Assert.Equal(HandshakeStage.Done, handshake.Stage);
    }

    [Theory]
    [MemberData(nameof(Lan15))]
    public void An_ipmi_15_log_in_is_the_same_from_both_ends(string name)
    {
        var recorded = Find(name);
        byte[] password = recorded.Password;

        // Get Session Challenge, then Activate Session with the code over the temporary id and sequence number 0.
        var challenge = SessionChallenge.Read(Data(recorded, 1));
        var activate = recorded.Packets[2].Packet;
        var request = ActivateSession.ReadRequest(Data(recorded, 2));
        Assert.Equal(challenge.TemporarySessionId, activate.SessionId);
        Assert.Equal(Hex.Format(challenge.Challenge), Hex.Format(request.Challenge));
        byte[] again = LanSession15.Write(recorded.AuthType, password, activate.SessionId, activate.Sequence, activate.Payload);
        Assert.Equal(Hex.Format(recorded.Packets[2].Datagram), Hex.Format(again));
        var activated = ActivatedSession.Read(Data(recorded, 3));
        Assert.Equal((byte)recorded.AuthType, activated.AuthenticationType);

        using var console = new LanSession15(recorded.AuthType, activated.SessionId, password, true, activated.FirstInboundSequence, request.FirstOutboundSequence);
        using var bmc = new LanSession15(recorded.AuthType, activated.SessionId, password, true, request.FirstOutboundSequence, activated.FirstInboundSequence, isConsole: false);
        foreach (var packet in recorded.Packets.Skip(4))
        {
            var end = packet.FromConsole ? bmc : console;
            Assert.True(end.TryOpen(packet.Packet, out var payload, out string reason), reason);
            Assert.True(LanMessage.Read(new ByteReader(payload)).ChecksumValid);

            // The console that recorded it counts as ours does, so sealing the payload again gives the packet.
            if (packet.FromConsole)
                Assert.Equal(Hex.Format(packet.Datagram), Hex.Format(console.Seal(PayloadType.Ipmi, payload)));
        }
    }

    [Theory]
    [MemberData(nameof(Lan15))]
    public void Every_prefix_of_every_ipmi_15_packet_is_refused_as_malformed(string name)
    {
        foreach (var packet in Find(name).Packets)
        {
            for (int length = 0; length < packet.Datagram.Length; length++)
            {
                byte[] part = [.. packet.Datagram.Take(length)];
                Assert.Throws<MalformedDataException>(() => Datagrams.Take(part));
            }
        }
    }

    private static RmcpPlusHandshake Start(RecordedLogIn recorded, byte[] password, byte[] bmcKey) =>
        new(recorded.Suite!, PrivilegeLevel.Administrator, recorded.UserName, password, bmcKey, recorded.Random());

    private static byte Tag(RmcpPlusHandshake handshake) => Datagrams.Take(handshake.Outgoing!).Payload.First();

    private static void AssertAnswer(Session session, RecordedPacket packet)
    {
        Assert.True(session.TryOpen(packet.Packet, out var payload, out string reason), reason);
        var message = LanMessage.Read(new ByteReader(payload));
        Assert.True(message.ChecksumValid);
        Assert.True(message.IsResponse);

        // ipmitool asks whether there is a PICMG extension, and there is none.
        Assert.Contains((CompletionCode)message.Data.First(), (CompletionCode[])[CompletionCode.Ok, CompletionCode.InvalidCommand]);
        Assert.False(session.TryOpen(packet.Packet, out _, out reason), "a packet seen before was taken again");
    }

    /// <summary>The data of a message, after the completion code where it is an answer.</summary>
    private static ByteReader Data(RecordedLogIn recorded, int index)
    {
        var message = LanMessage.Read(new ByteReader(recorded.Packets[index].Packet.Payload));
        var reader = new ByteReader(message.Data);
        if (message.IsResponse)
            Assert.Equal(0, reader.ReadByte());
        return reader;
    }

    private static RecordedLogIn Find(string name) => RecordedLogIn.All.Single(recorded => recorded.Name == name);

    private static TheoryData<string> Names(Func<RecordedLogIn, bool> which)
    {
        var names = new TheoryData<string>();
        foreach (var recorded in RecordedLogIn.All.Where(which))
            names.Add(recorded.Name);
        return names;
    }
}
