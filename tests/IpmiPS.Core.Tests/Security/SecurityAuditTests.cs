using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Device;
using IpmiPS.Security;
using IpmiPS.Simulator;
using Xunit;

namespace IpmiPS.Tests.Security;

/// <summary>Each fault of a BMC has its finding, and a BMC without it has not; what cannot be seen is never passed; nothing is changed.</summary>
public sealed class SecurityAuditTests
{
    /// <summary>Commands that only read. IPMI 2.0 appendix G.</summary>
    private static readonly string[] s_reading =
        ["06h/01h", "06h/38h", "06h/41h", "06h/42h", "06h/44h", "06h/46h", "06h/4Dh", "06h/54h", "0Ch/02h", "0Ch/22h"];

    /// <summary>The fault, the finding, its severity and evidence, and other findings that it causes.</summary>
    private static readonly Dictionary<string, Fault> s_faults = new()
    {
        ["suite 0"] = new("CipherSuiteZero", SecuritySeverity.Critical, "Permitted: 0 (up to Administrator).", good => AuditedBmc.WithLan(good with { CipherSuites = [0, 3, 17] }, (24, "00 44 04 00 00 00 00 00 00"))),
        ["suite 0 without a map"] = new("CipherSuiteZero", SecuritySeverity.Critical, "0 (not in the privilege map)", good => AuditedBmc.WithLan(good with { CipherSuites = [0, 3, 17] }, (24, ""))),
        ["unprotected suites"] = new("CipherSuiteUnprotected", SecuritySeverity.Medium, "Permitted: 1 (up to Callback); 2 (up to Operator).", good => AuditedBmc.WithLan(good with { CipherSuites = [1, 2, 3, 17] }, (24, "00 31 44 00 00 00 00 00 00"))),
        ["obsolete suites"] = new("CipherSuiteObsolete", SecuritySeverity.Low, "Permitted: 8, 12 (up to Administrator).", good => AuditedBmc.WithLan(good with { CipherSuites = [3, 8, 12, 17] }, (24, "00 44 44 00 00 00 00 00 00"))),
        ["no suite 17"] = new("CipherSuite17Missing", SecuritySeverity.Low, "does not list", good => good with { CipherSuites = [3] }),
        ["suite 17 forbidden"] = new("CipherSuite17Missing", SecuritySeverity.Low, "forbids it", good => AuditedBmc.WithLan(good, (24, "00 F4 00 00 00 00 00 00 00"))),
        ["type none"] = new("AuthenticationNone", SecuritySeverity.Critical, "Enabled for: user.", good => AuditedBmc.WithLan(good with { AuthenticationTypes = ["none", "md5"] }, (2, "04 05 04 04 00")), "Ipmi15Enabled"),
        ["type none, kept from use"] = new("AuthenticationNone", SecuritySeverity.Low, "does not support IPMI 1.5 sessions", good => AuditedBmc.WithLan(good, (2, "00 01 00 00 00"))),
        ["type none, by the channel's word"] = new("AuthenticationNone", SecuritySeverity.Critical, "Enabled for: user, operator, administrator.", good => AuditedBmc.WithLan(good with { AuthenticationTypes = ["none"] }, (2, "")), "Ipmi15Enabled"),
        ["straight password"] = new("AuthenticationStraightPassword", SecuritySeverity.High, "Enabled for: operator, administrator.", good => AuditedBmc.WithLan(good with { AuthenticationTypes = ["straight", "md5"] }, (2, "04 04 14 14 00")), "Ipmi15Enabled"),
        ["MD2"] = new("AuthenticationMd2", SecuritySeverity.Medium, "administrator", good => good with { AuthenticationTypes = ["md2"] }, "Ipmi15Enabled"),
        ["IPMI 1.5 beside 2.0"] = new("Ipmi15Enabled", SecuritySeverity.Medium, "in addition to IPMI 2.0. Authentication types: MD5.", good => good with { AuthenticationTypes = ["md5"] }),
        ["IPMI 1.5 without a type"] = new("Ipmi15Enabled", SecuritySeverity.Medium, "enable no authentication type; it offers: MD5.", good => AuditedBmc.WithLan(good with { AuthenticationTypes = ["md5"] }, (2, "00 00 00 00 00"))),
        ["IPMI 1.5 alone"] = new("Ipmi15Enabled", SecuritySeverity.High, "only", good => good with { AuthenticationTypes = ["md5"], CipherSuites = [] }),
        ["per-message authentication off"] = new("PerMessageAuthenticationDisabled", SecuritySeverity.High, "off on channel 1", good => good with { AuthenticationTypes = ["md5"], PerMessageAuthentication = false }, "Ipmi15Enabled"),
        ["user-level authentication off"] = new("UserLevelAuthenticationDisabled", SecuritySeverity.Medium, "off on channel 1", good => good with { AuthenticationTypes = ["md5"], UserLevelAuthentication = false }, "Ipmi15Enabled"),
        ["no Kg"] = new("KgUnset", SecuritySeverity.Low, "no key is set", good => good with { BmcKey = null }),
        ["no lock-out"] = new("BadPasswordThresholdOff", SecuritySeverity.Medium, "off", good => AuditedBmc.WithLan(good, (26, "00 00 00 00 00 00"))),
        ["no such parameter"] = new("BadPasswordThresholdUnsupported", SecuritySeverity.Low, "does not support LAN parameter 26", good => AuditedBmc.WithLan(good, (26, ""))),
        ["anonymous"] = new("AnonymousLogIn", SecuritySeverity.Critical, "neither name nor password", good => good with { NullUser = new() { Privilege = PrivilegeLevel.Operator, MayUseSol = false } }, "NullUser"),
        ["null user"] = new("NullUser", SecuritySeverity.High, "no name (id 1, Operator)", good => good with { NullUser = new() { Password = "x", Privilege = PrivilegeLevel.Operator, MayUseSol = false } }),
        ["default name"] = new("DefaultAccountName", SecuritySeverity.Medium, "'ADMIN' (id 4, Operator), a default name of Supermicro", good => AuditedBmc.WithUser(good, "ADMIN")),
        ["default name in another case"] = new("DefaultAccountName", SecuritySeverity.Medium, "'Root' (id 4, Operator), a default name of Dell", good => AuditedBmc.WithUser(good, "Root")),
        ["administrators"] = new("ExcessAdministrators", SecuritySeverity.Low, "Administrators who can log in: 3", good =>
            AuditedBmc.WithUser(AuditedBmc.WithUser(good, "one", PrivilegeLevel.Administrator), "two", PrivilegeLevel.Administrator)),
        ["console for users"] = new("SolPayloadAccess", SecuritySeverity.Low, "'reader' (id 4, User)", good =>
            AuditedBmc.WithUser(good, "reader", PrivilegeLevel.User, mayUseSol: true) with { SolParameters = AuditedBmc.Parameters((2, "C2")) }, "SolPrivilege"),
        ["console in clear"] = new("SolUnencrypted", SecuritySeverity.Medium, "Encryption of SOL is not required.", good => good with { SolParameters = AuditedBmc.Parameters((2, "43")) }),
        ["console unsigned"] = new("SolUnencrypted", SecuritySeverity.Medium, "Authentication of SOL is not required.", good => good with { SolParameters = AuditedBmc.Parameters((2, "83")) }),
        ["console privilege"] = new("SolPrivilege", SecuritySeverity.Low, "requires the privilege User", good => good with { SolParameters = AuditedBmc.Parameters((2, "C2")) }),
        ["community"] = new("SnmpCommunity", SecuritySeverity.Low, "'public'", good => AuditedBmc.WithLan(good, (16, "70 75 62 6C 69 63 00 00 00 00 00 00 00 00 00 00 00 00"))),
        ["channel limit"] = new("ChannelPrivilegeLimit", SecuritySeverity.Information, "Channel 1 allows sessions up to Administrator.", good => good with { ChannelPrivilegeLimit = PrivilegeLevel.Administrator }),
        ["public address"] = new("PublicAddress", SecuritySeverity.High, "its own address is 8.8.8.8", good => AuditedBmc.WithLan(good, (3, "08 08 08 08"))),
        ["public IPv6 address"] = new("PublicAddress", SecuritySeverity.High, "its own address is 2a00:1450:4001::1.", good => AuditedBmc.WithLan(good, (59, "00 01 2A 00 14 50 40 01 00 00 00 00 00 00 00 00 00 01 40 00"))),
        ["public gateway"] = new("PublicAddress", SecuritySeverity.High, "its gateway is 8.8.8.1", good => AuditedBmc.WithLan(good, (12, "08 08 08 01"))),
    };

