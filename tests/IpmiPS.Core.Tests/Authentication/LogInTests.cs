using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Crypto;
using IpmiPS.Packets;
using IpmiPS.Sessions;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Authentication;

public class LogInTests
{
    [Theory]
    [InlineData(new byte[] { 17, 3 }, 17)]
    [InlineData(new byte[] { 3 }, 3)]
    [InlineData(new byte[] { 17 }, 17)]
    public async Task The_best_secure_suite_is_used(byte[] offered, byte used)
    {
        var setup = new ClientSetup(new TestBmc { Suites = offered });
        using var client = await setup.ConnectAsync();
        Assert.Equal(used, client.CipherSuite!.Id);
        Assert.Equal(IpmiProtocol.Ipmi20, client.Protocol);
        Assert.Equal(PrivilegeLevel.Administrator, client.Privilege);
        Assert.Equal(used == 17 ? [17] : [17, 3], Asked(setup));
        Assert.Empty(setup.Trace.Warnings);
        Assert.True(client.IsOpen);
    }

    /// <summary>Open Session statuses with which BMCs are known to say that they do not have a suite.</summary>
    [Theory]
    [InlineData(0x01)]
    [InlineData(0x04)]
    [InlineData(0x05)]
    [InlineData(0x06)]
    [InlineData(0x07)]
    [InlineData(0x0D)]
    [InlineData(0x10)]
    [InlineData(0x11)]
    [InlineData(0x12)]
    public async Task A_status_that_means_a_mismatch_leads_to_the_next_suite(byte status)
    {
        var setup = new ClientSetup(new TestBmc { OpenSessionStatus = Refuse(17, status) });
        using var client = await setup.ConnectAsync();
        Assert.Equal(3, client.CipherSuite!.Id);
        Assert.Equal([17, 3], Asked(setup));
    }

    [Theory]
    [InlineData(0x09)]
    [InlineData(0x0A)]
    public async Task A_status_about_the_role_leads_to_lower_levels_and_then_to_the_next_suite(byte status)
    {
        var setup = new ClientSetup(new TestBmc { OpenSessionStatus = Refuse(17, status) });
        using var client = await setup.ConnectAsync();
        Assert.Equal(3, client.CipherSuite!.Id);
        Assert.Equal(PrivilegeLevel.Administrator, client.Privilege);
        Assert.Equal([(17, 4), (17, 3), (17, 2), (3, 4)], AskedAs(setup));
    }

    [Theory]
    [InlineData(0x02)]
    [InlineData(0x99)]
    public async Task Any_other_status_ends_the_attempt(byte status)
    {
        var setup = new ClientSetup(new TestBmc { OpenSessionStatus = Refuse(17, status) });
        Assert.Equal(IpmiErrorKind.ProtocolError, (await setup.FailAsync()).Kind);
        Assert.Equal([17], Asked(setup));
    }

    [Fact]
    public async Task A_suite_answered_other_than_asked_leads_to_the_next_one()
    {
        var setup = new ClientSetup(new TestBmc
        {
            // The integrity algorithm of suite 17 becomes that of suite 16's neighbour without any.
            Rewrite = (type, payload) =>
            {
                if (type == PayloadType.OpenSessionResponse && payload[24] == (byte)IntegrityAlgorithm.HmacSha256_128)
                    payload[24] = (byte)IntegrityAlgorithm.None;
                return payload;
            },
        });
        using var client = await setup.ConnectAsync();
        Assert.Equal(3, client.CipherSuite!.Id);
    }

    [Fact]
    public async Task Where_no_secure_suite_is_accepted_nothing_weaker_is_tried_and_the_error_names_what_was()
    {
        var setup = new ClientSetup(new TestBmc { Suites = [0, 1, 2, 6, 7, 8, 11, 12, 15, 16] });
        var error = await setup.FailAsync();
        Assert.Equal(IpmiErrorKind.InsecureRefused, error.Kind);
        Assert.Equal([17, 3], Asked(setup));
        Assert.Contains("lists 0, 1, 2, 6, 7, 8, 11, 12, 15, 16", error.Message, StringComparison.Ordinal);
        Assert.Contains("suite 17", error.Message, StringComparison.Ordinal);
        Assert.Contains("suite 3", error.Message, StringComparison.Ordinal);
        Assert.Contains("11h", error.Message, StringComparison.Ordinal);
        Assert.Contains("AllowInsecure", error.RecommendedAction, StringComparison.Ordinal);
        Assert.True(setup.Link.IsDisposed);
    }

