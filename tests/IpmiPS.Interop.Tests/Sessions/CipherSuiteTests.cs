using System;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Interop.Support;
using Xunit;

namespace IpmiPS.Interop.Sessions;

/// <summary>RMCP+ log-ins with every cipher suite that ipmi_sim has; one that answers in a way of its own is told from one that works.</summary>
public sealed class CipherSuiteTests : IAsyncLifetime
{
    private IpmiSimBmc _bmc = null!;

    public async Task InitializeAsync() => _bmc = await IpmiSimBmc.StartAsync();

    public async Task DisposeAsync() => await _bmc.DisposeAsync();

    [InteropTheory(Needs.IpmiSim)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(11)]
    public async Task A_session_opens_and_carries_commands_with_suite(byte suite)
    {
        using var client = await _bmc.ConnectAsync(options => options with { CipherSuite = suite, AllowInsecure = true });

        Assert.Equal(suite, client.CipherSuite!.Id);
        Assert.Equal(IpmiProtocol.Ipmi20, client.Protocol);
        Assert.Equal(PrivilegeLevel.Administrator, client.Privilege);
        var id = await client.SendAsync(new GetDeviceId());
        Assert.Equal(0x1291, id.ManufacturerId);
        await client.CloseAsync();
    }

    /// <summary>
    /// ipmi_sim leaves the specification in two places, found in its lanserv_ipmi.c: with RAKP-HMAC-MD5 it derives K1 and K2 from 16
    /// constant bytes where section 13.32 has 20 for all algorithms, and it keys HMAC-MD5-128 with the password instead of K1
    /// (13.28.4). So suites 7 and 8 (HMAC-MD5-128) and 12 (AES with that K2) log in, and then neither side understands the other.
    /// 6 and 11 need neither key. FreeIPMI's session times out with the same three.
    /// </summary>
    [InteropTheory(Needs.IpmiSim)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(12)]
    public async Task A_suite_that_ipmi_sim_keys_in_its_own_way_ends_in_a_plain_time_out(byte suite)
    {
        using var client = await _bmc.ConnectAsync(options => options with { CipherSuite = suite, AllowInsecure = true, RetryCount = 1 });

        var error = await Assert.ThrowsAsync<IpmiException>(() => client.SendAsync(new GetDeviceId()));

        Assert.Equal(IpmiErrorKind.Timeout, error.Kind);
        Assert.Contains("not answered", error.Message, StringComparison.Ordinal);
    }

    [InteropTheory(Needs.IpmiSim)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(18)]
    [InlineData(19)]
    public async Task A_suite_that_ipmi_sim_lacks_is_refused_by_name(byte suite)
    {
        var error = await Assert.ThrowsAsync<IpmiException>(() => _bmc.ConnectAsync(options => options with { CipherSuite = suite, AllowInsecure = true }));

        Assert.Equal(IpmiErrorKind.CipherSuiteRefused, error.Kind);
        Assert.Contains($"suite {suite} ", error.Message, StringComparison.Ordinal);
    }

    [InteropFact(Needs.IpmiSim)]
    public async Task Without_a_suite_named_17_is_tried_and_3_taken()
    {
        using var client = await _bmc.ConnectAsync();

        Assert.Equal(3, client.CipherSuite!.Id);
        await client.SendAsync(new GetDeviceId());
    }

    [InteropFact(Needs.IpmiSim)]
    public async Task The_probe_sees_what_ipmi_sim_offers()
    {
        var probe = await IpmiProbe.RunAsync(_bmc.Options);

        Assert.True(probe.IsPresent);
        Assert.True(probe.Pong);
        Assert.True(probe.Capabilities!.SupportsIpmi20);
        Assert.True(probe.Capabilities.SupportsIpmi15);
    }
}
