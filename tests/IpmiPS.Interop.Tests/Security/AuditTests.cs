using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.Transport;
using IpmiPS.Interop.Support;
using IpmiPS.Security;
using Xunit;

namespace IpmiPS.Interop.Security;

/// <summary>The evidence of an audit is what ipmitool reads from the same server, and the server is afterwards what it was before.</summary>
public sealed class AuditTests
{
    private static readonly Dictionary<string, string> s_levels = new() { ["Callback"] = "callback", ["User"] = "user", ["Operator"] = "operator", ["Admin"] = "administrator", ["OEM"] = "OEM" };

    [InteropTheory(Needs.Captures | Needs.IpmiTool)]
    [InlineData(Captures.DellR730)]
    [InlineData(Captures.IntelS2600)]
    public async Task What_is_found_is_what_ipmitool_shows(string capture)
    {
        await using var bmc = await CaptureBmc.StartAsync(capture);
        var before = await PrintAsync(bmc);
        var findings = await AuditAsync(bmc);
        Assert.Equal(before.All, (await PrintAsync(bmc)).All);

        SecurityFinding Of(string id) => Assert.Single(findings, finding => finding.Id == id);
        foreach (var (id, name) in new[] { ("AuthenticationNone", "NONE"), ("AuthenticationMd2", "MD2"), ("AuthenticationStraightPassword", "PASSWORD") })
        {
            var levels = before.Lan.Select(line => Regex.Match(line, @"^(?:Auth Type Enable  )? *: (\w+) *: (.*)$")).Where(line => line.Success && line.Groups[2].Value.Split(' ').Contains(name));
            Assert.Equal($"Enabled for: {string.Join(", ", levels.Select(line => s_levels[line.Groups[1].Value]))}.", Of(id).Evidence);
        }

        // One letter for each suite, in their order; X stands for one that is not to be used.
        string[] suites = Field(before.Lan, "RMCP+ Cipher Suites").Split(',');
        var permitted = suites.Zip(Field(before.Lan, "Cipher Suite Priv Max")).Where(suite => suite.Second != 'X').Select(suite => suite.First).ToHashSet();
        var ours = new[] { "CipherSuiteUnprotected", "CipherSuiteObsolete" }.SelectMany(id => Regex.Matches(Of(id).Evidence, @"\d+").Select(number => number.Value));
        Assert.Equal(permitted.Where(suite => suite is not ("0" or "3" or "17")).Order(), ours.Order());
        Assert.Equal(SecurityStatus.Failed, Of("CipherSuite17Missing").Status);

        Assert.Equal("Not Available", Field(before.Lan, "Bad Password Threshold"));
        Assert.Equal(SecurityStatus.Failed, Of("BadPasswordThresholdUnsupported").Status);
        Assert.Equal($"The community is '{Field(before.Lan, "SNMP Community String")}'.", Of("SnmpCommunity").Evidence);
        Assert.Equal(Field(before.Channel, "Per-message Auth") == "enabled" ? SecurityStatus.Passed : SecurityStatus.Failed, Of("PerMessageAuthenticationDisabled").Status);

        // Id, name, call-in, link authentication, messaging, privilege.
        var users = before.Users.Select(line => line.Split(',')).Where(user => user[4] == "true" && user[5] is not ("NO ACCESS" or "Unknown (0x00)")).ToArray();
        Assert.Contains($"accounts that can log in: {users.Length};", Of("HmacExposure").Evidence);
        var administrator = Assert.Single(users, user => user[5] == "ADMINISTRATOR");
        Assert.Contains($"'{administrator[1]}' (id {administrator[0]}, Administrator)", Of("ExcessAdministrators").Evidence);
        Assert.Contains($"'{administrator[1]}' (id {administrator[0]}, Administrator)", Of("DefaultAccountName").Evidence);
        Assert.Contains(users, user => user[1].Length == 0);
        Assert.Equal(SecurityStatus.Failed, Of("NullUser").Status);
    }

    [InteropFact(Needs.IpmiSim)]
    public async Task A_server_that_says_yes_to_any_password_is_not_believed_and_its_accounts_stay_as_they_are()
    {
        await using var bmc = await IpmiSimBmc.StartAsync($"""
            user 3 true "root" "calvin" operator 10 {IpmiSimBmc.EveryType}
            user 4 true "USERID" "another" operator 10 {IpmiSimBmc.EveryType}
            """);
        using (var client = await bmc.ConnectAsync())
        {
            // ipmi_sim has no limit of bad passwords, and says so by not having the parameter; one that has it off is needed.
            var findings = await SecurityAudit.RunAsync(new WithoutLockOut(client), new SecurityAuditOptions { IncludeDefaultCredential = true });
            var finding = Assert.Single(findings, one => one.Id == "DefaultPassword");
            Assert.Equal((SecurityStatus.NotChecked, "The BMC does not compare passwords: it accepts any."), (finding.Status, finding.Evidence));
        }

        foreach (var (user, password) in new[] { ("root", "calvin"), ("USERID", "another") })
            using (var again = await bmc.ConnectAsync(options => options with { UserName = user, Password = TestBmc.Secret(password), Privilege = PrivilegeLevel.Operator }))
                Assert.True(again.IsOpen);
    }

    private static async Task<IReadOnlyList<SecurityFinding>> AuditAsync(TestBmc bmc)
    {
        using var client = await bmc.ConnectAsync(options => options with { Privilege = PrivilegeLevel.Operator });
        return await SecurityAudit.RunAsync(client, new SecurityAuditOptions { UserName = "admin", Probe = cancellationToken => IpmiProbe.RunAsync(bmc.Options, cancellationToken) });
    }

    private static async Task<Printed> PrintAsync(TestBmc bmc) => new(
        (await bmc.IpmiToolAsync("lan", "print", "1")).Lines, (await bmc.IpmiToolAsync("-c", "user", "list", "1")).Lines, (await bmc.IpmiToolAsync("channel", "info", "1")).Lines);

    private static string Field(string[] lines, string name) => lines.First(line => line.Trim().StartsWith(name, StringComparison.Ordinal)).Split(':', 2)[1].Trim();

    private sealed record Printed(string[] Lan, string[] Users, string[] Channel)
    {
        public string All => string.Join('\n', Lan.Concat(Users).Concat(Channel));
    }

    /// <summary>A connection to a BMC that has its limit of bad passwords off.</summary>
    private sealed class WithoutLockOut(IIpmiConnection inner) : IIpmiConnection
    {
        public string ComputerName => inner.ComputerName;

        public BmcProfile Profile => inner.Profile;

        public Task<TResponse> SendAsync<TResponse>(IpmiCommand<TResponse> command, IpmbTarget target, CancellationToken cancellationToken) =>
            command is GetLanConfigurationParameters { Parameter: 26 }
                ? Task.FromResult((TResponse)(object)new ConfigurationParameter(0x11, new byte[6]))
                : inner.SendAsync(command, target, cancellationToken);
    }
}