    /// <summary>The statuses of a mismatch, of a role and of slots: however both are refused, the list says why.</summary>
    [Theory]
    [InlineData(0x0A, IpmiErrorKind.InsecureRefused)]
    [InlineData(0x0D, IpmiErrorKind.InsecureRefused)]
    [InlineData(0x12, IpmiErrorKind.InsecureRefused)]
    [InlineData(0x01, IpmiErrorKind.NoSessionSlot)]
    public async Task However_the_safe_suites_are_refused_a_bmc_that_lists_only_weak_ones_needs_leave(byte status, IpmiErrorKind kind)
    {
        var setup = new ClientSetup(new TestBmc { Suites = [2], OpenSessionStatus = open => open.Integrity == IntegrityAlgorithm.HmacSha1_96 && open.Confidentiality == ConfidentialityAlgorithm.None ? null : (RmcpStatus)status });
        var error = await setup.FailAsync();
        Assert.Equal(kind, error.Kind);
        Assert.Contains(kind == IpmiErrorKind.NoSessionSlot ? "Test-IpmiConnection" : "-AllowInsecure", error.RecommendedAction, StringComparison.Ordinal);

        // Following the advice works.
        setup = new ClientSetup(setup.Bmc);
        setup.Options = setup.Options with { AllowInsecure = true };
        using var client = await setup.ConnectAsync();
        Assert.Equal(2, client.CipherSuite!.Id);
    }

