using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Commands.Chassis;
using IpmiPS.Simulator;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Simulator;

/// <summary>The client against virtual BMCs: all ways to log in and to be refused.</summary>
public sealed class EndToEndLogInTests
{
    public static TheoryData<byte> EverySuite => [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19];

    public static TheoryData<string> EveryType => ["none", "md2", "md5", "straight"];

    [Theory]
    [MemberData(nameof(EverySuite))]
    public async Task Every_cipher_suite_opens_a_session_that_carries_commands(byte suite)
    {
        using var rack = new SimulatedRack(new SimulatorOptions { CipherSuites = [suite] }) { Clock = new SlowClock() };
        using (var client = await rack.ConnectAsync(options => options with { CipherSuite = suite, AllowInsecure = true }))
        {
            Assert.Equal(suite, client.CipherSuite!.Id);
            for (int i = 0; i < 20; i++)
                Assert.True((await client.SendAsync(new GetChassisStatus())).IsOn);
            Assert.Equal(1, rack.Bmc.OpenSessions);
            await client.CloseAsync();
        }

        Assert.Equal(1, rack.Bmc.SessionsOpened);
        await Eventually(() => rack.Bmc.SessionsClosed == 1);
    }

    [Theory]
    [MemberData(nameof(EverySuite))]
    public async Task A_wrong_password_is_refused_by_every_suite_with_authentication(byte suite)
    {
        if (suite == 0)
            return;
        using var rack = new SimulatedRack(new SimulatorOptions { CipherSuites = [suite] });
        var error = await Assert.ThrowsAsync<IpmiException>(() => rack.ConnectAsync(options => options with { CipherSuite = suite, AllowInsecure = true, Password = SimulatedRack.Secret("wrong") }));
        Assert.Equal(IpmiErrorKind.BadCredential, error.Kind);
        Assert.Equal(0, rack.Bmc.SessionsOpened);
        await Eventually(() => rack.Bmc.RefusedLogIns == 1);
    }

    [Theory]
    [MemberData(nameof(EverySuite))]
    public async Task A_BMC_key_is_part_of_the_log_in(byte suite)
    {
        using var rack = new SimulatedRack(new SimulatorOptions { CipherSuites = [suite], BmcKey = "a key of 20 bytes ok" });
        using (var client = await rack.ConnectAsync(options => options with { CipherSuite = suite, AllowInsecure = true, BmcKey = SimulatedRack.Secret("a key of 20 bytes ok") }))
            Assert.True((await client.SendAsync(new GetChassisStatus())).IsOn);
        if (suite is 0)
            return;
        var error = await Assert.ThrowsAsync<IpmiException>(() => rack.ConnectAsync(options => options with { CipherSuite = suite, AllowInsecure = true, BmcKey = SimulatedRack.Secret("another key") }));
        Assert.Equal(IpmiErrorKind.BadCredential, error.Kind);
    }

    [Theory]
    [MemberData(nameof(EveryType))]
    public async Task Every_authentication_type_of_IPMI_15_opens_a_session_that_carries_commands(string type)
    {
        using var rack = new SimulatedRack(new SimulatorOptions { CipherSuites = [], AuthenticationTypes = [type] }) { Clock = new SlowClock() };
        using (var client = await rack.ConnectAsync(options => options with { Protocol = IpmiProtocol.Ipmi15, AllowInsecure = true, AllowClearTextPassword = true }))
        {
            Assert.Equal(IpmiProtocol.Ipmi15, client.Protocol);
            for (int i = 0; i < 20; i++)
                Assert.True((await client.SendAsync(new GetChassisStatus())).IsOn);
            await client.CloseAsync();
        }

        await Eventually(() => rack.Bmc.SessionsClosed == 1);
    }

    [Theory]
    [MemberData(nameof(EveryType))]
    public async Task A_wrong_password_is_refused_by_every_type_with_authentication(string type)
    {
        if (type == "none")
            return;
        using var rack = new SimulatedRack(new SimulatorOptions { CipherSuites = [], AuthenticationTypes = [type] });
        await Assert.ThrowsAsync<IpmiException>(() => rack.ConnectAsync(options => options with
        {
            Protocol = IpmiProtocol.Ipmi15, AllowInsecure = true, AllowClearTextPassword = true, Password = SimulatedRack.Secret("wrong"), RetryCount = 0, Timeout = TimeSpan.FromSeconds(5), Clock = new SlowClock(),
        }));
        Assert.Equal(0, rack.Bmc.SessionsOpened);
        Assert.Equal(1, rack.Bmc.RefusedLogIns);
    }

    [Theory]
    [InlineData("md5")]
    [InlineData("straight")]
    public async Task IPMI_15_works_without_authentication_of_each_message(string type)
    {
        using var rack = new SimulatedRack(new SimulatorOptions { CipherSuites = [], AuthenticationTypes = [type], PerMessageAuthentication = false });
        using var client = await rack.ConnectAsync(options => options with { Protocol = IpmiProtocol.Ipmi15, AllowInsecure = true, AllowClearTextPassword = true });
        Assert.True((await client.SendAsync(new GetChassisStatus())).IsOn);
    }

