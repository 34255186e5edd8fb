using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Security;
using IpmiPS.Simulator;
using Xunit;

namespace IpmiPS.Tests.Security;

/// <summary>Vendors' default passwords: only on demand, one for each account, compared by the BMC, and never if that could lock an account.</summary>
public sealed class DefaultPasswordTests
{
    private const string SetUserPasswordKey = "06h/47h";

    private static readonly SecurityAuditOptions s_options = AuditedBmc.AsAuditor with { IncludeDefaultCredential = true };

    private static readonly SimulatorOptions s_open = AuditedBmc.WithLan(AuditedBmc.Good, (26, "00 00 00 00 00 00"));

    private static AuditedBmc Bmc(SimulatorOptions options) => new(options, PrivilegeLevel.Administrator);

    [Theory]
    [InlineData("root", "calvin", "Dell")]
    [InlineData("ADMIN", "ADMIN", "Supermicro")]
    [InlineData("USERID", "PASSW0RD", "IBM")]
    [InlineData("sysadmin", "superuser", "AMI")]
    public async Task An_account_with_the_password_that_it_was_delivered_with_is_found(string name, string password, string vendor)
    {
        var bmc = Bmc(AuditedBmc.WithUser(s_open, name, password: password));
        var finding = (await bmc.AuditAsync(s_options)).Of("DefaultPassword");
        Assert.Equal((SecurityStatus.Failed, SecuritySeverity.Critical), (finding.Status, finding.Severity));
        Assert.Contains($"'{name}' (id 4, Operator) has the default password of {vendor}", finding.Evidence);
        Assert.DoesNotContain("calvin", finding.Evidence);

        // The default password, and a random one, to verify that the BMC compares.
        Assert.Equal(2, bmc.Commands[SetUserPasswordKey]);
        Assert.True(bmc.Bench.Bmc.State.Users.Find(4)!.HasPassword(System.Text.Encoding.ASCII.GetBytes(password)));
        Assert.Equal(0, bmc.Bench.Bmc.RefusedLogIns);
    }