    [Fact]
    public async Task Where_the_bmc_does_not_say_what_it_has_the_error_says_what_may_help()
    {
        var setup = new ClientSetup(new TestBmc
        {
            Suites = [1],
            AuthTypes = [AuthType.Md5],
            Sessionless = request => request.Is(NetFn.App, GetChannelCipherSuites.Definition.Code) ? [] : null,
        });
        var error = await setup.FailAsync();
        Assert.Equal(IpmiErrorKind.CipherSuiteRefused, error.Kind);
        Assert.Contains("tried with -AllowInsecure", error.RecommendedAction, StringComparison.Ordinal);
        Assert.Contains("-Protocol Ipmi15 -AllowInsecure", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_all_slots_are_taken_nothing_weaker_is_tried_in_their_place()
    {
        var setup = new ClientSetup(new TestBmc { OpenSessionStatus = open => open.Confidentiality == ConfidentialityAlgorithm.AesCbc128 ? RmcpStatus.InsufficientResources : null });
        setup.Options = setup.Options with { AllowInsecure = true };
        Assert.Equal(IpmiErrorKind.NoSessionSlot, (await setup.FailAsync()).Kind);
        Assert.Equal([17, 3], Asked(setup).Distinct());
    }

    [Fact]
    public async Task No_free_slot_is_told_when_every_suite_meets_it_as_long_as_there_is_time()
    {
        var setup = new ClientSetup(new TestBmc { OpenSessionStatus = _ => RmcpStatus.InsufficientResources });
        Assert.Equal(IpmiErrorKind.NoSessionSlot, (await setup.FailAsync()).Kind);
        Assert.Equal([17, 3, 17, 3, 17, 3, 17, 3, 17, 3], Asked(setup));
        Assert.Equal([0.5, 1, 2, 4], setup.Clock.Delays.Select(delay => delay.TotalSeconds).Where(seconds => seconds is 0.5 or 1 or 2 or 4).Distinct());
    }

    [Fact]
    public async Task A_slot_that_comes_free_is_taken()
    {
        int asked = 0;
        var setup = new ClientSetup(new TestBmc { OpenSessionStatus = _ => ++asked <= 4 ? RmcpStatus.InsufficientResources : RmcpStatus.NoErrors });
        using var client = await setup.ConnectAsync();
        Assert.Equal([17, 3, 17, 3, 17], Asked(setup));
    }

    [Fact]
    public async Task With_insecure_suites_allowed_those_that_the_bmc_lists_are_tried_from_the_best()
    {
        var setup = new ClientSetup(new TestBmc { Suites = [0, 1, 2, 15] });
        setup.Options = setup.Options with { AllowInsecure = true };
        using var client = await setup.ConnectAsync();
        Assert.Equal(2, client.CipherSuite!.Id);
        Assert.Equal([17, 3, 2], Asked(setup));
        Assert.Contains("insecure", setup.Trace.Warnings.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_insecure_suites_allowed_and_no_list_to_be_had_all_are_tried_from_the_best()
    {
        var setup = new ClientSetup(new TestBmc
        {
            Suites = [1],
            Sessionless = request => request.Is(NetFn.App, GetChannelCipherSuites.Definition.Code) ? [] : null,
        });
        setup.Options = setup.Options with { AllowInsecure = true };
        using var client = await setup.ConnectAsync();
        Assert.Equal(1, client.CipherSuite!.Id);
        Assert.Equal(CipherSuite.ByStrength.Select(suite => (int)suite.Id).TakeWhile(id => id != 1).Append(1), Asked(setup));

        // A late refusal of one suite is not the answer for the next: the tag tells them apart.
        Assert.Distinct(setup.Bmc.OpenSessions.Select(request => request.Tag));
    }

    [Fact]
    public async Task Secure_suites_are_used_where_insecure_ones_are_allowed_too()
    {
        var setup = new ClientSetup();
        setup.Options = setup.Options with { AllowInsecure = true };
        using var client = await setup.ConnectAsync();
        Assert.Equal(17, client.CipherSuite!.Id);
        Assert.Empty(setup.Trace.Warnings);
        Assert.Equal(0, setup.Bmc.Count(NetFn.App, GetChannelCipherSuites.Definition.Code));
    }

    [Fact]
    public async Task Every_suite_can_be_asked_for_by_number()
    {
        foreach (var suite in CipherSuite.All)
        {
            var setup = new ClientSetup();
            setup.Options = setup.Options with { AllowInsecure = true, CipherSuite = suite.Id };
            using var client = await setup.ConnectAsync();
            Assert.Equal(suite.Id, client.CipherSuite!.Id);
            Assert.Equal([(int)suite.Id], Asked(setup));
            Assert.Equal(0x20, (await client.SendAsync(new GetDeviceId())).Id);
            await client.CloseAsync();
            Assert.Equal(0, setup.Bmc.OpenSessionCount);
        }
    }

    [Fact]
    public async Task A_suite_asked_for_by_number_is_the_only_one_tried()
    {
        var setup = new ClientSetup(new TestBmc { Suites = [17], AuthTypes = [AuthType.Md5] });
        setup.Options = setup.Options with { AllowInsecure = true, CipherSuite = 3 };
        var error = await setup.FailAsync();
        Assert.Equal(IpmiErrorKind.CipherSuiteRefused, error.Kind);
        Assert.StartsWith("Leave out -CipherSuite", error.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal([3], Asked(setup));
    }

    [Theory]
    [InlineData((byte)0)]
    [InlineData((byte)2)]
    [InlineData((byte)8)]
    [InlineData((byte)16)]
    public async Task An_insecure_suite_that_was_not_allowed_is_refused_before_anything_is_sent(byte suite)
    {
        var setup = new ClientSetup();
        setup.Options = setup.Options with { CipherSuite = suite };
        var error = await setup.FailAsync();
        Assert.Equal(IpmiErrorKind.InsecureRefused, error.Kind);
        Assert.StartsWith("Leave out -CipherSuite", error.RecommendedAction, StringComparison.Ordinal);
        AssertNothingSent(setup);
    }

    [Theory]
    [InlineData((byte)20)]
    [InlineData((byte)255)]
    public async Task A_suite_that_does_not_exist_is_refused_before_anything_is_sent(byte suite)
    {
        var setup = new ClientSetup();
        setup.Options = setup.Options with { CipherSuite = suite, AllowInsecure = true };
        Assert.Equal(IpmiErrorKind.InvalidParameter, (await setup.FailAsync()).Kind);
        AssertNothingSent(setup);
    }

    [Fact]
    public async Task A_suite_and_ipmi_15_together_are_refused_before_anything_is_sent()
    {
        var setup = new ClientSetup(new TestBmc { AuthTypes = [AuthType.Md5] });
        setup.Options = setup.Options with { CipherSuite = 17, Protocol = IpmiProtocol.Ipmi15, AllowInsecure = true };
        Assert.Equal(IpmiErrorKind.InvalidParameter, (await setup.FailAsync()).Kind);
        AssertNothingSent(setup);
    }

    [Theory]
    [InlineData("user name of 17!!", "p", null)]
    [InlineData("admin", "a password of 21 byte", null)]
    [InlineData("admin", "ääääääääääx", null)]
    [InlineData("admin", "p", "a key that has 21 byt")]
    [InlineData("admin", "p", "0x000102030405060708090a0b0c0d0e0f1011121314")]
    [InlineData("admin", "p", "0x0")]
    [InlineData("admin", "p", "0xzz")]
    public async Task What_is_longer_than_ipmi_carries_is_refused_before_anything_is_sent_and_never_cut(string user, string password, string? key)
    {
        var setup = new ClientSetup();
        setup.Options = setup.Options with
        {
            UserName = user,
            Password = ClientSetup.Secret(password),
            BmcKey = key is null ? null : ClientSetup.Secret(key),
        };
        var error = await setup.FailAsync();
        Assert.Equal(IpmiErrorKind.InvalidParameter, error.Kind);
        Assert.DoesNotContain(password.Length > 1 ? password : key ?? "-", error.Message, StringComparison.Ordinal);
        AssertNothingSent(setup);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0123456789abcdefghij")]
    [InlineData("ääääääääää")]
    public async Task Passwords_up_to_20_bytes_log_in(string password)
    {
        var setup = new ClientSetup(new TestBmc { Password = password });
        using var client = await setup.ConnectAsync();
        Assert.True(client.IsOpen);
    }

    [Theory]
    [InlineData("secret of the bmc", "736563726574206F662074686520626D63")]
    [InlineData("0x11112233445566778899AABBCCDDEEFF01020304", "11112233445566778899AABBCCDDEEFF01020304")]
    [InlineData("0Xfa", "FA")]
    [InlineData("x0", "7830")]
    [InlineData("0123456789abcdefghij", "303132333435363738396162636465666768696A")]
    public async Task A_bmc_key_is_text_or_hexadecimal(string given, string key)
    {
        var setup = new ClientSetup(new TestBmc { BmcKey = IpmiPS.Wire.Hex.Parse(key) });
        setup.Options = setup.Options with { BmcKey = ClientSetup.Secret(given) };
        using var client = await setup.ConnectAsync();
        Assert.True(client.IsOpen);
    }

    [Fact]
    public async Task A_wrong_password_is_tried_once()
    {
        var setup = new ClientSetup();
        setup.Options = setup.Options with { Password = ClientSetup.Secret("wrong") };
        var error = await setup.FailAsync();
        Assert.Equal(IpmiErrorKind.BadCredential, error.Kind);
        Assert.StartsWith("The password given is not that of the user 'admin'", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("locked after", error.Message, StringComparison.Ordinal);
        Assert.Equal([PayloadType.OpenSessionRequest, PayloadType.Rakp1, PayloadType.Rakp3], setup.Bmc.LogInPackets);
        Assert.Equal(0, setup.Bmc.OpenSessionCount);
        Assert.True(setup.Link.IsDisposed);
    }

    [Fact]
    public async Task An_unknown_user_is_tried_once()
    {
        var setup = new ClientSetup();
        setup.Options = setup.Options with { UserName = "nobody", AllowInsecure = true };
        var error = await setup.FailAsync();
        Assert.Equal(IpmiErrorKind.BadCredential, error.Kind);
        Assert.Contains("0Dh", error.Message, StringComparison.Ordinal);
        foreach (string what in (string[])["'nobody'", "no user of that name", "disabled", "locked"])
            Assert.Contains(what, error.Message, StringComparison.Ordinal);
        Assert.Contains("another administrator", error.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal([PayloadType.OpenSessionRequest, PayloadType.Rakp1], setup.Bmc.LogInPackets);
    }

    [Theory]
    [InlineData("another key")]
    [InlineData(null)]
    public async Task A_wrong_or_missing_bmc_key_is_tried_once(string? given)
    {
        var setup = new ClientSetup(new TestBmc { BmcKey = Encoding.ASCII.GetBytes("the right key") });
        setup.Options = setup.Options with { BmcKey = given is null ? null : ClientSetup.Secret(given) };
        var error = await setup.FailAsync();
        Assert.Equal(IpmiErrorKind.BadCredential, error.Kind);
        Assert.Contains("Kg", error.Message, StringComparison.Ordinal);
        Assert.StartsWith(given is null ? "Give the BMC's key with -BmcKey" : "Check -BmcKey", error.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal([PayloadType.OpenSessionRequest, PayloadType.Rakp1, PayloadType.Rakp3], setup.Bmc.LogInPackets);
    }

    [Theory]
    [InlineData(PrivilegeLevel.Administrator, new[] { 4 })]
    [InlineData(PrivilegeLevel.Operator, new[] { 4, 3 })]
    [InlineData(PrivilegeLevel.User, new[] { 4, 3, 2 })]
    public async Task The_level_steps_down_to_what_the_user_has(PrivilegeLevel limit, int[] asked)
    {
        var setup = new ClientSetup(new TestBmc { Limit = limit });
        using var client = await setup.ConnectAsync();
        Assert.Equal(limit, client.Privilege);
        Assert.Equal(17, client.CipherSuite!.Id);
        Assert.Equal(asked, AskedAs(setup).Select(open => open.Privilege));
    }

    [Fact]
    public async Task The_level_does_not_step_below_what_is_of_use()
    {
        var setup = new ClientSetup(new TestBmc { Limit = PrivilegeLevel.User });
        setup.Options = setup.Options with { MinimumPrivilege = PrivilegeLevel.Operator };
        var error = await setup.FailAsync();
        Assert.Equal(IpmiErrorKind.InsufficientPrivilege, error.Kind);
        Assert.StartsWith("The BMC does not let the user 'admin' log in as Administrator or Operator, and Operator is needed (", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("suite", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(2, AskedAs(setup).Select(open => open.Privilege));
    }

    /// <summary>A user that has no more than that is the reason, whatever the other suite is refused with.</summary>
    [Fact]
    public async Task The_users_limit_is_told_also_where_the_other_suite_does_not_exist()
    {
        var setup = new ClientSetup(new TestBmc { Suites = [17], Limit = PrivilegeLevel.User });
        setup.Options = setup.Options with { MinimumPrivilege = PrivilegeLevel.Operator, AllowInsecure = true };
        var error = await setup.FailAsync();
        Assert.Equal(IpmiErrorKind.InsufficientPrivilege, error.Kind);
        Assert.Contains("'admin'", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, setup.Bmc.Count(NetFn.App, GetChannelCipherSuites.Definition.Code));
    }

    [Fact]
    public async Task A_user_that_is_refused_after_the_password_was_proved_is_told_so()
    {
        var setup = new ClientSetup(new TestBmc { Rakp4Of = message => message with { Status = RmcpStatus.UnauthorizedName, Code = [] } });
        var error = await setup.FailAsync();
        Assert.Equal(IpmiErrorKind.BadCredential, error.Kind);
        Assert.StartsWith("The password is right, but the BMC does not let the user 'admin' in", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_level_that_is_refused_to_everybody_is_not_said_to_be_the_users()
    {
        var setup = new ClientSetup(new TestBmc { OpenSessionStatus = _ => RmcpStatus.UnauthorizedRole });
        var error = await setup.FailAsync();
        Assert.Equal(IpmiErrorKind.InsufficientPrivilege, error.Kind);
        Assert.DoesNotContain("'admin'", error.Message, StringComparison.Ordinal);
        Assert.Contains("channel", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_level_asked_for_is_the_only_one_tried()
    {
        var setup = new ClientSetup(new TestBmc { Limit = PrivilegeLevel.User });
        setup.Options = setup.Options with { Privilege = PrivilegeLevel.Operator };
        Assert.Equal(IpmiErrorKind.InsufficientPrivilege, (await setup.FailAsync()).Kind);
        Assert.All(AskedAs(setup), open => Assert.Equal(3, open.Privilege));
    }

    [Fact]
    public async Task Lost_packets_of_the_log_in_are_sent_again()
    {
        // Of everything but RAKP 3, whose loss a BMC may not show, the first sending is lost.
        var setup = new ClientSetup();
        var seen = new HashSet<string>();
        setup.Link.Up = (datagram, _) => datagram[5] == (byte)PayloadType.Rakp3 || !seen.Add(IpmiPS.Wire.Hex.Format(datagram)) ? [datagram] : [];
        using var client = await setup.ConnectAsync();
        Assert.Equal([PayloadType.OpenSessionRequest, PayloadType.Rakp1, PayloadType.Rakp3], setup.Bmc.LogInPackets);
    }

    [Fact]
    public async Task A_lost_rakp_4_leads_to_a_new_session()
    {
        int lost = 0;
        var setup = new ClientSetup();
        setup.Link.Down = datagram => datagram[5] == (byte)PayloadType.Rakp4 && lost++ == 0 ? [] : [datagram];
        using var client = await setup.ConnectAsync();
        PayloadType[] once = [PayloadType.OpenSessionRequest, PayloadType.Rakp1, PayloadType.Rakp3];
        Assert.Equal([.. once, .. once], setup.Bmc.LogInPackets);
        Assert.Equal(0x20, (await client.SendAsync(new GetDeviceId())).Id);

        // The session of the first log-in was open at the BMC; it does not stay so.
        Assert.Equal(1, setup.Bmc.OpenSessionCount);
    }

    [Fact]
    public async Task A_log_in_that_the_bmc_forgot_is_begun_anew_as_often_as_a_packet_is_sent()
    {
        var setup = new ClientSetup(new TestBmc { Rakp4Of = message => message with { Status = RmcpStatus.InvalidSessionId, Code = [] } });
        Assert.Equal(IpmiErrorKind.ProtocolError, (await setup.FailAsync()).Kind);
        Assert.Equal(5, setup.Bmc.OpenSessions.Count);
    }

    [Fact]
    public async Task A_late_first_answer_to_a_repeated_rakp_1_leads_to_a_new_log_in()
    {
        // The BMC draws a new random number for the repeated RAKP 1, and the console answers to the first one.
        byte[]? kept = null;
        int rakp2 = 0;
        var setup = new ClientSetup(new TestBmc { DrawsAgain = true });
        setup.Link.Down = datagram =>
        {
            if (datagram[5] != (byte)PayloadType.Rakp2 || ++rakp2 > 2)
                return [datagram];
            kept ??= datagram;
            return rakp2 == 1 ? [] : [kept, datagram];
        };
        using var client = await setup.ConnectAsync();
        Assert.Equal(17, client.CipherSuite!.Id);
        Assert.Equal(2, setup.Bmc.OpenSessions.Count);
    }

    [Fact]
    public async Task Every_packet_of_the_log_in_may_come_twice()
    {
        var setup = new ClientSetup();
        setup.Link.Up = (datagram, _) => [datagram, datagram];
        setup.Link.Down = datagram => [datagram, datagram];
        setup.Options = setup.Options with { CipherSuite = 3 };
        using var client = await setup.ConnectAsync();
        Assert.Equal(0x20, (await client.SendAsync(new GetDeviceId())).Id);
    }

    [Fact]
    public async Task Packets_of_others_and_rubbish_among_the_answers_do_no_harm()
    {
        byte[][] foreign =
        [
            [], [0x06], Encoding.ASCII.GetBytes("HTTP/1.1 400 Bad Request"), AsfPing.WritePong(0),
            SessionPacket.WriteSessionless20(PayloadType.Rakp2, new ArraySegment<byte>([1, 2, 3])),
            SessionPacket.WriteSessionless20(PayloadType.OpenSessionResponse, new ArraySegment<byte>(new byte[36])),
            LanSession15.Write(AuthType.None, [], 77, 1, new ArraySegment<byte>(new byte[9])),
        ];
        var setup = new ClientSetup();
        setup.Link.Down = datagram => [.. foreign, datagram, .. foreign];
        using var client = await setup.ConnectAsync();
        Assert.Equal(0x20, (await client.SendAsync(new GetDeviceId())).Id);
    }

    [Fact]
    public async Task Rubbish_for_answers_is_no_ipmi()
    {
        var setup = new ClientSetup();
        setup.Link.Down = _ => [Encoding.ASCII.GetBytes("HTTP/1.1 400 Bad Request")];
        var error = await setup.FailAsync();
        Assert.Equal(IpmiErrorKind.ProtocolError, error.Kind);
        Assert.True(setup.Link.IsDisposed);
    }

    [Fact]
    public async Task Rubbish_for_answers_is_no_ipmi_also_when_the_time_is_over_first()
    {
        var setup = new ClientSetup { Clock = new ManualClock() };
        setup.Link.Down = _ => [[0x55, 0xAA, 0x55, 0xAA]];
        setup.Options = setup.Options with { Timeout = TimeSpan.FromSeconds(2) };
        Assert.Equal(IpmiErrorKind.ProtocolError, (await setup.FailAsync()).Kind);
    }

    [Fact]
    public async Task A_bmc_that_never_answers_is_a_time_out()
    {
        var setup = new ClientSetup();
        setup.Link.Up = (_, _) => [];
        Assert.Equal(IpmiErrorKind.Timeout, (await setup.FailAsync()).Kind);
        Assert.True(setup.Link.IsDisposed);

        // Open Session and the capabilities question, each sent five times at most.
        Assert.InRange(setup.Link.Sent.Count, 6, 10);
        Assert.Equal(5, setup.Link.Sent.Count(datagram => datagram[4] == (byte)AuthType.RmcpPlus));
    }

    [Fact]
    public async Task The_whole_log_in_ends_with_its_time()
    {
        var setup = new ClientSetup { Clock = new ManualClock() };
        setup.Link.Up = (_, _) => [];
        setup.Options = setup.Options with { Timeout = TimeSpan.FromMilliseconds(30) };
        var error = await setup.FailAsync();
        Assert.Equal(IpmiErrorKind.Timeout, error.Kind);
        Assert.Contains("0.03 seconds", error.Message, StringComparison.Ordinal);
        Assert.True(setup.Link.IsDisposed);
    }

    [Theory]
    [InlineData(PayloadType.Rakp2, 3)]
    [InlineData(PayloadType.Rakp4, 5)]
    public async Task A_bmc_that_falls_silent_during_the_log_in_is_a_time_out(PayloadType missing, int runs)
    {
        var setup = new ClientSetup(new TestBmc { Rewrite = (type, payload) => type == missing ? null : payload });
        var error = await setup.FailAsync();
        Assert.Equal(IpmiErrorKind.Timeout, error.Kind);
        Assert.Contains(missing.ToString(), error.Message, StringComparison.Ordinal);
        Assert.Equal(runs, setup.Bmc.OpenSessions.Count);
    }

    [Fact]
    public async Task Where_nothing_listens_the_log_in_ends_at_once()
    {
        var setup = new ClientSetup { Clock = new ManualClock() };
        setup.Link.Up = (_, _) => [];
        setup.Link.OnSent = _ => setup.Link.Fail(System.Net.Sockets.SocketError.ConnectionRefused);
        var error = await setup.FailAsync();
        Assert.Equal(IpmiErrorKind.Unreachable, error.Kind);
        Assert.True(setup.Link.IsDisposed);
    }

    [Fact]
    public async Task A_bmc_that_answers_all_but_Open_Session_is_not_said_to_be_unreachable()
    {
        var setup = new ClientSetup(new TestBmc { Rewrite = (_, _) => null });
        var error = await setup.FailAsync();
        Assert.Equal(IpmiErrorKind.Timeout, error.Kind);
        Assert.Contains("answers other requests", error.Message, StringComparison.Ordinal);
        Assert.StartsWith("Name, address and port are right.", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bmc_that_ignores_the_question_for_capabilities_is_logged_in_to_all_the_same()
    {
        var setup = new ClientSetup(new TestBmc { Sessionless = _ => [] });
        using var client = await setup.ConnectAsync();
        Assert.Equal(17, client.CipherSuite!.Id);
    }

    [Fact]
    public async Task Capabilities_that_are_cut_or_wrong_do_no_harm()
    {
        foreach (byte[] answer in (byte[][])[[0], [0, 1], [0xFF], [0, 1, 0x80, 0x04, 0x00]])
        {
            var setup = new ClientSetup(new TestBmc { Sessionless = _ => answer });
            using var client = await setup.ConnectAsync();
            Assert.Equal(17, client.CipherSuite!.Id);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(65536)]
    public async Task A_port_that_does_not_exist_is_refused(int port)
    {
        var setup = new ClientSetup();
        setup.Options = setup.Options with { Endpoint = new LanEndpoint("127.0.0.1", port) };
        Assert.Equal(IpmiErrorKind.InvalidParameter, (await setup.FailAsync()).Kind);
        AssertNothingSent(setup);
    }

    [Fact]
    public async Task A_cancelled_log_in_leaves_nothing_behind_at_whatever_packet()
    {
        // Capabilities and Open Session go first; then RAKP 1 and RAKP 3.
        for (int packet = 0; packet <= 4; packet++)
        {
            using var cancel = new CancellationTokenSource();
            var setup = new ClientSetup { Clock = new ManualClock() };
            setup.Link.Up = (datagram, number) => number <= packet ? [datagram] : [];
            setup.Link.OnSent = _ =>
            {
                if (setup.Link.Sent.Count > packet)
                    cancel.Cancel();
            };
            if (packet == 4)
            {
                (await setup.ConnectAsync(cancel.Token)).Dispose();
                continue;
            }

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => setup.ConnectAsync(cancel.Token));
            Assert.True(setup.Link.IsDisposed);
            Assert.Equal(0, setup.Clock.WaitCount);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(0)]
    public async Task A_log_in_that_is_cancelled_while_the_bmc_opens_the_session_closes_it(byte suite)
    {
        using var cancel = new CancellationTokenSource();
        var setup = new ClientSetup { Clock = new ManualClock() };
        setup.Link.Down = datagram =>
        {
            if (datagram[5] != (byte)PayloadType.Rakp4)
                return [datagram];
            Assert.Equal(1, setup.Bmc.OpenSessionCount);
            cancel.Cancel();
            return [];
        };
        setup.Options = setup.Options with { CipherSuite = suite, AllowInsecure = true };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => setup.ConnectAsync(cancel.Token));
        Assert.Equal(0, setup.Bmc.OpenSessionCount);
    }

    [Fact]
    public async Task A_bmc_whose_rakp_4_never_comes_keeps_no_session_open()
    {
        var setup = new ClientSetup(new TestBmc { Rewrite = (type, payload) => type == PayloadType.Rakp4 ? null : payload });
        await setup.FailAsync();
        Assert.Equal(5, setup.Bmc.OpenSessions.Count);
        Assert.Equal(0, setup.Bmc.OpenSessionCount);
    }

    [Fact]
    public async Task A_log_in_that_is_cancelled_before_it_begins_sends_nothing()
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        var setup = new ClientSetup();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => setup.ConnectAsync(cancel.Token));
        AssertNothingSent(setup);
    }

    [Theory]
    [InlineData("bmc1", 623, null, "bmc1")]
    [InlineData("127.0.0.1", 6230, null, "127.0.0.1:6230")]
    [InlineData("::1", 6230, null, "[::1]:6230")]
    [InlineData("::1", 623, null, "::1")]
    [InlineData("127.0.0.1", 6230, "rack 1", "rack 1")]
    public async Task A_connection_is_named_as_the_caller_named_the_bmc(string host, int port, string? name, string expected)
    {
        var setup = new ClientSetup();
        setup.Options = setup.Options with { Endpoint = new LanEndpoint(host == "bmc1" ? "127.0.0.1" : host, port), ComputerName = (host == "bmc1" ? "bmc1" : name)! };
        using var client = await setup.ConnectAsync();
        Assert.Equal(expected, client.ComputerName);
        Assert.Equal(port, setup.Contacted!.Port);
        Assert.Equal(setup.Contacted!.ToString(), client.Endpoint.Address);
    }

    private static Func<OpenSessionRequest, RmcpStatus?> Refuse(byte suite, byte status) =>
        request => request.Authentication == CipherSuite.Find(suite)!.Authentication ? (RmcpStatus)status : null;

    private static IEnumerable<(int Suite, int Privilege)> AskedAs(ClientSetup setup) =>
        setup.Bmc.OpenSessions.Select(request => ((int)CipherSuite.All.Single(suite =>
            (suite.Authentication, suite.Integrity, suite.Confidentiality) == (request.Authentication, request.Integrity, request.Confidentiality)).Id, (int)request.Privilege));

    private static IEnumerable<int> Asked(ClientSetup setup) => AskedAs(setup).Select(open => open.Suite);

    private static void AssertNothingSent(ClientSetup setup)
    {
        Assert.Empty(setup.Link.Sent);
        Assert.Empty(setup.Bmc.Requests);
    }
}
