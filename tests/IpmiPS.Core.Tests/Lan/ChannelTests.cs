using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Crypto;
using IpmiPS.Lan;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Lan;

/// <summary>Access settings of channels, and privilege limits of cipher suites.</summary>
public sealed class ChannelTests
{
    private readonly ScriptedLan _lan = new();

    [Fact]
    public async Task Active_and_stored_settings_stand_side_by_side()
    {
        _lan.Active = [0x3A, 0x03];
        var channels = await ChannelReader.GetAsync(_lan.Bmc);
        Assert.Equal([0, 1, 2, 15], channels.Select(static channel => channel.Channel));
        var lan = channels[1];
        Assert.Equal((ChannelMedium.Lan, ChannelProtocol.Ipmb, ChannelSessions.MultiSession, 7154, true), (lan.Medium, lan.ChannelProtocol, lan.Sessions, lan.VendorId, lan.IsPresent));
        Assert.Equal((ChannelAccessMode.AlwaysAvailable, false, false, false, PrivilegeLevel.Operator), (lan.ActiveAccessMode, lan.ActiveAlerting, lan.ActivePerMessageAuthentication, lan.ActiveUserLevelAuthentication, lan.ActivePrivilegeLimit));
        Assert.Equal((ChannelAccessMode.AlwaysAvailable, true, true, true, PrivilegeLevel.Administrator, true), (lan.StoredAccessMode, lan.StoredAlerting, lan.StoredPerMessageAuthentication, lan.StoredUserLevelAuthentication, lan.StoredPrivilegeLimit, lan.IsChangedUntilRestart));
        Assert.Equal("Active and stored settings: the channel has no sessions.", Assert.Single(channels[3].Notes));
    }

    [Fact]
    public async Task Both_copies_are_written_whole_the_stored_one_first()
    {
        _lan.Active = [0x2A, 0x04];
        _lan.Stored = [0x12, 0x04];
        var update = await (await ChannelChange.PrepareAsync(_lan.Bmc, new() { AccessMode = ChannelAccessMode.Shared, Alerting = true })).RunAsync();
        Assert.Equal(["access 01 53 44", "access 01 8B 84"], _lan.Writes);
        Assert.Equal((true, true, ChannelAccessMode.Shared, ChannelAccessMode.Shared), (update.Changed, update.Verified, update.ActiveAccessMode, update.StoredAccessMode));
        Assert.False((await (await ChannelChange.PrepareAsync(_lan.Bmc, new() { AccessMode = ChannelAccessMode.Shared })).RunAsync()).Changed);
    }

    [Theory]
    [InlineData(ChannelStore.Active, "access 01 82 83")]
    [InlineData(ChannelStore.Stored, "access 01 42 43")]
    public async Task One_copy_alone_is_written_where_that_is_asked_for(ChannelStore store, string write)
    {
        await (await ChannelChange.PrepareAsync(_lan.Bmc, new() { Channel = 1, PrivilegeLimit = PrivilegeLevel.Operator, Store = store })).RunAsync();
        Assert.Equal([write], _lan.Writes);
    }

