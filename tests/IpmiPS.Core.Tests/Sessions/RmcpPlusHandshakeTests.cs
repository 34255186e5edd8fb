using System;
using System.Linq;
using System.Text;
using IpmiPS.Crypto;
using IpmiPS.Packets;
using IpmiPS.Sessions;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Sessions;

public class RmcpPlusHandshakeTests
{
    private static readonly PayloadType[] Answers = [PayloadType.OpenSessionResponse, PayloadType.Rakp2, PayloadType.Rakp4];

    public static TheoryData<byte> EverySuite
    {
        get
        {
            var suites = new TheoryData<byte>();
            foreach (var suite in CipherSuite.All)
                suites.Add(suite.Id);
            return suites;
        }
    }

    [Theory]
    [MemberData(nameof(EverySuite))]
    public void A_log_in_takes_three_exchanges(byte suite)
    {
        var bmc = new TestBmc();
        using var handshake = Start(bmc, suite);
        Assert.Equal(3, Run(handshake, bmc));
        Assert.Equal(HandshakeStage.Done, handshake.Stage);
        Assert.Equal([PayloadType.OpenSessionRequest, PayloadType.Rakp1, PayloadType.Rakp3], bmc.LogInPackets);
        using var session = handshake.Session!;
        Assert.Equal(suite, session.Suite.Id);
        Assert.NotEqual(0u, session.LocalId);
    }

    [Theory]
    [InlineData(PrivilegeLevel.User)]
    [InlineData(PrivilegeLevel.Administrator)]
    public void Open_session_and_rakp_1_carry_the_same_privilege(PrivilegeLevel privilege)
    {
        var bmc = new TestBmc();
        byte role = 0;
        bmc.Rakp2Status = message =>
        {
            role = message.Role;
            return null;
        };
        using var handshake = new RmcpPlusHandshake(CipherSuite.Find(17)!, privilege, Name(bmc), Key(bmc), []);
        Run(handshake, bmc);
        Assert.Equal((byte)privilege, bmc.OpenSessions.Single().Privilege);
        Assert.Equal((byte)privilege | Rakp1.NameOnlyLookup, role);
        handshake.Session!.Dispose();
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("0123456789abcdef")]
    public void User_names_from_none_to_16_bytes_log_in(string name)
    {
        var bmc = new TestBmc { UserName = name };
        using var handshake = Start(bmc, 3);
        Run(handshake, bmc);
        Assert.Equal(HandshakeStage.Done, handshake.Stage);
        handshake.Session!.Dispose();
    }

    [Theory]
    [InlineData("")]
    [InlineData("0123456789abcdef")]
    [InlineData("0123456789abcdefghij")]
    public void Passwords_from_none_to_20_bytes_log_in(string password)
    {
        foreach (byte suite in (byte[])[3, 8, 12, 17])
        {
            var bmc = new TestBmc { Password = password };
            using var handshake = Start(bmc, suite);
            Run(handshake, bmc);
            Assert.Equal(HandshakeStage.Done, handshake.Stage);
            handshake.Session!.Dispose();
        }
    }

    [Fact]
    public void A_guid_of_zeros_is_as_good_as_any()
    {
        var bmc = new TestBmc { Guid = new byte[16] };
        using var handshake = Start(bmc, 17);
        Run(handshake, bmc);
        Assert.Equal(HandshakeStage.Done, handshake.Stage);
        handshake.Session!.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(17)]
    public void Surplus_bytes_behind_any_answer_do_no_harm(byte suite)
    {
        var bmc = new TestBmc { Rewrite = (_, payload) => [.. payload, 0xDE, 0xAD] };
        using var handshake = Start(bmc, suite);
        Run(handshake, bmc);
        Assert.Equal(HandshakeStage.Done, handshake.Stage);
        handshake.Session!.Dispose();
    }