    public static TheoryData<string> Faults => [.. s_faults.Keys];

    [Fact]
    public async Task A_well_kept_BMC_has_no_findings_but_those_that_IPMI_brings()
    {
        var findings = await new AuditedBmc().AuditAsync();
        Assert.Equal(["FirmwareAgeUnknown", "HmacExposure"], findings.Failed());
        Assert.Equal(["DefaultPassword"], findings.Where(finding => finding.Status == SecurityStatus.NotChecked).Select(finding => finding.Id));
        Assert.Equal(SecuritySeverity.Low, findings.Of("HmacExposure").Severity);
        Assert.Equal(SecurityAudit.CheckIds.OrderBy(id => id), findings.Select(finding => finding.Id).OrderBy(id => id));
        Assert.All(findings, finding => Assert.Equal("bench", finding.ComputerName));
        Assert.All(findings, finding => Assert.NotEqual("", finding.Evidence));
        Assert.All(findings.Where(finding => finding.Status != SecurityStatus.Failed), finding => Assert.Equal((null, null, SecuritySeverity.Information), (finding.Remedy, finding.Recommendation, finding.Severity)));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_has_its_finding(string fault)
    {
        var (id, severity, evidence, options, others) = s_faults[fault];
        var findings = await new AuditedBmc(options(AuditedBmc.Good)).AuditAsync();
        string[] expected = [id, .. others];
        Assert.Equal(expected.OrderBy(name => name), findings.Failed().Where(name => name is not ("HmacExposure" or "FirmwareAgeUnknown")).OrderBy(name => name));
        var finding = findings.Of(id);
        Assert.Equal(severity, finding.Severity);
        Assert.Contains(evidence, finding.Evidence);
        Assert.False(string.IsNullOrEmpty(finding.Remedy));
        Assert.False(string.IsNullOrEmpty(finding.Recommendation));
    }

    /// <summary>Tests of Test-IpmiSecurity run the lines.</summary>
    [Fact]
    public async Task Remedies_are_lines_of_cmdlets_and_the_same_for_one_setting()
    {
        var options = new SimulatorOptions { NullUser = new() { Password = "x", Privilege = PrivilegeLevel.Operator }, UserLevelAuthentication = false };
        var findings = await new AuditedBmc(options with { CipherSuites = [0, 1, 2, 3, 8, 9, 17] }).AuditAsync(AuditedBmc.AsAuditor with { MaximumAdministrators = 0 });
        const string Suites = "Set-IpmiCipherSuite -ComputerName 'bench' -Channel 1 -Suite 0, 1, 2, 8, 9 -PrivilegeLimit Unused",
            Types = "Set-IpmiNetwork -ComputerName 'bench' -Channel 1 -CallbackAuthentication None -UserAuthentication None -OperatorAuthentication None -AdministratorAuthentication None -OemAuthentication None",
            Console = "Set-IpmiSolConfiguration -ComputerName 'bench' -Channel 1 -ForceEncryption $true -ForceAuthentication $true -Privilege Operator";
        var expected = new Dictionary<string, string>
        {
            ["AuthenticationMd2"] = Types,
            ["AuthenticationNone"] = Types,
            ["AuthenticationStraightPassword"] = Types,
            ["BadPasswordThresholdOff"] = "Set-IpmiNetwork -ComputerName 'bench' -Channel 1 -BadPasswordThreshold 5 -BadPasswordResetInterval 300 -LockOutInterval 300",
            ["ChannelPrivilegeLimit"] = "Set-IpmiChannel -ComputerName 'bench' -Channel 1 -PrivilegeLimit Operator # run this last: afterwards, no session over this channel has more than Operator",
            ["CipherSuiteObsolete"] = Suites,
            ["CipherSuiteUnprotected"] = Suites,
            ["CipherSuiteZero"] = Suites,
            ["DefaultAccountName"] = "Set-IpmiUser -ComputerName 'bench' -Id 2 -NewName $name2 # first set $name2: the new name, at most 16 bytes",
            ["ExcessAdministrators"] = "Set-IpmiUser -ComputerName 'bench' -Channel 1 -Id $userId -Privilege Operator # first set $userId: the ID of an administrator who needs no more than that",
            ["FirmwareAgeUnknown"] = "Specify the oldest acceptable versions with -FirmwareBaseline.",
            ["HmacExposure"] = "Update-IpmiPassword -ComputerName 'bench'",
            ["Ipmi15Enabled"] = Types,
            ["KgUnset"] = "Set-IpmiBmcKey -ComputerName 'bench' -Channel 1 -NewKey $bmcKey # first set $bmcKey = New-IpmiPassword -Length 20, and keep it: each log-in then needs -BmcKey $bmcKey",
            ["NullUser"] = "Disable-IpmiUser -ComputerName 'bench' -Id 1",
            ["SnmpCommunity"] = "Set-IpmiNetwork -ComputerName 'bench' -Channel 1 -Community $community # first set $community = Read-Host 'New community, at most 18 characters' -AsSecureString",
            ["SolPayloadAccess"] = "Set-IpmiUser -ComputerName 'bench' -Channel 1 -Id 4 -Payloads None",
            ["SolPrivilege"] = Console,
            ["SolUnencrypted"] = Console,
            ["UserLevelAuthenticationDisabled"] = "Set-IpmiChannel -ComputerName 'bench' -Channel 1 -UserLevelAuthentication $true",
        };
        Assert.Equal(expected.OrderBy(line => line.Key, StringComparer.Ordinal), findings.Failed().ToDictionary(id => id, id => findings.Of(id).Remedy!).OrderBy(line => line.Key, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("00 01 80 24 02 00 00 00 00", "Set-IpmiNetwork -ComputerName 'bmc1' -Channel 1 -BadPasswordThreshold 5")]
    [InlineData("00 0E 80 24 02 00 00 00 00", "Set-IpmiNetwork -ComputerName 'bmc1' -BadPasswordThreshold 5")]
    public async Task A_line_has_the_channel_if_its_number_is_known(string capabilities, string line)
    {
        var bmc = new AuditedBmc(AuditedBmc.WithLan(AuditedBmc.Good, (26, "00 00 00 00 00 00")));
        var findings = await bmc.AuditAsync(request => request.Code == GetChannelAuthenticationCapabilities.Definition.Code ? capabilities : null);
        Assert.StartsWith(line, findings.Of("BadPasswordThresholdOff").Remedy);
    }

    [Theory]
    [InlineData("00 02 00 00 00", "None")]
    [InlineData("00 02 00", "None")]
    [InlineData("00 02 00 85 00", "Oem0, Oem2, Oem7")]
    public async Task Other_payloads_of_a_user_stay_allowed(string payloads, string kept)
    {
        var bmc = new AuditedBmc(AuditedBmc.WithUser(AuditedBmc.Good, "reader", PrivilegeLevel.User) with { SolParameters = AuditedBmc.Parameters((2, "C2")) });
        var findings = await bmc.AuditAsync(request => request.Code == GetUserPayloadAccess.Definition.Code && request.Data[1] == 4 ? payloads : null);
        Assert.Equal($"Set-IpmiUser -ComputerName 'bmc1' -Channel 1 -Id 4 -Payloads {kept}", findings.Of("SolPayloadAccess").Remedy);
    }

    [Fact]
    public async Task A_BMC_with_IPMI_15_alone_keeps_MD5_and_the_vendors_type()
    {
        var findings = await new AuditedBmc(AuditedBmc.WithLan(AuditedBmc.Good with { CipherSuites = [], AuthenticationTypes = ["none", "md5"] }, (2, "05 04 24 37 01"))).AuditAsync();
        Assert.Equal("Set-IpmiNetwork -ComputerName 'bench' -Channel 1 -CallbackAuthentication Md5 -UserAuthentication Md5 -OperatorAuthentication Md5, Oem -AdministratorAuthentication Md5, Oem -OemAuthentication None", findings.Of("AuthenticationNone").Remedy);
    }

    [Theory]
    [InlineData("40", true)]
    [InlineData("42", true)]
    [InlineData("43", false)]
    [InlineData("45", false)]
    [InlineData("4F", false)]
    public async Task A_privilege_for_the_console_that_is_high_enough_stays(string settings, bool isRaised)
    {
        string remedy = (await new AuditedBmc(AuditedBmc.Good with { SolParameters = AuditedBmc.Parameters((2, settings)) }).AuditAsync()).Of("SolUnencrypted").Remedy!;
        Assert.Equal("Set-IpmiSolConfiguration -ComputerName 'bench' -Channel 1 -ForceEncryption $true -ForceAuthentication $true" + (isRaised ? " -Privilege Operator" : ""), remedy);
    }

    [Fact]
    public void The_name_of_a_computer_is_literal_text_to_PowerShell() =>
        Assert.Equal("Disable-IpmiUser -ComputerName 'a''b\u2019\u2019c$d' -Id 1", Remedies.DisableUser(new SecurityFacts("a'b\u2019c$d", new SecurityAuditOptions()), 1));

    [Theory]
    [InlineData("suite 17 alone forbidden", new byte[] { 3, 17 }, "00 03", "-Suite 17 -PrivilegeLimit Operator", "")]
    [InlineData("suite 0 permitted beside", new byte[] { 0, 3, 17 }, "00 34 0F", "-Suite 17 -PrivilegeLimit Operator", "-Suite 0 -PrivilegeLimit Unused")]
    [InlineData("no good suite permitted", new byte[] { 0, 17 }, "00 04", "-Suite 17 -PrivilegeLimit Administrator", "Permit cipher suite 17 or 3 first")]
    public async Task Suite_17_is_permitted_and_no_way_in_is_taken_before_there_is_a_good_one(string what, byte[] suites, string map, string mendsMissing, string mendsZero)
    {
        var findings = await WithMap(suites, map).AuditAsync();
        Assert.Equal((what, $"Set-IpmiCipherSuite -ComputerName 'bench' -Channel 1 {mendsMissing}"), (what, findings.Of("CipherSuite17Missing").Remedy));
        Assert.Contains(mendsZero, findings.Of("CipherSuiteZero").Remedy ?? "");
    }

    [Theory]
    [InlineData("00 40 04")]
    [InlineData("00 4F 04")]
    [InlineData("00 46 04")]
    public async Task A_suite_whose_limit_is_no_privilege_is_not_used(string map) =>
        Assert.Equal(SecurityStatus.Passed, (await WithMap([0, 3, 17], map).AuditAsync()).Of("CipherSuiteZero").Status);

    /// <summary>The session of an audit over IPMI 2.0 uses one of the suites.</summary>
    [Theory]
    [InlineData(IpmiProtocol.Ipmi20, SecurityStatus.NotChecked)]
    [InlineData(IpmiProtocol.Ipmi15, SecurityStatus.Passed)]
    public async Task A_map_that_permits_no_suite_is_not_believed_after_a_log_in_with_one(IpmiProtocol protocol, SecurityStatus status) =>
        Assert.Equal(status, (await WithMap([0, 3, 17], "00").AuditAsync(AuditedBmc.AsAuditor with { Protocol = protocol })).Of("CipherSuiteZero").Status);

    [Fact]
    public async Task Nothing_is_changed_and_nobody_is_logged_in()
    {
        var bmc = new AuditedBmc(new SimulatorOptions());
        await bmc.AuditAsync();
        Assert.Empty(bmc.Commands.Keys.Except(s_reading));
        Assert.Equal(0, bmc.Bench.Bmc.RefusedLogIns);

        // Names and rights of three who can log in; of the others it is enough that they cannot.
        Assert.Equal((3L, 3L), (bmc.Commands["06h/46h"], bmc.Commands["06h/4Dh"]));
        Assert.InRange(bmc.Commands.Values.Sum(), 1, 60);
    }

    [Fact]
    public async Task A_BMC_that_falls_silent_is_given_up()
    {
        int asked = 0;
        var findings = await new AuditedBmc().AuditAsync(
            request => ++asked > 4 ? throw new IpmiException(IpmiErrorKind.Timeout, "silence") : null,
            AuditedBmc.AsAuditor with { IncludeDefaultCredential = true });
        Assert.InRange(asked, 5, 4 + 16);
        Assert.Contains("stopped responding", findings.Of("CipherSuiteZero").Evidence);
        Assert.All(["CipherSuiteZero", "BadPasswordThresholdOff", "DefaultAccountName", "DefaultPassword", "SnmpCommunity", "PublicAddress"],
            id => Assert.Equal((id, SecurityStatus.NotChecked), (id, findings.Of(id).Status)));
    }

    [Fact]
    public async Task A_BMC_that_leaves_some_commands_without_an_answer_is_asked_the_others()
    {
        var findings = await new AuditedBmc().AuditAsync(request => request.Command is GetChannelInfo or GetUserPayloadAccess ? throw new IpmiException(IpmiErrorKind.Timeout, "silence") : null);
        Assert.Equal(["DefaultPassword", "OtherLanChannel"], findings.Where(finding => finding.Status == SecurityStatus.NotChecked).Select(finding => finding.Id).OrderBy(id => id, StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_a_mere_user_may_not_read_is_not_checked()
    {
        var findings = await new AuditedBmc(AuditedBmc.Good with { CipherSuites = [0, 3, 17] }, PrivilegeLevel.User).AuditAsync();
        string[] hidden =
        [
            "CipherSuiteZero", "BadPasswordThresholdOff", "BadPasswordThresholdUnsupported", "DefaultAccountName", "ExcessAdministrators", "AuditAccountAdministrator",
            "SolPayloadAccess", "SnmpCommunity", "PublicAddress", "DefaultPassword",
        ];
        foreach (string id in hidden)
        {
            var finding = findings.Of(id);
            Assert.Equal((id, SecurityStatus.NotChecked, SecuritySeverity.Information), (finding.Id, finding.Status, finding.Severity));
            Assert.Null(finding.Remedy);
        }

        Assert.Contains("privilege level too low", findings.Of("SnmpCommunity").Evidence);
        Assert.Contains("The BMC lists 0; whether", findings.Of("CipherSuiteZero").Evidence);
    }

    [Theory]
    [InlineData(0x44, 1, "DefaultAccountName")]
    [InlineData(0x44, 3, "ExcessAdministrators")]
    [InlineData(0x46, 3, "NullUser")]
    [InlineData(0x4D, 4, "SolPayloadAccess")]
    public async Task A_user_that_cannot_be_read_is_not_taken_for_a_good_one(byte command, byte user, string id)
    {
        var bmc = new AuditedBmc(AuditedBmc.WithUser(AuditedBmc.Good, "reader", PrivilegeLevel.User) with { SolParameters = AuditedBmc.Parameters((2, "C2")) });
        Assert.Equal(SecurityStatus.Passed, (await bmc.AuditAsync()).Of(id).Status);
        foreach (string answer in command == GetUserName.Definition.Code ? (string[])["D5", ""] : ["D5", "", "00"])
        {
            var finding = (await bmc.AuditAsync(request => request.Code == command && request.Data[request.Data.Length - 1] == user ? answer : null)).Of(id);
            Assert.Equal((answer, SecurityStatus.NotChecked), (answer, finding.Status));
        }
    }

    [Fact]
    public async Task A_free_entry_that_has_no_name_to_give_is_no_riddle()
    {
        // CCh to Get User Name of a free entry: Sun X4140 and others.
        var findings = await new AuditedBmc().AuditAsync(request => request.Code == GetUserName.Definition.Code && request.Data[0] > 3 ? "CC" : null);
        Assert.Equal(SecurityStatus.Passed, findings.Of("DefaultAccountName").Status);
    }

    /// <summary>A flag that some BMCs set wrongly (Asus P5M2) weighs less than the list of users, if that was read whole.</summary>
    [Fact]
    public async Task A_flag_that_the_list_of_users_does_not_bear_out_weighs_little()
    {
        const string Flagged = "00 01 80 27 02 00 00 00 00";
        foreach (string id in (string[])["AnonymousLogIn", "NullUser"])
        {
            var finding = (await new AuditedBmc().AuditAsync(request => request.Code == GetChannelAuthenticationCapabilities.Definition.Code ? Flagged : null)).Of(id);
            Assert.Equal((SecurityStatus.Failed, SecuritySeverity.Low), (finding.Status, finding.Severity));
            Assert.Contains("none that could log in", finding.Evidence);
            finding = (await new AuditedBmc().AuditAsync(request => request.Command switch
            {
                GetChannelAuthenticationCapabilities => Flagged,
                GetUserAccess when request.Data[1] == 3 => "D5",
                _ => null,
            })).Of(id);
            Assert.True(finding.Severity >= SecuritySeverity.High);
        }
    }

    [Fact]
    public async Task IPMI_15_that_lets_nobody_in_weighs_little()
    {
        var bmc = new AuditedBmc(AuditedBmc.WithLan(AuditedBmc.Good, (2, "00 00 00 00 00")));
        var finding = (await bmc.AuditAsync(request => request.Code == GetChannelAuthenticationCapabilities.Definition.Code ? "00 01 80 24 03 00 00 00 00" : null)).Of("Ipmi15Enabled");
        Assert.Equal((SecurityStatus.Failed, SecuritySeverity.Low), (finding.Status, finding.Severity));
        Assert.Equal("In the vendor's setup program: disable IPMI 1.5, if there is an option for it.", finding.Remedy);
    }

    [Theory]
    [InlineData(false, "a key", SecurityStatus.Failed)]
    [InlineData(true, null, SecurityStatus.Passed)]
    public async Task Whether_a_BMC_key_is_set_the_log_in_shows_whatever_the_BMC_says(bool used, string? key, SecurityStatus status)
    {
        var findings = await new AuditedBmc(AuditedBmc.Good with { BmcKey = key }).AuditAsync(AuditedBmc.AsAuditor with { UsedBmcKey = used });
        Assert.Equal(status, findings.Of("KgUnset").Status);
        Assert.StartsWith("The log-in of the audit shows", findings.Of("KgUnset").Evidence);
        Assert.Equal(used ? SecuritySeverity.Low : SecuritySeverity.Medium, findings.Of("HmacExposure").Severity);
    }

    [Fact]
    public async Task Accounts_are_counted_only_where_all_were_read()
    {
        var bmc = new AuditedBmc();
        Assert.Contains("accounts that can log in: 2;", (await bmc.AuditAsync()).Of("HmacExposure").Evidence);
        var findings = await bmc.AuditAsync(request => request.Code == GetUserAccess.Definition.Code && request.Data[1] > 1 ? "D5" : null);
        Assert.Contains("the number of accounts that can log in could not be read", findings.Of("HmacExposure").Evidence);
        Assert.StartsWith("Users 2, 3, 4, 5, 6 and", findings.Of("AuditAccountAdministrator").Evidence);
    }

    [Theory]
    [InlineData("00 00 2A 00 14 50 40 01 00 00 00 00 00 00 00 00 00 01 40 01", 56)]
    [InlineData("00 80 FD 00 14 50 40 01 00 00 00 00 00 00 00 00 00 01 40 00", 56)]
    [InlineData("00 02 FE 80 00 00 00 00 00 00 00 00 00 00 00 00 00 01 40 00", 59)]
    [InlineData("00 02 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00", 59)]
    [InlineData("00 02 2A 00", 59)]
    public async Task IPv6_addresses_that_are_not_in_use_or_not_public_are_no_finding(string value, byte parameter) =>
        Assert.Equal(SecurityStatus.Passed, (await new AuditedBmc(AuditedBmc.WithLan(AuditedBmc.Good, (parameter, value))).AuditAsync()).Of("PublicAddress").Status);

    [Theory]
    [InlineData("00 0E 80 24 02 00 00 00 00")]
    [InlineData("00 01 80 24 02 00 00 00 00")]
    public async Task The_channel_may_have_no_number_to_give(string capabilities)
    {
        var bmc = new AuditedBmc();
        var findings = await bmc.AuditAsync(request => request.Code == GetChannelAuthenticationCapabilities.Definition.Code ? capabilities : null);
        Assert.Equal(["FirmwareAgeUnknown", "HmacExposure"], findings.Failed());
    }

    [Fact]
    public async Task Users_are_asked_for_by_the_channels_number_where_another_is_refused()
    {
        var findings = await new AuditedBmc(AuditedBmc.WithUser(AuditedBmc.Good, "root")).AuditAsync(request => request.Code == GetUserAccess.Definition.Code && request.Data[0] == 0x0E ? "CC" : null);
        Assert.Equal(SecurityStatus.Failed, findings.Of("DefaultAccountName").Status);
    }

    [Fact]
    public async Task Other_LAN_channels_are_named_unless_they_are_disabled()
    {
        // Channels 3 and 8 are LANs, and 8 is disabled; 6 is a serial port.
        var findings = await new AuditedBmc().AuditAsync(request => (request.Command, request.Data.FirstOrDefault()) switch
        {
            (GetChannelInfo, 3 or 8) => $"00 {request.Data[0]:X2} 04 01 80 F2 1B 00 00 00",
            (GetChannelInfo, 6) => "00 06 05 05 40 F2 1B 00 00 00",
            (GetChannelAccess, 3) => "00 02 04",
            (GetChannelAccess, 8) => "00 00 04",
            _ => null,
        });
        Assert.Contains("channel 1; the BMC also has 3.", findings.Of("OtherLanChannel").Evidence);
    }

    [Theory]
    [InlineData("C1", SecurityStatus.NotChecked)]
    [InlineData("D4", SecurityStatus.NotChecked)]
    [InlineData("", SecurityStatus.NotChecked)]
    [InlineData("C9", SecurityStatus.Passed)]
    public async Task Channels_that_cannot_be_read_are_not_taken_for_absent(string answer, SecurityStatus status)
    {
        var findings = await new AuditedBmc().AuditAsync(request => request.Code == GetChannelInfo.Definition.Code ? answer : null);
        Assert.Equal(status, findings.Of("OtherLanChannel").Status);
    }

    [Theory]
    [InlineData("C1")]
    [InlineData("00 01 04 04")]
    public async Task What_the_session_itself_shows_goes_before_what_the_BMC_says_of_its_sessions(string capabilities)
    {
        // Some BMCs set these flags wrongly: this one reports no IPMI 2.0, but the audit uses it.
        var findings = await new AuditedBmc(AuditedBmc.WithLan(AuditedBmc.Good with { CipherSuites = [0, 3, 17] }, (24, "00 44 04 00 00 00 00 00 00")))
            .AuditAsync(request => request.Code == GetChannelAuthenticationCapabilities.Definition.Code ? capabilities : null, AuditedBmc.AsAuditor with { Protocol = IpmiProtocol.Ipmi20 });
        Assert.Equal(SecurityStatus.Failed, findings.Of("CipherSuiteZero").Status);
        Assert.Equal(SecurityStatus.Failed, findings.Of("HmacExposure").Status);
        Assert.NotEqual(SecurityStatus.NotApplicable, findings.Of("SolUnencrypted").Status);
    }

    [Fact]
    public async Task A_BMC_that_refuses_its_ways_to_log_in_within_a_session_is_asked_outside()
    {
        var probe = new IpmiProbe { Capabilities = new ChannelAuthenticationCapabilities { Channel = 1, AuthenticationTypes = 0x81, Extended = 0x03, Status = 0x01 } };
        var bmc = new AuditedBmc();
        foreach (bool answers in (bool[])[true, false])
        {
            var findings = await bmc.AuditAsync(
                request => request.Code == GetChannelAuthenticationCapabilities.Definition.Code ? "C1" : null,
                AuditedBmc.AsAuditor with { Probe = _ => answers ? Task.FromResult(probe) : throw new IpmiException(IpmiErrorKind.Timeout, "silence") });
            Assert.Equal(answers ? SecurityStatus.Failed : SecurityStatus.NotChecked, findings.Of("AnonymousLogIn").Status);
            Assert.Equal(answers ? SecurityStatus.Failed : SecurityStatus.NotChecked, findings.Of("Ipmi15Enabled").Status);
        }
    }

    [Fact]
    public async Task Suites_beyond_the_sixteen_of_the_map_count()
    {
        var finding = (await new AuditedBmc(new SimulatorOptions()).AuditAsync()).Of("CipherSuiteObsolete");
        Assert.Contains("13, 14, 18, 19 (not in the privilege map)", finding.Evidence);
        Assert.Contains("disable 13, 14, 18, 19, for which the map has no entry", finding.Remedy);
        finding = (await new AuditedBmc(AuditedBmc.WithLan(AuditedBmc.Good with { CipherSuites = [0, 3, 17] }, (23, "00 03 11"), (22, "02"))).AuditAsync()).Of("CipherSuiteZero");
        Assert.Equal("In the vendor's setup program: disable cipher suite 0, for which the BMC's privilege map has no entry.", finding.Remedy);
    }

    [Fact]
    public async Task Hashes_weigh_more_where_the_address_is_public_and_less_where_a_key_is_set()
    {
        Assert.Equal(SecuritySeverity.Medium, (await new AuditedBmc(AuditedBmc.Good with { BmcKey = null }).AuditAsync()).Of("HmacExposure").Severity);
        var reached = AuditedBmc.AsAuditor with { Address = IPAddress.Parse("2a00:1450:4001::1") };
        var findings = await new AuditedBmc().AuditAsync(reached);
        Assert.Equal(SecuritySeverity.High, findings.Of("HmacExposure").Severity);
        Assert.Contains("it was reached at 2a00:1450:4001::1", findings.Of("PublicAddress").Evidence);
        Assert.Equal(SecurityStatus.NotApplicable, (await new AuditedBmc(AuditedBmc.Good with { CipherSuites = [], AuthenticationTypes = ["md5"] }).AuditAsync()).Of("HmacExposure").Status);
    }

    [Fact]
    public async Task An_audit_by_an_administrator_says_so()
    {
        var findings = await new AuditedBmc().AuditAsync(new SecurityAuditOptions { UserName = AuditedBmc.Administrator });
        Assert.Equal(SecurityStatus.Failed, findings.Of("AuditAccountAdministrator").Status);
        Assert.Equal(SecurityStatus.NotChecked, (await new AuditedBmc().AuditAsync(new SecurityAuditOptions { UserName = "unknown" })).Of("AuditAccountAdministrator").Status);
    }

    [Fact]
    public async Task A_console_that_is_off_needs_no_encryption()
    {
        var findings = await new AuditedBmc(AuditedBmc.Good with { SolParameters = AuditedBmc.Parameters((1, "00"), (2, "02")) }).AuditAsync();
        Assert.All(["SolUnencrypted", "SolPrivilege", "SolPayloadAccess"], id => Assert.Equal(SecurityStatus.NotApplicable, findings.Of(id).Status));
    }

    [Theory]
    [InlineData("2.13", SecurityStatus.Passed)]
    [InlineData("2.14", SecurityStatus.Passed)]
    [InlineData("2.15", SecurityStatus.Failed)]
    [InlineData("3.0", SecurityStatus.Failed)]
    public async Task Firmware_is_compared_with_a_baseline_where_there_is_one(string oldestGood, SecurityStatus status)
    {
        var baseline = new FirmwareBaseline(32473, 257, oldestGood);
        var findings = await new AuditedBmc().AuditAsync(AuditedBmc.AsAuditor with { Firmware = [new FirmwareBaseline(674, null, "9.9"), baseline] });
        Assert.Equal(status, findings.Of("FirmwareOutdated").Status);
        Assert.Contains("firmware 2.14", findings.Of("FirmwareOutdated").Evidence);
        Assert.Equal(SecurityStatus.Passed, findings.Of("FirmwareAgeUnknown").Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2")]
    [InlineData("2.4.1")]
    [InlineData("x.1")]
    [InlineData("200.1")]
    [InlineData("-1.1")]
    public void A_baseline_that_is_no_version_is_refused(string version) => Assert.Throws<FormatException>(() => new FirmwareBaseline(674, null, version));

    [Fact]
    public async Task Names_cannot_steer_a_terminal_nor_a_shell()
    {
        var findings = await new AuditedBmc(AuditedBmc.WithUser(AuditedBmc.WithUser(AuditedBmc.Good, "\u001b[2J';rm\u202E\0", PrivilegeLevel.Administrator), "b\n", PrivilegeLevel.Administrator)).AuditAsync();
        var finding = findings.Of("ExcessAdministrators");
        Assert.Contains(@"'\u001B[2J';rm\u202E' (id 4, Administrator), 'b\u000A' (id 5, Administrator)", finding.Evidence);
        Assert.DoesNotContain(findings, one => (one.Remedy ?? "").Contains("';rm") || one.Evidence.Any(char.IsControl));
    }

    [Fact]
    public async Task A_BMC_that_does_not_even_say_what_it_is_is_no_audit() =>
        await Assert.ThrowsAsync<IpmiException>(() => new AuditedBmc().AuditAsync(request => request.Code == GetDeviceId.Definition.Code && request.NetFn == NetFn.App ? "" : null));

    [Fact]
    public async Task Time_that_is_up_is_told_and_gives_no_findings()
    {
        using var up = new CancellationTokenSource();
        up.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SecurityAudit.RunAsync(new Support.ScriptedBmc(_ => [0xC1]), AuditedBmc.AsAuditor, up.Token));
    }

    [Fact]
    public void Without_a_log_in_what_is_told_to_everybody_is_judged_and_the_rest_is_not_checked()
    {
        var probe = new IpmiProbe
        {
            Endpoint = new LanEndpoint("9.9.9.9"),
            Capabilities = new ChannelAuthenticationCapabilities { Channel = 1, AuthenticationTypes = 0x15, Status = 0x01 },
        };
        var findings = SecurityAudit.FromOutside("old", probe, "there was no log-in", new SecurityAuditOptions());
        Assert.Equal(["AnonymousLogIn", "AuthenticationNone", "AuthenticationStraightPassword", "Ipmi15Enabled", "NullUser", "PublicAddress"], findings.Failed());
        Assert.Equal(SecurityStatus.NotApplicable, findings.Of("CipherSuiteZero").Status);
        foreach (string id in (string[])["AuthenticationMd2", "DefaultAccountName", "BadPasswordThresholdOff", "ExcessAdministrators", "FirmwareAgeUnknown", "OtherLanChannel", "SnmpCommunity"])
            Assert.Equal((id, SecurityStatus.NotChecked, true), (id, findings.Of(id).Status, findings.Of(id).Evidence.Contains("there was no log-in")));
        Assert.All(findings, finding => Assert.Equal("old", finding.ComputerName));

        // The BMC also reports before a log-in what is off; that something is on is not authenticated.
        Assert.Equal(SecurityStatus.NotChecked, findings.Of("PerMessageAuthenticationDisabled").Status);
        probe = probe with { Capabilities = probe.Capabilities with { Status = 0x14 } };
        findings = SecurityAudit.FromOutside("old", probe, "there was no log-in", new SecurityAuditOptions());
        Assert.Equal(SecurityStatus.Failed, findings.Of("PerMessageAuthenticationDisabled").Status);
        Assert.Equal(SecurityStatus.NotChecked, findings.Of("UserLevelAuthenticationDisabled").Status);
    }

    /// <summary>With the first bytes of LAN parameter 24; the others are zero.</summary>
    private static AuditedBmc WithMap(byte[] suites, string map) =>
        new(AuditedBmc.WithLan(AuditedBmc.Good with { CipherSuites = suites }, (24, (map + " 00 00 00 00 00 00 00 00").Substring(0, 26))));

    private sealed record Fault(string Id, SecuritySeverity Severity, string Evidence, Func<SimulatorOptions, SimulatorOptions> Options, params string[] Others);
}
