using System;
using System.Net;
using System.Threading.Tasks;
using IpmiPS.Lan;
using IpmiPS.Parameters;
using Xunit;

namespace IpmiPS.Tests.Lan;

/// <summary>What is written for network settings, in which order, and what is reported of it.</summary>
public sealed class NetworkChangeTests
{
    private readonly ScriptedLan _lan = new();

    [Fact]
    public async Task What_is_as_requested_already_is_not_sent()
    {
        var update = await SetAsync(new() { IPv4Address = Ip("10.0.0.5"), SubnetMask = Ip("255.255.255.0"), VlanId = 0, BadPasswordThreshold = 3, ArpResponses = true });
        Assert.Equal((false, true, "10.0.0.5"), (update.Changed, update.Verified, update.IPv4Address));
        Assert.Empty(_lan.Writes);
        Assert.Empty(_lan.Announcements);
    }

    [Fact]
    public async Task From_DHCP_to_a_static_address_the_source_is_first_and_the_address_last()
    {
        _lan.Values[(4, 0, 0)] = [2];
        // A BMC refuses these while DHCP is on.
        _lan.Refuse = (parameter, _) => parameter is 3 or 6 or 12 && _lan.Values[(4, 0, 0)][0] == 2 ? [0xD5] : null;
        var update = await SetAsync(new() { IPv4Address = Ip("10.0.1.7"), SubnetMask = Ip("255.255.0.0"), DefaultGateway = Ip("10.0.0.9") });
        Assert.Equal(["4: 01", "6: FF FF 00 00", "12: 0A 00 00 09", "3: 0A 00 01 07"], _lan.Writes);
        Assert.Equal([1, 2, 0], _lan.Announcements);
        Assert.Equal((true, false, "10.0.1.7"), (update.Changed, update.Verified, update.IPv4Address));
        Assert.Contains("Check it at 10.0.1.7, or use -Wait.", Assert.Single(update.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_static_source_alone_keeps_the_address_that_DHCP_gave()
    {
        _lan.Values[(4, 0, 0)] = [2];
        await SetAsync(new() { AddressSource = AddressSource.Static });
        Assert.Equal(["4: 01", "6: FF FF FF 00", "12: 0A 00 00 01", "3: 0A 00 00 05"], _lan.Writes);
    }

    [Fact]
    public async Task To_DHCP_only_the_source_is_written_and_last()
    {
        var update = await SetAsync(new() { AddressSource = AddressSource.Dhcp, IPv4Address = Ip("10.0.0.77"), GratuitousArp = true });
        Assert.Equal(["10: 03", "4: 02"], _lan.Writes);
        Assert.Contains(update.Notes, static note => note.StartsWith("IPv4Address, SubnetMask, DefaultGateway: not set", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_VLAN_is_written_last_of_all()
    {
        var change = await PrepareAsync(new() { VlanId = 100, IPv4Address = Ip("10.0.0.6"), DefaultGateway = Ip("10.0.0.2"), LockOutInterval = 600 });
        Assert.Equal(
            "bad passwords (threshold 3, event False, reset 60 s, lock-out 300 s) -> (threshold 3, event False, reset 60 s, lock-out 600 s), default gateway 10.0.0.1 -> 10.0.0.2, "
            + "IPv4 address 10.0.0.5 -> 10.0.0.6, VLAN off -> 100. This ends the connection: the BMC is at 10.0.0.6 afterwards", change.Description);
        await change.RunAsync();
        Assert.Equal(["26: 00 03 06 00 3C 00", "12: 0A 00 00 02", "3: 0A 00 00 06", "20: 64 80"], _lan.Writes);
    }

    [Fact]
    public async Task Through_another_channel_nothing_ends_the_connection_and_all_is_read_back()
    {
        _lan.OwnChannel = 15;
        var change = await PrepareAsync(new() { Channel = 1, VlanId = 100, IPv4Address = Ip("10.0.0.6") });
        Assert.Equal("IPv4 address 10.0.0.5 -> 10.0.0.6, VLAN off -> 100", change.Description);
        var update = await change.RunAsync();
        Assert.Equal((true, true, "10.0.0.6", 100), (update.Changed, update.Verified, update.IPv4Address, update.VlanId));
    }

    [Fact]
    public async Task A_VLAN_that_is_switched_off_keeps_its_number_and_counts_as_off_whatever_the_number()
    {
        _lan.OwnChannel = 15;
        _lan.Values[(20, 0, 0)] = [0x64, 0x80];
        _lan.Show = parameter => parameter == 20 && _lan.Writes.Count > 0 ? [0, 0] : null;
        Assert.True((await SetAsync(new() { Channel = 1, VlanId = 0 })).Verified);
        Assert.Equal(["20: 64 00"], _lan.Writes);
    }

    [Fact]
    public async Task What_a_BMC_applies_only_after_ten_seconds_is_waited_for()
    {
        var late = TimeSpan.FromSeconds(10);
        _lan.Show = parameter => parameter == 12 && _lan.Clock.Now < late ? [10, 0, 0, 1] : null;
        var update = await SetAsync(new() { DefaultGateway = Ip("10.0.0.2") });
        Assert.True(update.Verified);
        Assert.InRange(_lan.Clock.Now, late, TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task What_a_BMC_keeps_otherwise_is_an_error_with_both_values()
    {
        _lan.Show = parameter => parameter == 26 ? [0, 9, 0, 0, 0, 0] : null;
        var error = await Assert.ThrowsAsync<IpmiException>(() => SetAsync(new() { BadPasswordThreshold = 5 }));
        Assert.Equal(IpmiErrorKind.CommandFailed, error.Kind);
        Assert.Contains("reads back 00 09 00 00 00 00", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_community_is_written_but_not_shown()
    {
        var change = await PrepareAsync(new() { Community = "moonlight" });
        Assert.Equal("SNMP community (not shown)", change.Description);
        Assert.True((await change.RunAsync()).Verified);
        Assert.StartsWith("16: 6D 6F 6F 6E 6C 69 67 68 74 00", Assert.Single(_lan.Writes), StringComparison.Ordinal);
        Assert.DoesNotContain("moon", new NetworkSettings { Community = "moonlight" }.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_response_to_what_ends_the_connection_is_an_unknown_outcome_with_both_addresses()
    {
        _lan.Refuse = static (parameter, _) => parameter == 3 ? [] : null;
        var error = await Assert.ThrowsAsync<IpmiException>(() => SetAsync(new() { IPv4Address = Ip("10.0.0.6") }));
        Assert.Equal(IpmiErrorKind.OutcomeUnknown, error.Kind);
        Assert.Contains("IPv4 address 10.0.0.5 -> 10.0.0.6", error.Message, StringComparison.Ordinal);
        Assert.Contains("at the old address and at 10.0.0.6; the BMC's MAC address is 02:00:00:00:00:05", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_refusal_nothing_that_ends_the_connection_is_sent()
    {
        _lan.Refuse = static (parameter, _) => parameter == 6 ? [0xCC] : null;
        var error = await Assert.ThrowsAsync<IpmiException>(() => SetAsync(new() { IPv4Address = Ip("10.0.0.6"), SubnetMask = Ip("255.255.0.0"), GratuitousArp = true }));
        Assert.Equal(IpmiErrorKind.CommandFailed, error.Kind);
        Assert.Contains("only a part", error.Message, StringComparison.Ordinal);
        Assert.Equal(["10: 03", "6: FF FF 00 00"], _lan.Writes);
    }

    [Fact]
    public async Task A_setting_that_the_BMC_does_not_have_is_named_and_nothing_is_sent()
    {
        var error = await Assert.ThrowsAsync<IpmiException>(() => SetAsync(new() { VlanPriority = 3, GratuitousArp = true }));
        Assert.Equal((IpmiErrorKind.CommandNotSupported, "The BMC does not have this setting: VLAN priority."), (error.Kind, error.Message));
        Assert.Empty(_lan.Writes);
    }

    [Fact]
    public async Task Static_IPv6_addresses_are_written_as_whole_records_and_what_is_behind_them_is_disabled()
    {
        _lan.Values[(55, 0, 0)] = [3, 0, 0];
        byte[] documentation = [0x20, 0x01, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        _lan.Values[(56, 0, 0)] = [0x80, .. documentation, 1, 64, 0];
        _lan.Values[(56, 1, 0)] = [0x80, .. documentation, 2, 64, 2];
        _lan.Values[(56, 2, 0)] = [0x00, .. new byte[16], 0, 1];
        Assert.False((await SetAsync(new() { IPv6StaticAddress = [(Ip("2001:db8::1"), 64), (Ip("2001:db8::2"), 64)] })).Changed);
        Assert.True((await SetAsync(new() { IPv6StaticAddress = [(Ip("2001:db8::9"), 48)] })).Verified);
        Assert.Equal(["56: 00 80 20 01 0D B8 00 00 00 00 00 00 00 00 00 00 00 09 30 00", "56: 01 00 20 01 0D B8 00 00 00 00 00 00 00 00 00 00 00 02 40 00"], _lan.Writes);
        var error = await Assert.ThrowsAsync<IpmiException>(() => SetAsync(new() { IPv6StaticAddress = [(Ip("2001:db8::1"), 64), (Ip("2001:db8::2"), 64), (Ip("2001:db8::3"), 64), (Ip("2001:db8::4"), 64)] }));
        Assert.Equal(IpmiErrorKind.InvalidParameter, error.Kind);
    }

    [Fact]
    public async Task A_DUID_is_written_in_blocks_with_its_length_in_front()
    {
        _lan.Values[(58, 0, 0)] = new byte[16];
        _lan.Values[(58, 0, 1)] = new byte[16];
        await SetAsync(new() { IPv6StaticDuid = [0, 4, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16] });
        Assert.Equal(["58: 00 00 12 00 04 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D", "58: 00 01 0E 0F 10 00 00 00 00 00 00 00 00 00 00 00 00 00"], _lan.Writes);
    }

    [Fact]
    public async Task A_channel_that_is_no_LAN_is_not_there()
    {
        var error = await Assert.ThrowsAsync<IpmiException>(() => SetAsync(new() { Channel = 2, VlanId = 5 }));
        Assert.Equal((IpmiErrorKind.NotPresent, "The BMC has no LAN channel 2. It has 1."), (error.Kind, error.Message));
    }

    [Theory]
    [InlineData("255.0.255.0", null, null, "its one bits are not all at the beginning")]
    [InlineData("0.0.0.0", null, null, "its one bits are not all at the beginning")]
    [InlineData(null, "224.0.0.1", null, "is not the address of a host")]
    [InlineData(null, "10.0.0.255", null, "is the broadcast address of its subnet")]
    [InlineData(null, "10.0.0.0", null, "is the network address of its subnet")]
    [InlineData(null, "10.0.9.5", null, "The default gateway 10.0.0.1 is not in the subnet of 10.0.9.5")]
    [InlineData(null, null, "10.0.1.1", "The default gateway 10.0.1.1 is not in the subnet of 10.0.0.5")]
    [InlineData(null, null, "10.0.0.5", "cannot both have the address")]
    [InlineData("255.255.255.252", "10.0.0.9", null, "is not in the subnet")]
    public async Task Values_that_do_not_fit_together_are_refused_before_anything_is_sent(string? mask, string? address, string? gateway, string message)
    {
        var settings = new NetworkSettings { SubnetMask = mask is null ? null : Ip(mask), IPv4Address = address is null ? null : Ip(address), DefaultGateway = gateway is null ? null : Ip(gateway) };
        var error = await Assert.ThrowsAsync<IpmiException>(() => SetAsync(settings));
        Assert.Equal(IpmiErrorKind.InvalidParameter, error.Kind);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Empty(_lan.Writes);
    }

    [Fact]
    public void Values_out_of_range_are_refused()
    {
        NetworkSettings[] wrong =
        [
            new() { VlanId = 4095 }, new() { VlanId = -1 }, new() { VlanPriority = 8 }, new() { IPv6FlowLabel = 0x100000 }, new() { LockOutInterval = 5 }, new() { BadPasswordResetInterval = 655360 },
            new() { GratuitousArpInterval = 0.7 }, new() { GratuitousArpInterval = 128.5 }, new() { GratuitousArpInterval = 0 }, new() { Community = "nineteen characters" }, new() { Dhcpv6Timing = new byte[17] }, new() { RmcpPort = 0 },
            new() { IPv6StaticAddress = [(Ip("ff02::1"), 64)] }, new() { IPv6StaticAddress = [(Ip("2001:db8::1"), 129)] }, new() { IPv6StaticDuid = [] },
        ];
        foreach (var settings in wrong)
            Assert.Equal(IpmiErrorKind.InvalidParameter, Assert.Throws<IpmiException>(() => NetworkRules.Check(settings)).Kind);
    }

    [Fact]
    public void No_two_BMCs_may_get_the_same_address()
    {
        var error = Assert.Throws<IpmiException>(() => NetworkRules.CheckFleet([("a", new() { IPv4Address = Ip("10.0.0.5") }), ("b", new() { IPv4Address = Ip("10.0.0.6") }), ("c", new() { IPv4Address = Ip("10.0.0.5") })]));
        Assert.Equal((IpmiErrorKind.InvalidParameter, "The address 10.0.0.5 is given to more than one BMC: a, c."), (error.Kind, error.Message));
        NetworkRules.CheckFleet([("a", new() { IPv4Address = Ip("10.0.0.5"), Channel = 1 }), ("A", new() { IPv4Address = Ip("10.0.0.5"), Channel = 1 }), ("b", new() { AddressSource = AddressSource.Dhcp, IPv4Address = Ip("10.0.0.5") })]);
    }

    private static IPAddress Ip(string text) => IPAddress.Parse(text);

    private Task<NetworkChange> PrepareAsync(NetworkSettings settings) => NetworkChange.PrepareAsync(_lan.Bmc, settings, () => new LanEndpoint("10.0.0.5"), clock: _lan.Clock);

    private async Task<NetworkUpdate> SetAsync(NetworkSettings settings) => await (await PrepareAsync(settings)).RunAsync();
}