    /// <summary>Some BMCs leave the name-only bit out of the role that they compute with (and then do so in all codes).</summary>
    [Fact]
    public void Codes_over_a_role_without_the_look_up_bit_are_taken()
    {
        var bmc = new TestBmc { IgnoresLookupBit = true };
        using var handshake = Start(bmc, 3);
        Run(handshake, bmc);
        Assert.Equal(HandshakeStage.Done, handshake.Stage);
        handshake.Session!.Dispose();
    }

    /// <summary>Some Supermicro boards refuse with the status and nothing else; a success is never so short.</summary>
    [Fact]
    public void A_refusal_may_be_its_status_alone()
    {
        var bmc = new TestBmc { Suites = [3], Rewrite = (_, payload) => [payload[1]] };
        using var handshake = Start(bmc, 17);
        Run(handshake, bmc);
        Assert.Equal((RmcpStatus.NoCipherSuiteMatch, IpmiErrorKind.CipherSuiteRefused), (handshake.Failure!.Status, handshake.Failure.Kind));
        using var other = Start(bmc, 3);
        Assert.Throws<MalformedDataException>(() => Run(other, bmc));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(20)]
    public void A_refusal_may_end_right_after_the_status(int length)
    {
        var bmc = new TestBmc { Suites = [3], Rewrite = (_, payload) => [.. payload.Take(length)] };
        using var handshake = Start(bmc, 17);
        Run(handshake, bmc);
        Assert.Equal((HandshakeStage.OpenSession, RmcpStatus.NoCipherSuiteMatch, IpmiErrorKind.CipherSuiteRefused), (handshake.Failure!.Stage, handshake.Failure.Status, handshake.Failure.Kind));
        Assert.Null(handshake.Outgoing);
    }

    [Theory]
    [InlineData(0x01, IpmiErrorKind.NoSessionSlot)]
    [InlineData(0x02, IpmiErrorKind.ProtocolError)]
    [InlineData(0x04, IpmiErrorKind.CipherSuiteRefused)]
    [InlineData(0x05, IpmiErrorKind.CipherSuiteRefused)]
    [InlineData(0x06, IpmiErrorKind.CipherSuiteRefused)]
    [InlineData(0x07, IpmiErrorKind.CipherSuiteRefused)]
    [InlineData(0x09, IpmiErrorKind.InsufficientPrivilege)]
    [InlineData(0x0A, IpmiErrorKind.InsufficientPrivilege)]
    [InlineData(0x0B, IpmiErrorKind.NoSessionSlot)]
    [InlineData(0x0D, IpmiErrorKind.CipherSuiteRefused)]
    [InlineData(0x10, IpmiErrorKind.CipherSuiteRefused)]
    [InlineData(0x11, IpmiErrorKind.CipherSuiteRefused)]
    [InlineData(0x12, IpmiErrorKind.CipherSuiteRefused)]
    [InlineData(0x99, IpmiErrorKind.ProtocolError)]
    public void Each_status_of_open_session_has_its_kind(byte status, IpmiErrorKind kind)
    {
        var bmc = new TestBmc { OpenSessionStatus = _ => (RmcpStatus)status };
        using var handshake = Start(bmc, 17);
        Assert.Equal(1, Run(handshake, bmc));
        Assert.Equal((HandshakeStage.OpenSession, (RmcpStatus)status, kind), (handshake.Failure!.Stage, handshake.Failure.Status!.Value, handshake.Failure.Kind));
        Assert.Contains($"{status:X2}h", handshake.Failure.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0x01, IpmiErrorKind.NoSessionSlot)]
    [InlineData(0x02, IpmiErrorKind.ProtocolError)]
    [InlineData(0x09, IpmiErrorKind.InsufficientPrivilege)]
    [InlineData(0x0A, IpmiErrorKind.InsufficientPrivilege)]
    [InlineData(0x0C, IpmiErrorKind.BadCredential)]
    [InlineData(0x0D, IpmiErrorKind.BadCredential)]
    [InlineData(0x0F, IpmiErrorKind.BadCredential)]
    [InlineData(0x11, IpmiErrorKind.CipherSuiteRefused)]
    [InlineData(0x99, IpmiErrorKind.ProtocolError)]
    public void Each_status_of_rakp_2_has_its_kind(byte status, IpmiErrorKind kind)
    {
        foreach (bool cut in (bool[])[false, true])
        {
            var bmc = new TestBmc
            {
                Rakp2Status = _ => (RmcpStatus)status,
                Rewrite = (type, payload) => cut && type == PayloadType.Rakp2 ? [.. payload.Take(2)] : payload,
            };
            using var handshake = Start(bmc, 17);
            Assert.Equal(2, Run(handshake, bmc));
            Assert.Equal((HandshakeStage.Rakp2, (RmcpStatus)status, kind), (handshake.Failure!.Stage, handshake.Failure.Status!.Value, handshake.Failure.Kind));
        }
    }

