using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using IpmiPS.Interop.Support;
using IpmiPS.Interop.VirtualBmcs;
using IpmiPS.Lan;
using IpmiPS.Parameters;
using Xunit;

namespace IpmiPS.Interop.Network;

/// <summary>Network, channels and cipher suites: what ipmitool and FreeIPMI show and set, and what we do.</summary>
public sealed class NetworkTests
{
    [InteropFact(Needs.IpmiSim | Needs.IpmiTool | Needs.FreeIpmi)]
    public async Task Of_ipmi_sim_we_read_what_ipmitool_and_ipmi_config_show()
    {
        await using var bmc = await IpmiSimBmc.StartAsync();
        using var client = await bmc.ConnectAsync();
        var (network, channel, suites) = await ReadAsync(client);

        Assert.InRange(PeerText.AssertLanPrint(PeerText.Fields((await bmc.IpmiToolAsync("lan", "print", "1")).Output.Split('\n')), network, suites), 8, 30);
        AssertChannel((await bmc.IpmiToolAsync("channel", "info", "1")).Output, channel);
        var checkout = PeerText.Checkout((await bmc.FreeIpmiAsync("ipmi-config", "--checkout", "--category=core")).Output.Split('\n'));
        Assert.InRange(PeerText.AssertCheckout(checkout, network, channel, suites), 20, 100);
    }

    [InteropFact(Needs.IpmiTool | Needs.FreeIpmi)]
    public async Task Of_a_virtual_BMC_they_show_what_we_read()
    {
        using var server = new VirtualServer();
        using var client = await server.ConnectAsync();
        var (network, channel, suites) = await ReadAsync(client);

        Assert.Equal(21, PeerText.AssertLanPrint(PeerText.Fields((await server.IpmiToolAsync("lan", "print", "1")).Lines), network, suites));
        AssertChannel((await server.IpmiToolAsync("channel", "info", "1")).Output, channel);
        AssertSuites((await server.IpmiToolAsync("channel", "getciphers", "ipmi", "1")).Lines, suites);
        var checkout = PeerText.Checkout((await server.FreeIpmiAsync("ipmi-config", "--checkout", "--category=core")).Output.Split('\n'));
        Assert.InRange(PeerText.AssertCheckout(checkout, network, channel, suites), 60, 100);
        string[] lan6 = (await server.IpmiToolAsync("lan6", "print", "1")).Lines;
        foreach (var address in network.IPv6Address)
            Assert.Contains(lan6, line => line.EndsWith($" {address.Address}/{address.PrefixLength}", StringComparison.Ordinal));
        Assert.Contains(lan6, line => line.EndsWith(network.IPv6DynamicRouter[0].Prefix!, StringComparison.Ordinal));
    }

    [InteropFact(Needs.IpmiTool | Needs.FreeIpmi)]
    public async Task What_they_set_we_read()
    {
        using var server = new VirtualServer(static options => options with { CipherSuites = [0, 3, 8, 17] });
        string[][] settings =
        [
            ["defgw", "ipaddr", "127.0.0.9"], ["bakgw", "macaddr", "02:00:00:00:00:09"], ["vlan", "id", "12"], ["arp", "generate", "on"], ["arp", "interval", "5"], ["snmp", "moon"],
            ["bad_pass_thresh", "3", "1", "10", "20"], ["auth", "OPERATOR", "MD5"], ["cipher_privs", "XaoaXXXXXXXXXXX"],
        ];
        foreach (string[] setting in settings)
            await server.IpmiToolAsync(["lan", "set", "1", .. setting]);
        using var client = await server.ConnectAsync();
        var (network, _, suites) = await ReadAsync(client);
        Assert.Equal(("127.0.0.9", "02:00:00:00:00:09", 12, true, 5.0), (network.DefaultGateway, network.BackupGatewayMac, network.VlanId, network.GratuitousArp, network.GratuitousArpInterval));
        Assert.Equal(("moon", 3, true, 100, 200), (network.Community, network.BadPasswordThreshold, network.BadPasswordEvent, network.BadPasswordResetInterval, network.LockOutInterval));
        Assert.Equal(AuthenticationTypes.Md5, network.OperatorAuthentication);
        Assert.Equal([SuitePrivilege.Unused, SuitePrivilege.Administrator, SuitePrivilege.Operator, SuitePrivilege.Administrator], suites.Select(static suite => suite.PrivilegeLimit));

        await CommitAsync(server, "Lan_Conf:Subnet_Mask=255.255.0.0", "Lan_Conf_User_Security:Bad_Password_Threshold=7", "Lan_Conf_Misc:Enable_Gratuitous_ARPs=No", "Lan_Channel:Non_Volatile_Enable_Pef_Alerting=No",
            "Lan6_Conf:IPv6_Static_Router_Address_1=2001:db8::1", "Rmcpplus_Conf_Privilege:Maximum_Privilege_Cipher_Suite_Id_0=User");
        var (after, channel, limits) = await ReadAsync(client);
        Assert.Equal(("255.255.0.0", 7, false, "2001:db8::1"), (after.SubnetMask, after.BadPasswordThreshold, after.GratuitousArp, after.IPv6Router1));
        Assert.Equal((true, false), (channel.ActiveAlerting, channel.StoredAlerting));
        Assert.Equal(SuitePrivilege.User, limits[0].PrivilegeLimit);
        await client.CloseAsync();
    }

