using System;
using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Authentication;
using IpmiPS.Channels;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Commands.Chassis;
using IpmiPS.Crypto;
using IpmiPS.Packets;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Client;

/// <summary>The profile of a BMC saves round trips, and is corrected if the BMC has changed.</summary>
public class ProfileUseTests
{
    private static readonly DateTimeOffset s_now = DateTimeOffset.UtcNow;

    private readonly BmcProfile _knowledge = new();

    [Fact]
    public async Task The_second_log_in_takes_three_round_trips_and_asks_nothing_that_is_known()
    {
        var setup = Setup(new TestBmc { Suites = [3] });
        (await setup.ConnectAsync()).Dispose();
        Assert.Equal(2, setup.Bmc.OpenSessions.Count);
        int before = setup.Bmc.LogInPackets.Count, asked = Questions(setup);

        using var client = await Setup(setup.Bmc, new ManualClock()).ConnectAsync();
        Assert.Equal(3, client.CipherSuite!.Id);
        Assert.Equal([PayloadType.OpenSessionRequest, PayloadType.Rakp1, PayloadType.Rakp3], setup.Bmc.LogInPackets.Skip(before));
        Assert.Equal(asked, Questions(setup));
    }

    [Fact]
    public async Task A_suite_that_is_no_longer_there_costs_a_try()
    {
        _knowledge.RecordSuite(CipherSuite.Find(3)!, s_now);
        var setup = Setup(new TestBmc { Suites = [17] });
        using var client = await setup.ConnectAsync();
        Assert.Equal(17, client.CipherSuite!.Id);
        Assert.Equal(CipherSuite.Find(17), _knowledge.FindSuite(DateTimeOffset.UtcNow));
    }

    [Fact]
    public async Task A_bmc_that_has_become_one_of_ipmi_15_is_found_out()
    {
        _knowledge.RecordSuite(CipherSuite.Find(17)!, s_now);
        var setup = Setup(new TestBmc { SpeaksIpmi20 = false, AuthTypes = [AuthType.Md5] });
        Assert.Equal(IpmiErrorKind.InsecureRefused, (await setup.FailAsync()).Kind);
    }

    /// <summary>Whoever answers in the BMC's name says that it has nothing better.</summary>
    [Theory]
    [InlineData(new byte[] { 0, 1, 2 }, new byte[0])]
    [InlineData(new byte[0], new byte[] { 2, 4 })]
    [InlineData(new byte[0], new byte[] { 4 })]
    [InlineData(new byte[0], new byte[] { 0 })]
    public async Task A_bmc_that_did_better_before_is_not_logged_in_to_with_less_until_it_is_forgotten(byte[] suites, byte[] types)
    {
        (await Setup(new TestBmc()).ConnectAsync()).Dispose();
        var bmc = new TestBmc { Suites = suites, SpeaksIpmi20 = suites.Length > 0, AuthTypes = [.. types.Select(type => (AuthType)type)] };
        var setup = Setup(bmc);
        setup.Options = setup.Options with { AllowInsecure = true, AllowClearTextPassword = true, ComputerName = "rack1-bmc01" };
        var error = await setup.FailAsync();
        Assert.Equal(IpmiErrorKind.InsecureRefused, error.Kind);
        Assert.Contains("a log-in with cipher suite 17 worked before", error.Message, StringComparison.Ordinal);
        Assert.Contains("Clear-IpmiCache rack1-bmc01", error.RecommendedAction, StringComparison.Ordinal);
        Assert.DoesNotContain(PayloadType.Rakp1, bmc.LogInPackets);
        Assert.Equal(0, bmc.Count(NetFn.App, GetSessionChallenge.Definition.Code));

        // Following the advice works.
        var again = new ClientSetup(bmc);
        again.Options = setup.Options with { Profile = new BmcProfile(), OpenTransport = again.Options.OpenTransport };
        using var client = await again.ConnectAsync();
        Assert.False(client.IsSecure);
    }

    [Fact]
    public async Task A_forged_word_that_there_is_only_ipmi_15_does_not_stop_a_log_in_that_is_slow()
    {
        (await Setup(new TestBmc()).ConnectAsync()).Dispose();
        var setup = Setup(new TestBmc { AuthTypes = [AuthType.Straight], Sessionless = request => request.Is(NetFn.App, GetChannelAuthenticationCapabilities.Definition.Code) ? [0, 1, 0x10, 4, 0, 0, 0, 0, 0] : null });
        int lost = 0;
        setup.Link.Up = (datagram, _) => datagram[5] == (byte)PayloadType.OpenSessionRequest && lost++ < 3 ? [] : [datagram];
        setup.Options = setup.Options with { AllowInsecure = true, AllowClearTextPassword = true };
        using var client = await setup.ConnectAsync();
        Assert.Equal(17, client.CipherSuite!.Id);
    }