    [Theory]
    [InlineData(0x02, IpmiErrorKind.ProtocolError)]
    [InlineData(0x0A, IpmiErrorKind.InsufficientPrivilege)]
    [InlineData(0x0D, IpmiErrorKind.BadCredential)]
    [InlineData(0x0F, IpmiErrorKind.ProtocolError)]
    public void Each_status_of_rakp_4_has_its_kind(byte status, IpmiErrorKind kind)
    {
        var bmc = new TestBmc { Rakp4Of = message => message with { Status = (RmcpStatus)status, Code = [] } };
        using var handshake = Start(bmc, 17);
        Assert.Equal(3, Run(handshake, bmc));
        Assert.Equal((HandshakeStage.Rakp4, kind), (handshake.Failure!.Stage, handshake.Failure.Kind));
        Assert.Null(handshake.Session);
    }

    [Fact]
    public void A_suite_other_than_the_one_asked_for_is_refused()
    {
        // The last byte but three of each algorithm's payload is the algorithm: here the integrity's becomes "none".
        var bmc = new TestBmc
        {
            Rewrite = (type, payload) =>
            {
                if (type == PayloadType.OpenSessionResponse)
                    payload[24] = 0;
                return payload;
            },
        };
        using var handshake = Start(bmc, 3);
        Run(handshake, bmc);
        Assert.Equal((HandshakeStage.OpenSession, null, IpmiErrorKind.CipherSuiteRefused), (handshake.Failure!.Stage, handshake.Failure.Status, handshake.Failure.Kind));
        Assert.Equal([PayloadType.OpenSessionRequest], bmc.LogInPackets);
    }

    [Fact]
    public void A_session_id_of_zero_is_refused()
    {
        var bmc = new TestBmc
        {
            Rewrite = (_, payload) =>
            {
                Array.Clear(payload, 8, 4);
                return payload;
            },
        };
        using var handshake = Start(bmc, 3);
        Run(handshake, bmc);
        Assert.Equal(IpmiErrorKind.ProtocolError, handshake.Failure!.Kind);
    }

    [Theory]
    [InlineData(PayloadType.Rakp2, 40)]
    [InlineData(PayloadType.Rakp2, 59)]
    [InlineData(PayloadType.Rakp4, 8)]
    [InlineData(PayloadType.Rakp4, 19)]
    public void A_code_that_is_too_short_is_no_proof(PayloadType answer, int length)
    {
        var bmc = new TestBmc { Rewrite = (type, payload) => type == answer ? [.. payload.Take(length)] : payload };
        using var handshake = Start(bmc, 3);
        Run(handshake, bmc);
        Assert.Equal(IpmiErrorKind.ProtocolError, handshake.Failure!.Kind);
        Assert.Null(handshake.Session);
    }