    [Theory]
    [InlineData(PrivilegeLevel.Callback)]
    [InlineData(PrivilegeLevel.User)]
    [InlineData(PrivilegeLevel.Operator)]
    public async Task A_user_with_less_privilege_is_logged_in_with_its_own(PrivilegeLevel minimum)
    {
        using var rack = new SimulatedRack();
        using var client = await rack.ConnectAsync(options => options with { UserName = "operator", Password = SimulatedRack.Secret("operator"), MinimumPrivilege = minimum });
        Assert.Equal(PrivilegeLevel.Operator, client.Privilege);
    }

    [Fact]
    public async Task The_client_uses_suite_17_by_default()
    {
        using var rack = new SimulatedRack();
        using var client = await rack.ConnectAsync();
        Assert.Equal(17, client.CipherSuite!.Id);
    }

    [Fact]
    public async Task A_BMC_that_ignores_the_request_for_its_suites_causes_no_long_delay()
    {
        using var rack = new SimulatedRack(new SimulatorOptions { CipherSuites = [3], Faults = new SimulatorFaults { IgnoreCipherSuiteRequest = true } });
        using var client = await rack.ConnectAsync();
        Assert.Equal(3, client.CipherSuite!.Id);
    }

    [Fact]
    public async Task An_insecure_BMC_is_refused_before_anything_insecure_is_sent()
    {
        using var rack = new SimulatedRack(new SimulatorOptions { CipherSuites = [0, 1, 2] });
        var error = await Assert.ThrowsAsync<IpmiException>(() => rack.ConnectAsync());
        Assert.Equal(IpmiErrorKind.InsecureRefused, error.Kind);
        Assert.Equal(0, rack.Bmc.SessionsOpened);
    }

    [Theory]
    [InlineData("0123456789abcdef")]
    [InlineData("0123456789abcdefg")]
    [InlineData("0123456789abcdefghij")]
    public async Task Passwords_of_16_and_of_up_to_20_bytes_open_a_session(string password)
    {
        using var rack = new SimulatedRack(new SimulatorOptions { Password = password });
        using var client = await rack.ConnectAsync();
        Assert.True((await client.SendAsync(new GetChassisStatus())).IsOn);
    }

    [Fact]
    public async Task The_null_user_logs_in_if_it_is_permitted()
    {
        using var rack = new SimulatedRack(new SimulatorOptions { NullUser = new SimulatorUser { Password = "nobody" } });
        using var client = await rack.ConnectAsync(options => options with { UserName = "", Password = SimulatedRack.Secret("nobody") });
        Assert.Equal(PrivilegeLevel.User, client.Privilege);
        Assert.True((await client.SendAsync(new GetChassisStatus())).IsOn);
    }

    [Fact]
    public async Task An_unknown_user_is_refused()
    {
        using var rack = new SimulatedRack();
        var error = await Assert.ThrowsAsync<IpmiException>(() => rack.ConnectAsync(options => options with { UserName = "nobody" }));
        Assert.Equal(IpmiErrorKind.BadCredential, error.Kind);
        Assert.Equal(1, rack.Bmc.RefusedLogIns);
    }

    [Theory]
    [InlineData("operator", PrivilegeLevel.Operator)]
    [InlineData("user", PrivilegeLevel.User)]
    public async Task A_user_gets_no_more_than_its_limit(string user, PrivilegeLevel limit)
    {
        using var rack = new SimulatedRack();
        using var client = await rack.ConnectAsync(options => options with { UserName = user, Password = SimulatedRack.Secret(user) });
        Assert.Equal(limit, client.Privilege);
        var refused = await Assert.ThrowsAsync<IpmiException>(() => client.SendAsync(new ColdReset()));
        Assert.Equal(IpmiErrorKind.InsufficientPrivilege, refused.Kind);
    }

    [Fact]
    public async Task Session_slots_run_out_and_become_free_again()
    {
        using var rack = new SimulatedRack(new SimulatorOptions { SessionSlots = 2 }) { Clock = new SlowClock() };
        using var first = await rack.ConnectAsync();
        using var second = await rack.ConnectAsync();
        var error = await Assert.ThrowsAsync<IpmiException>(() => rack.ConnectAsync(options => options with { Timeout = TimeSpan.FromSeconds(5), Clock = Clock.System }));
        Assert.Equal(IpmiErrorKind.NoSessionSlot, error.Kind);
        await first.CloseAsync();
        await Eventually(() => rack.Bmc.OpenSessions == 1);
        using var third = await rack.ConnectAsync();
        Assert.Equal(2, rack.Bmc.PeakSessions);
    }

    /// <summary>The client does not wait for the response to Close Session, so the effect may be delayed.</summary>
    internal static async Task Eventually(Func<bool> condition)
    {
        for (int i = 0; i < 2000 && !condition(); i++)
            await Task.Delay(10, CancellationToken.None);
        Assert.True(condition());
    }
}