    [InteropFact(Needs.IpmiTool | Needs.FreeIpmi)]
    public async Task What_we_set_ipmi_config_finds_equal()
    {
        using var server = new VirtualServer();
        using var client = await server.ConnectAsync();
        var settings = new NetworkSettings
        {
            SubnetMask = IPAddress.Parse("255.255.0.0"),
            DefaultGateway = IPAddress.Parse("127.0.0.7"),
            BadPasswordThreshold = 5,
            LockOutInterval = 600,
            GratuitousArp = true,
            OperatorAuthentication = AuthenticationTypes.Md5,
            IPv6StaticAddress = [(IPAddress.Parse("2001:db8::5"), 64)],
        };
        Assert.True((await (await NetworkChange.PrepareAsync(client, settings, () => client.Endpoint)).RunAsync()).Verified);
        Assert.True((await (await ChannelChange.PrepareAsync(client, new() { Alerting = false, AccessMode = ChannelAccessMode.Shared })).RunAsync()).Verified);
        Assert.True((await (await CipherSuiteChange.PrepareAsync(client, new() { Limits = new Dictionary<byte, SuitePrivilege> { [0] = SuitePrivilege.Unused, [3] = SuitePrivilege.Operator } })).RunAsync()).Verified);

        string[] wanted =
        [
            "Lan_Conf:Subnet_Mask=255.255.0.0", "Lan_Conf:Default_Gateway_IP_Address=127.0.0.7", "Lan_Conf_User_Security:Bad_Password_Threshold=5", "Lan_Conf_User_Security:User_Lockout_Interval=60",
            "Lan_Conf_Misc:Enable_Gratuitous_ARPs=Yes", "Lan_Conf_Auth:Operator_Enable_Auth_Type_MD5=Yes", "Lan_Conf_Auth:Operator_Enable_Auth_Type_MD2=No", "Lan6_Conf:IPv6_Static_Address=2001:db8::5",
            "Lan6_Conf:IPv6_Static_Address_Enable=Yes", "Lan_Channel:Volatile_Enable_Pef_Alerting=No", "Lan_Channel:Non_Volatile_Access_Mode=Shared", "Rmcpplus_Conf_Privilege:Maximum_Privilege_Cipher_Suite_Id_0=Unused",
            "Rmcpplus_Conf_Privilege:Maximum_Privilege_Cipher_Suite_Id_3=Operator",
        ];
        string output = (await server.FreeIpmiAsync("ipmi-config", ["--diff", "--category=core", .. wanted.SelectMany(static pair => new[] { "-e", pair })])).Output;
        Assert.Equal("", output.Trim());
        Assert.Contains("Subnet_Mask", (await server.FreeIpmiAsync("ipmi-config", "--diff", "--category=core", "-e", "Lan_Conf:Subnet_Mask=255.0.0.0")).Output, StringComparison.Ordinal);
        await client.CloseAsync();
    }