    [Fact]
    public void Wrong_password_wrong_kg_and_missing_kg_are_told_apart()
    {
        byte[] kg = Encoding.ASCII.GetBytes("the bmc's own key");
        var password = Fail(new TestBmc { BmcKey = kg }, "wrong", kg);
        Assert.Equal((HandshakeStage.Rakp2, IpmiErrorKind.BadCredential), (password.Stage, password.Kind));
        var wrong = Fail(new TestBmc { BmcKey = kg }, "opensesame", [1, 2, 3]);
        Assert.Equal((HandshakeStage.Rakp4, IpmiErrorKind.BadCredential), (wrong.Stage, wrong.Kind));
        var missing = Fail(new TestBmc { BmcKey = kg }, "opensesame", []);
        Assert.Equal((HandshakeStage.Rakp4, IpmiErrorKind.BadCredential), (missing.Stage, missing.Kind));
        var surplus = Fail(new TestBmc(), "opensesame", kg);
        Assert.Equal((HandshakeStage.Rakp4, IpmiErrorKind.BadCredential), (surplus.Stage, surplus.Kind));
        Assert.Equal(3, new[] { password.Reason, wrong.Reason, missing.Reason }.Distinct().Count());
        Assert.Equal(wrong.Reason, surplus.Reason);

        static HandshakeFailure Fail(TestBmc bmc, string password, byte[] bmcKey)
        {
            using var handshake = new RmcpPlusHandshake(CipherSuite.Find(17)!, PrivilegeLevel.Administrator, Name(bmc), Encoding.ASCII.GetBytes(password), bmcKey);
            Run(handshake, bmc);
            return handshake.Failure!;
        }
    }

    [Fact]
    public void Answers_with_another_tag_or_console_id_move_nothing()
    {
        var bmc = new TestBmc();
        using var handshake = Start(bmc, 3);
        foreach (var answer in Answers)
        {
            var stage = handshake.Stage;
            byte[] datagram = bmc.Receive(handshake.Outgoing!).Single();
            int idAt = 16 + 4;
            foreach (int at in (int[])[16, idAt, idAt + 3])
            {
                byte[] changed = [.. datagram];
                changed[at] ^= 0x40;
                Assert.False(handshake.Receive(Datagrams.Take(changed)));
                Assert.Equal(stage, handshake.Stage);
            }

            Assert.True(handshake.Receive(Datagrams.Take(datagram)));
        }

        Assert.Equal(HandshakeStage.Done, handshake.Stage);
        handshake.Session!.Dispose();
    }

    [Fact]
    public void Repeated_and_untimely_messages_move_nothing()
    {
        var bmc = new TestBmc();
        using var handshake = Start(bmc, 3);
        byte[] open = bmc.Receive(handshake.Outgoing!).Single();
        Assert.True(handshake.Receive(Datagrams.Take(open)));
        byte[] rakp1 = handshake.Outgoing!;
        Assert.False(handshake.Receive(Datagrams.Take(open)));
        Assert.Same(rakp1, handshake.Outgoing);

        byte[] rakp2 = bmc.Receive(rakp1).Single();
        Assert.True(handshake.Receive(Datagrams.Take(rakp2)));
        Assert.False(handshake.Receive(Datagrams.Take(rakp2)));
        Assert.False(handshake.Receive(Datagrams.Take(open)));

        byte[] rakp4 = bmc.Receive(handshake.Outgoing!).Single();
        Assert.True(handshake.Receive(Datagrams.Take(rakp4)));
        var session = handshake.Session;
        Assert.False(handshake.Receive(Datagrams.Take(rakp4)));
        Assert.Same(session, handshake.Session);
        session!.Dispose();
    }

    [Fact]
    public void A_repeated_rakp_1_that_the_bmc_takes_for_a_new_one_does_not_confuse_the_console()
    {
        var bmc = new TestBmc { DrawsAgain = true };
        using var handshake = Start(bmc, 17);
        handshake.Receive(Datagrams.Take(bmc.Receive(handshake.Outgoing!).Single()));
        byte[] first = bmc.Receive(handshake.Outgoing!).Single(), second = bmc.Receive(handshake.Outgoing!).Single();
        Assert.True(handshake.Receive(Datagrams.Take(second)));
        Assert.False(handshake.Receive(Datagrams.Take(first)));
        Assert.True(handshake.Receive(Datagrams.Take(bmc.Receive(handshake.Outgoing!).Single())));
        Assert.Equal(HandshakeStage.Done, handshake.Stage);
        handshake.Session!.Dispose();
    }

