using System;
using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Lan;
using IpmiPS.Parameters;
using Xunit;

namespace IpmiPS.Tests.Lan;

/// <summary>The network settings as users see them.</summary>
public sealed class NetworkReaderTests
{
    private readonly ScriptedLan _lan = new();

    [Fact]
    public async Task Every_parameter_has_its_property()
    {
        Set(7, [0x40, 0x40, 0x10]);
        Set(8, [0x6F, 0x02]);
        Set(9, [0x98, 0x02]);
        Set(11, [9]);
        Set(20, [0x2C, 0x81]);
        Set(21, [5]);
        var network = Assert.Single(await NetworkReader.GetAsync(_lan.Bmc, new() { IncludeCommunity = true }));
        Assert.Equal(("bmc1", 1, "10.0.0.5", AddressSource.Static, "255.255.255.0", "10.0.0.1"), (network.ComputerName, network.Channel, network.IPv4Address, network.AddressSource, network.SubnetMask, network.DefaultGateway));
        Assert.Equal(("02:00:00:00:00:05", 300, 5), (network.MacAddress, network.VlanId, network.VlanPriority));
        Assert.Equal((64, 2, 0, 8), (network.TimeToLive, network.IPv4Flags, network.Precedence, network.TypeOfService));
        Assert.Equal((623, 664, 5.0, true, false), (network.RmcpPort, network.SecureRmcpPort, network.GratuitousArpInterval, network.ArpResponses, network.GratuitousArp));
        Assert.Equal(("public", 3, false, 60, 300), (network.Community, network.BadPasswordThreshold, network.BadPasswordEvent, network.BadPasswordResetInterval, network.LockOutInterval));
    }

    [Fact]
    public async Task What_the_BMC_does_not_have_is_null_and_noted_once_for_each_reason()
    {
        var network = Assert.Single(await NetworkReader.GetAsync(_lan.Bmc));
        Assert.Null(network.VlanPriority);
        Assert.Null(network.Community);
        Assert.Null(network.Statistics);
        string note = Assert.Single(network.Notes);
        Assert.Contains("DefaultGatewayMac", note, StringComparison.Ordinal);
        Assert.EndsWith("the BMC does not have the parameter.", note, StringComparison.Ordinal);
        Assert.DoesNotContain(_lan.Bmc.Requests, static request => request.Code == 0x02 && request.Data.Length == 4 && request.Data[1] is 16 or 56);
    }

    [Fact]
    public async Task IPv6_is_read_with_all_its_sets_and_blocks()
    {
        byte[] documentation = [0x20, 0x01, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        Set(50, [2]);
        Set(51, [2]);
        Set(54, [0x0A, 0xBC, 0xDE]);
        Set(55, [2, 2, 3]);
        Set(56, [0x80, .. documentation, 1, 64, 0], set: 0);
        Set(56, [0x00, .. new byte[16], 0, 1], set: 1);
        Set(59, [0x01, .. documentation, 2, 64, 0], set: 0);
        Set(59, [0x02, .. documentation, 3, 128, 2], set: 1);
        Set(60, [1]);
        Set(61, [4, 0, 3, 0xAA, 0xBB, .. new byte[11]]);
        Set(64, [3]);
        Set(68, [.. documentation, 0]);
        Set(67, [48]);
        Set(73, [1]);
        Set(74, [.. documentation, 0x11]);
        Set(75, [2, 0, 0, 0, 0, 0x11]);
        Set(76, [64]);
        Set(77, [.. documentation, 0]);
        var network = Assert.Single(await NetworkReader.GetAsync(_lan.Bmc));
        Assert.Equal((Ipv6Support.Both, IpVersions.Both, 0x0ABCDE, 2, 2, true, true), (network.IPv6Support, network.IPVersion, network.IPv6FlowLabel, network.IPv6StaticLimit, network.IPv6DynamicLimit, network.SupportsDhcpv6, network.SupportsSlaac));
        Assert.Equal("2001:db8::1/64", network.IPv6StaticAddress);
        Assert.Equal(["2001:db8::1/64 (Static, Active)", "2001:db8::2/64 (Slaac, Active)", "2001:db8::3/128 (Dhcp, Pending)"], network.IPv6Address.Select(static address => address.ToString()));
        Assert.Equal((Ipv6RouterControl.Static | Ipv6RouterControl.Dynamic, "2001:db8::/48", "00 03 AA BB"), (network.IPv6RouterControl, network.IPv6Router1Prefix, network.IPv6DynamicDuid));
        Assert.Equal(new NetworkIpv6Router(0, "2001:db8::11", "02:00:00:00:00:11", "2001:db8::/64"), Assert.Single(network.IPv6DynamicRouter));
    }

    [Fact]
    public async Task A_channel_that_is_no_LAN_is_not_there()
    {
        var error = await Assert.ThrowsAsync<IpmiException>(() => NetworkReader.GetAsync(_lan.Bmc, new() { Channel = 2 }));
        Assert.Equal(IpmiErrorKind.NotPresent, error.Kind);
    }

    private void Set(byte parameter, byte[] value, byte set = 0) => _lan.Values[(parameter, set, 0)] = value;
}