    [Fact]
    public async Task One_password_is_tested_for_an_account_whatever_comes_of_it()
    {
        var options = AuditedBmc.WithUser(AuditedBmc.WithUser(AuditedBmc.WithUser(s_open, "root", password: "own"), "admin", password: "own"), "someone");
        var bmc = Bmc(options);
        var finding = (await bmc.AuditAsync(s_options)).Of("DefaultPassword");
        Assert.Equal(SecurityStatus.Passed, finding.Status);
        Assert.Contains("'root' (id 4, Operator), 'admin' (id 5, Operator). One password was compared for each.", finding.Evidence);
        Assert.Equal(2, bmc.Commands[SetUserPasswordKey]);
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, "Not tested, because accounts are disabled for bad passwords. Users are disabled after 3 bad passwords, until an administrator enables them; the count is not reset.", "00 03 00 00 00 00")]
    [InlineData(true, "it could not be read whether bad passwords disable accounts", "")]
    [InlineData(true, "it could not be read whether bad passwords disable accounts", "00")]
    public async Task Nothing_is_tested_unless_it_is_asked_for_and_locks_nobody(bool include, string? reason, string? threshold = null)
    {
        var options = AuditedBmc.WithUser(s_open, "root", password: "calvin");
        var bmc = Bmc(threshold is null ? options : AuditedBmc.WithLan(options, (26, threshold)));
        var finding = (await bmc.AuditAsync(s_options with { IncludeDefaultCredential = include })).Of("DefaultPassword");
        Assert.Equal(SecurityStatus.NotChecked, finding.Status);
        Assert.Contains(reason ?? "-IncludeDefaultCredential", finding.Evidence);
        Assert.DoesNotContain(SetUserPasswordKey, bmc.Commands.Keys);
    }

    [Fact]
    public async Task Accounts_that_cannot_log_in_are_left_alone()
    {
        var bmc = Bmc(AuditedBmc.WithUser(s_open, "root", password: "calvin", enabled: false));
        Assert.Equal(SecurityStatus.Passed, (await bmc.AuditAsync(s_options)).Of("DefaultPassword").Status);
        Assert.DoesNotContain(SetUserPasswordKey, bmc.Commands.Keys);
    }

    [Fact]
    public async Task A_password_of_the_other_size_is_compared_in_that_size()
    {
        var bmc = Bmc(AuditedBmc.WithUser(s_open, "root"));
        bmc.Bench.Bmc.State.Users.Find(4)!.SetPassword(System.Text.Encoding.ASCII.GetBytes("calvin"), isLong: true);
        Assert.Equal(SecurityStatus.Failed, (await bmc.AuditAsync(s_options)).Of("DefaultPassword").Status);
        Assert.Equal(4, bmc.Commands[SetUserPasswordKey]);
    }

    [Theory]
    [InlineData("00", "accepts any")]
    [InlineData("C0", "node busy")]
    public async Task A_yes_of_a_BMC_that_does_not_compare_is_not_believed(string answerToControl, string reason)
    {
        var bmc = Bmc(AuditedBmc.WithUser(AuditedBmc.WithUser(s_open, "root", password: "other"), "admin", password: "admin"));
        int tests = 0;
        var finding = (await bmc.AuditAsync(request => request.Code == SetUserPassword.Definition.Code ? tests++ == 0 ? "00" : answerToControl : null, s_options)).Of("DefaultPassword");
        Assert.Equal(SecurityStatus.NotChecked, finding.Status);
        Assert.Contains(reason, finding.Evidence);
        Assert.Equal(2, tests);
    }

    [Fact]
    public async Task Without_the_rights_of_an_administrator_it_is_not_checked()
    {
        var bmc = new AuditedBmc(AuditedBmc.WithUser(s_open, "root", password: "calvin"));
        var finding = (await bmc.AuditAsync(s_options)).Of("DefaultPassword");
        Assert.Equal(SecurityStatus.NotChecked, finding.Status);
        Assert.Contains("privilege level too low", finding.Evidence);
    }

    [Fact]
    public async Task What_was_found_before_the_BMC_refused_to_go_on_is_told()
    {
        var bmc = Bmc(AuditedBmc.WithUser(AuditedBmc.WithUser(s_open, "root", password: "calvin"), "admin", password: "admin"));
        var finding = (await bmc.AuditAsync(request => request.Code == SetUserPassword.Definition.Code && request.Data[0] == 5 ? "C0" : null, s_options)).Of("DefaultPassword");
        Assert.Equal(SecurityStatus.Failed, finding.Status);
        Assert.Contains("'root'", finding.Evidence);
        Assert.Contains("did not test the passwords: Set User Password: node busy", finding.Evidence);
    }

    [Fact]
    public void The_own_vendors_password_goes_before_others()
    {
        Assert.Equal("changeme", DefaultAccounts.ToTest("root", 42, 0)!.Password);
        Assert.Equal("0penBmc", DefaultAccounts.ToTest("root", 49871, 0)!.Password);
        Assert.Equal("calvin", DefaultAccounts.ToTest("root", 1, 0)!.Password);
        Assert.Equal("ADMIN", DefaultAccounts.ToTest("ADMIN", 47488, 0)!.Password);
        Assert.Null(DefaultAccounts.ToTest("Root", 674, 0));
        Assert.Null(DefaultAccounts.ToTest("", 674, 0));
        Assert.Equal("Admin@9000", DefaultAccounts.ToTest("Administrator", 2011, 0)!.Password);

        // HPE prints a different password on each server's label, so there is none to test.
        Assert.Null(DefaultAccounts.ToTest("Administrator", 11, 0));
    }

    [Fact]
    public void Every_default_account_has_its_source_and_fits_into_IPMI() => Assert.All(DefaultAccounts.All, account =>
    {
        Assert.NotEqual("", account.Source);
        Assert.InRange(account.UserName.Length, 1, 16);
        Assert.InRange(account.Password?.Length ?? 1, 1, 16);
        Assert.Single(DefaultAccounts.All, other => other.UserName == account.UserName && other.Vendor == account.Vendor);
    });
}