    [Fact]
    public void Packets_of_sessions_and_of_ipmi_15_are_not_the_log_ins()
    {
        var bmc = new TestBmc();
        using var handshake = Start(bmc, 3);
        byte[] open = bmc.Receive(handshake.Outgoing!).Single();
        byte[] inSession = [.. open];
        inSession[6] = 1;
        Assert.False(handshake.Receive(Datagrams.Take(inSession)));
        Assert.False(handshake.Receive(Datagrams.Take(LanSession15.Write(AuthType.None, [], 0, 0, new ArraySegment<byte>(new byte[40])))));
        Assert.False(handshake.Receive(Datagrams.Take(handshake.Outgoing!)));
        Assert.Equal(HandshakeStage.OpenSession, handshake.Stage);
    }

    /// <summary>ipmi_sim answers a repeated RAKP 3 with an encrypted payload of the type RAKP 4 once the session is open.</summary>
    [Theory]
    [InlineData(0x80)]
    [InlineData(0x40)]
    public void Log_in_messages_with_the_protection_of_sessions_move_nothing(byte flag)
    {
        var bmc = new TestBmc();
        using var handshake = Start(bmc, 3);
        byte[] open = bmc.Receive(handshake.Outgoing!).Single();
        open[5] |= flag;
        Assert.False(handshake.Receive(Datagrams.Take(open)));
    }

    [Fact]
    public void A_log_in_that_is_given_up_closes_what_may_be_open_and_only_that()
    {
        var bmc = new TestBmc();
        using var handshake = Start(bmc, 17);
        foreach (var _ in Answers)
        {
            bool mayBeOpen = handshake.Stage == HandshakeStage.Rakp4;
            byte[] answer = bmc.Receive(handshake.Outgoing!).Single();
            if (mayBeOpen)
                break;
            Assert.True(handshake.Receive(Datagrams.Take(answer)));
        }

        Assert.Equal(1, bmc.OpenSessionCount);
        bmc.Receive(handshake.GiveUp()!);
        Assert.Equal(0, bmc.OpenSessionCount);
        Assert.Null(handshake.GiveUp());
        using var early = Start(bmc, 17);
        Assert.Null(early.GiveUp());
    }

    [Fact]
    public void A_random_session_id_of_zero_is_not_used()
    {
        using var handshake = new RmcpPlusHandshake(CipherSuite.Find(3)!, PrivilegeLevel.User, [], [], [], count => new byte[count]);
        Assert.Equal(1u, OpenSessionRequest.Read(new ByteReader(Datagrams.Take(handshake.Outgoing!).Payload)).ConsoleSessionId);
    }

    private static RmcpPlusHandshake Start(TestBmc bmc, byte suite) =>
        new(CipherSuite.Find(suite)!, PrivilegeLevel.Administrator, Name(bmc), Key(bmc), bmc.BmcKey);

    /// <summary>Carries packets to and fro until the log-in is over; how many went to the BMC.</summary>
    private static int Run(RmcpPlusHandshake handshake, TestBmc bmc)
    {
        int exchanges = 0;
        while (handshake.Stage is not (HandshakeStage.Done or HandshakeStage.Failed))
        {
            exchanges++;
            Assert.True(handshake.Receive(Datagrams.Take(bmc.Receive(handshake.Outgoing!).Single())));
        }

        return exchanges;
    }

    private static byte[] Name(TestBmc bmc) => Encoding.UTF8.GetBytes(bmc.UserName);

    private static byte[] Key(TestBmc bmc) => Encoding.UTF8.GetBytes(bmc.Password);
}