    /// <summary>FreeIPMI writes the limit of a suite at the place of its number, which is right only where the BMC's list has the suites in the order of their numbers.</summary>
    private static async Task CommitAsync(VirtualServer server, params string[] pairs)
    {
        var result = await server.FreeIpmiAsync("ipmi-config", ["--commit", "--category=core", .. pairs.SelectMany(static pair => new[] { "-e", pair })]);
        Assert.DoesNotContain("Failed", result.Output, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<(IpmiPS.Network Network, ChannelSettings Channel, IReadOnlyList<CipherSuiteInfo> Suites)> ReadAsync(IIpmiConnection client) => (
        (await NetworkReader.GetAsync(client, new() { Channel = 1, IncludeCommunity = true }))[0],
        (await ChannelReader.GetAsync(client, [1]))[0],
        await CipherSuiteReader.GetAsync(client, 1));

    private static void AssertChannel(string output, ChannelSettings ours)
    {
        string[] lines = [.. output.Split('\n').Select(static line => line.Trim())];
        int stored = Array.FindIndex(lines, static line => line.StartsWith("Non-Volatile", StringComparison.Ordinal));
        var theirs = PeerText.Fields(lines);
        Assert.Equal(("802.3 LAN", $"{ours.VendorId}"), (theirs["Channel Medium Type"], theirs["Protocol Vendor ID"]));
        AssertAccess(PeerText.Fields(lines.Take(stored)), ours.ActiveAlerting, ours.ActivePerMessageAuthentication, ours.ActiveUserLevelAuthentication, ours.ActiveAccessMode);
        AssertAccess(PeerText.Fields(lines.Skip(stored)), ours.StoredAlerting, ours.StoredPerMessageAuthentication, ours.StoredUserLevelAuthentication, ours.StoredAccessMode);
    }

    private static void AssertAccess(Dictionary<string, string> theirs, bool? alerting, bool? perMessage, bool? userLevel, ChannelAccessMode? mode)
    {
        Assert.Equal((alerting, perMessage, userLevel), (theirs["Alerting"] == "enabled", theirs["Per-message Auth"] == "enabled", theirs["User Level Auth"] == "enabled"));
        Assert.Equal(mode, theirs["Access Mode"] switch { "disabled" => ChannelAccessMode.Disabled, "pre-boot only" => ChannelAccessMode.PreBootOnly, "always available" => ChannelAccessMode.AlwaysAvailable, _ => ChannelAccessMode.Shared });
    }

    /// <summary>ipmitool shows the first suites only if there are many.</summary>
    private static void AssertSuites(string[] lines, IReadOnlyList<CipherSuiteInfo> ours)
    {
        string[][] theirs = [.. lines.Skip(1).Select(static line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))];
        Assert.InRange(theirs.Length, 12, ours.Count);
        foreach (string[] row in theirs)
        {
            var suite = ours.Single(suite => $"{suite.Suite}" == row[0]);
            Assert.Equal($"{suite.Authentication} {suite.Integrity} {suite.Confidentiality}", string.Join(" ", row.Skip(2)).Replace("hmac_sha256_128", "HmacSha256_128", StringComparison.Ordinal).Replace("hmac_sha256", "HmacSha256", StringComparison.Ordinal)
                .Replace("hmac_sha1_96", "HmacSha1_96", StringComparison.Ordinal).Replace("hmac_sha1", "HmacSha1", StringComparison.Ordinal).Replace("hmac_md5_128", "HmacMd5_128", StringComparison.Ordinal)
                .Replace("hmac_md5", "HmacMd5", StringComparison.Ordinal).Replace("md5_128", "Md5_128", StringComparison.Ordinal).Replace("none", "None", StringComparison.Ordinal)
                .Replace("aes_cbc_128", "AesCbc128", StringComparison.Ordinal).Replace("xrc4_128", "XRc4_128", StringComparison.Ordinal).Replace("xrc4_40", "XRc4_40", StringComparison.Ordinal));
        }
    }
}