    [Fact]
    public async Task A_weaker_suite_than_before_is_told_each_time_and_not_learnt()
    {
        (await Setup(new TestBmc()).ConnectAsync()).Dispose();
        for (int i = 0; i < 2; i++)
        {
            var setup = Setup(new TestBmc { Suites = [3] });
            using var client = await setup.ConnectAsync();
            Assert.Equal(3, client.CipherSuite!.Id);
            Assert.Contains(setup.Trace.Warnings, warning => warning.Contains("suite 17") && warning.Contains("Clear-IpmiCache"));
            Assert.Equal(CipherSuite.Find(17), _knowledge.FindSuite(DateTimeOffset.UtcNow));
        }
    }

    [Fact]
    public async Task What_the_caller_names_goes_before_what_is_known()
    {
        (await Setup(new TestBmc()).ConnectAsync()).Dispose();
        foreach (var adapt in (Func<IpmiConnectOptions, IpmiConnectOptions>[])[options => options with { CipherSuite = 2 }, options => options with { Protocol = IpmiProtocol.Ipmi15 }])
        {
            var setup = Setup(new TestBmc { AuthTypes = [AuthType.Md5] });
            setup.Options = adapt(setup.Options) with { AllowInsecure = true };
            using var client = await setup.ConnectAsync();
            Assert.False(client.IsSecure);
            Assert.NotEmpty(setup.Trace.Warnings);
        }
    }