    [Fact]
    public async Task What_ends_ones_own_way_in_is_said()
    {
        Assert.Contains("which cannot set it back", (await ChannelChange.PrepareAsync(_lan.Bmc, new() { PrivilegeLimit = PrivilegeLevel.User })).Description, StringComparison.Ordinal);
        Assert.EndsWith("log-ins through it will be refused", (await ChannelChange.PrepareAsync(_lan.Bmc, new() { AccessMode = ChannelAccessMode.Disabled })).Description, StringComparison.Ordinal);
        _lan.OwnChannel = 15;
        Assert.EndsWith("limit User)", (await ChannelChange.PrepareAsync(_lan.Bmc, new() { Channel = 1, PrivilegeLimit = PrivilegeLevel.User })).Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Suites_have_their_algorithms_and_limits_in_the_order_of_parameter_23()
    {
        AddSuites();
        var suites = await CipherSuiteReader.GetAsync(_lan.Bmc);
        Assert.Equal([3, 8, 17, 128], suites.Select(static suite => suite.Suite));
        Assert.Equal([SuitePrivilege.Administrator, SuitePrivilege.Unused, SuitePrivilege.Operator, SuitePrivilege.Unknown], suites.Select(static suite => suite.PrivilegeLimit));
        Assert.Equal((AuthenticationAlgorithm.HmacSha256, IntegrityAlgorithm.HmacSha256_128, ConfidentialityAlgorithm.AesCbc128, true), (suites[2].Authentication, suites[2].Integrity, suites[2].Confidentiality, suites[2].IsSecure));
        Assert.Equal((10876, (AuthenticationAlgorithm)0x30, false), (suites[3].VendorId, suites[3].Authentication, suites[3].IsSecure));
    }

    [Fact]
    public async Task All_sixteen_limits_are_written_the_first_in_the_lower_half()
    {
        AddSuites();
        var change = await CipherSuiteChange.PrepareAsync(_lan.Bmc, new() { Limits = new Dictionary<byte, SuitePrivilege> { [17] = SuitePrivilege.Administrator, [8] = SuitePrivilege.User } }, () => 17);
        Assert.Equal("channel 1: suite 8 Unused -> User, suite 17 Operator -> Administrator", change.Description);
        var update = await change.RunAsync();
        Assert.Equal(["24: 00 44 02 00 00 00 00 00 50"], _lan.Writes);
        Assert.Equal((true, true, "3 Administrator, 8 User, 17 Administrator"), (update.Changed, update.Verified, update.Suites));
    }

    [Fact]
    public async Task The_suite_of_the_session_is_named_where_it_would_be_refused()
    {
        AddSuites();
        var limits = new Dictionary<byte, SuitePrivilege> { [3] = SuitePrivilege.Unused };
        Assert.EndsWith(". You are connected with suite 3, and log-ins with it will be refused", (await CipherSuiteChange.PrepareAsync(_lan.Bmc, new() { Limits = limits }, () => 3)).Description, StringComparison.Ordinal);
        Assert.EndsWith("suite 3 Administrator -> Unused", (await CipherSuiteChange.PrepareAsync(_lan.Bmc, new() { Limits = limits }, () => 17)).Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_suite_that_the_channel_does_not_have_is_not_present()
    {
        AddSuites();
        var error = await Assert.ThrowsAsync<IpmiException>(() => CipherSuiteChange.PrepareAsync(_lan.Bmc, new() { Limits = new Dictionary<byte, SuitePrivilege> { [12] = SuitePrivilege.User } }));
        Assert.Equal(IpmiErrorKind.NotPresent, error.Kind);
        Assert.Contains("'17'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("C0", 0)]
    [InlineData("C1 80 7C 2A", 0)]
    [InlineData("01 41 81", 0)]
    [InlineData("C0 03 01 41 81 C0", 1)]
    [InlineData("C0 00 00 C0 11", 2)]
    public void Lists_that_are_cut_off_are_read_as_far_as_they_go(string list, int count) => Assert.Equal(count, CipherSuiteRecord.ReadAll(Hex.Parse(list)).Count);

    /// <summary>Suites 17, 3 and 8 with the limits Operator, Administrator and unused; a vendor's suite without a limit; and one more limit that belongs to no suite.</summary>
    private void AddSuites()
    {
        _lan.Suites = Hex.Parse("C0 03 01 41 81 C0 08 02 42 81 C0 11 03 44 81 C1 80 7C 2A 00 30 70 B0");
        _lan.Values[(22, 0, 0)] = [3];
        _lan.Values[(23, 0, 0)] = [0, 17, 3, 8, .. new byte[13]];
        _lan.Values[(24, 0, 0)] = [0, 0x43, 0x00, 0, 0, 0, 0, 0, 0x50];
    }
}