    [Theory]
    [InlineData(17, new byte[] { 3, 8, 2 }, null)]
    [InlineData(3, new byte[] { 8, 2, 0 }, null)]
    [InlineData(3, new byte[] { 17 }, 17)]
    [InlineData(2, new byte[] { 16, 1, 0 }, 16)]
    [InlineData(2, new byte[] { 1, 0 }, null)]
    public async Task A_session_that_logs_in_again_keeps_at_least_the_suite_that_it_had(byte had, byte[] offered, int? used)
    {
        var setup = new ClientSetup(new TestBmc { Suites = offered });
        setup.Options = setup.Options with { AllowInsecure = true, AtLeast = new LogInStrength(CipherSuite.Find(had), AuthType.RmcpPlus) };
        if (used is not null)
        {
            using var client = await setup.ConnectAsync();
            Assert.Equal(used, client.CipherSuite!.Id);
            return;
        }

        var error = await setup.FailAsync();
        Assert.Contains(error.Kind, (IpmiErrorKind[])[IpmiErrorKind.InsecureRefused, IpmiErrorKind.CipherSuiteRefused]);
        Assert.Contains($"this session had cipher suite {had} before", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(PayloadType.Rakp1, setup.Bmc.LogInPackets);
    }

    [Fact]
    public async Task A_session_that_logs_in_again_does_not_become_one_of_ipmi_15()
    {
        var setup = new ClientSetup(new TestBmc { SpeaksIpmi20 = false, AuthTypes = [AuthType.Md5, AuthType.Straight] });
        setup.Options = setup.Options with { AllowInsecure = true, AllowClearTextPassword = true, AtLeast = new LogInStrength(CipherSuite.Find(0), AuthType.RmcpPlus) };
        var error = await setup.FailAsync();
        Assert.Equal(IpmiErrorKind.InsecureRefused, error.Kind);
        Assert.Contains("Remove-IpmiSession", error.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(0, setup.Bmc.Count(NetFn.App, GetSessionChallenge.Definition.Code));
    }

    [Fact]
    public async Task A_better_suite_is_tried_again_after_a_week()
    {
        _knowledge.RecordSuite(CipherSuite.Find(3)!, s_now - TimeSpan.FromDays(8));
        var setup = Setup(new TestBmc());
        using var client = await setup.ConnectAsync();
        Assert.Equal(17, client.CipherSuite!.Id);
    }

    [Fact]
    public async Task A_weaker_suite_is_not_remembered_where_the_better_one_only_lacked_a_slot()
    {
        var setup = Setup(new TestBmc { OpenSessionStatus = open => open.Authentication == CipherSuite.Find(17)!.Authentication ? RmcpStatus.InsufficientResources : null });
        using var client = await setup.ConnectAsync();
        Assert.Equal(3, client.CipherSuite!.Id);
        Assert.Null(_knowledge.FindSuite(DateTimeOffset.UtcNow));
    }

    [Fact]
    public async Task An_insecure_suite_is_not_remembered()
    {
        var setup = Setup(new TestBmc { Suites = [2] });
        setup.Options = setup.Options with { AllowInsecure = true };
        using var client = await setup.ConnectAsync();
        Assert.Equal(2, client.CipherSuite!.Id);
        Assert.Null(_knowledge.FindSuite(DateTimeOffset.UtcNow));
    }

    [Fact]
    public async Task A_suite_that_the_caller_names_is_not_remembered_for_others()
    {
        var setup = Setup(new TestBmc());
        setup.Options = setup.Options with { CipherSuite = 3 };
        using var client = await setup.ConnectAsync();
        Assert.Null(_knowledge.FindSuite(DateTimeOffset.UtcNow));
    }

    [Fact]
    public async Task The_highest_privilege_of_a_user_is_asked_for_at_once_the_next_time()
    {
        var setup = Setup(new TestBmc { Limit = PrivilegeLevel.Operator });
        (await setup.ConnectAsync()).Dispose();
        Assert.Equal([4, 3], setup.Bmc.OpenSessions.Select(open => (int)open.Privilege));
        using var client = await Setup(setup.Bmc).ConnectAsync();
        Assert.Equal([4, 3, 3], setup.Bmc.OpenSessions.Select(open => (int)open.Privilege));

        // Somebody needs more: the user may have more by now.
        await Assert.ThrowsAsync<IpmiException>(() => client.SendAsync(new ColdReset()));
        (await Setup(setup.Bmc).ConnectAsync()).Dispose();
        Assert.Equal(4, setup.Bmc.OpenSessions[3].Privilege);
    }

    [Fact]
    public async Task What_one_user_was_granted_says_nothing_of_another()
    {
        _knowledge.RecordPrivilege("somebody", PrivilegeLevel.User, s_now);
        var setup = Setup(new TestBmc());
        using var client = await setup.ConnectAsync();
        Assert.Equal(PrivilegeLevel.Administrator, client.Privilege);
    }

    [Fact]
    public async Task The_window_and_the_round_trip_time_go_on_where_the_last_session_left_them()
    {
        var setup = Setup(new TestBmc { Command = _ => [0] }, new ManualClock());
        using (var client = await setup.ConnectAsync())
        {
            var held = new HeldAnswers(setup.Bmc);
            Task[] requests = [.. Enumerable.Range(0, 2).Select(_ => client.SendAsync(new RawQuestion()))];
            setup.Link.Deliver([.. held.Take().Select(answer => answer.Sealed())]);
            await Task.WhenAll(requests);
            setup.Bmc.Seal = answer => [answer.Sealed()];
            await client.CloseAsync();
        }

        Assert.Equal(3, _knowledge.Window);
        Assert.NotNull(_knowledge.CommandTime);
        Assert.NotNull(_knowledge.LogInTime);
    }

    [Fact]
    public async Task A_session_for_more_than_reading_is_raised_while_its_first_command_travels()
    {
        var setup = Setup(new TestBmc { Command = _ => [0] }, new ManualClock());
        setup.Options = setup.Options with { Privilege = PrivilegeLevel.Operator, MinimumPrivilege = PrivilegeLevel.Operator };
        using var client = await setup.ConnectAsync();
        var held = new HeldAnswers(setup.Bmc);
        var status = client.SendAsync(new GetDeviceId());
        Assert.Equal([SetSessionPrivilegeLevel.Definition.Code, GetDeviceId.Definition.Code], held.Take().Select(answer => answer.Message.Command));
        Assert.False(status.IsCompleted);
    }

    [Fact]
    public async Task A_question_that_needs_more_than_a_user_travels_with_the_raise_and_a_change_waits_for_it()
    {
        var setup = Setup(new TestBmc { Command = _ => [0] }, new ManualClock());
        using var client = await setup.ConnectAsync();
        var held = new HeldAnswers(setup.Bmc);
        _ = client.SendAsync(new GetUserPayloadAccess(1, 2));
        Assert.Equal(2, held.Take().Count);

        using var second = await Setup(setup.Bmc, new ManualClock()).ConnectAsync();
        _ = second.SendAsync(new ChassisControl(ChassisControlAction.PowerUp));
        Assert.Equal(SetSessionPrivilegeLevel.Definition.Code, Assert.Single(held.Take()).Message.Command);
    }

    private static int Questions(ClientSetup setup) =>
        setup.Bmc.Count(NetFn.App, GetChannelAuthenticationCapabilities.Definition.Code);

    private ClientSetup Setup(TestBmc bmc, ManualClock? clock = null)
    {
        var setup = new ClientSetup(bmc) { Clock = clock ?? new ManualClock { SkipsWaits = true } };
        setup.Options = setup.Options with { Profile = _knowledge };
        return setup;
    }
}
