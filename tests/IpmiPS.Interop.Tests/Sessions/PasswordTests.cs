using System.Net;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Interop.Support;
using IpmiPS.Users;
using Xunit;

namespace IpmiPS.Interop.Sessions;

/// <summary>New passwords on ipmi_sim: that they are valid is what ipmitool says.</summary>
public sealed class PasswordTests : IAsyncLifetime
{
    private IpmiSimBmc _bmc = null!;

    public async Task InitializeAsync() => _bmc = await IpmiSimBmc.StartAsync($"user 3 true \"operator\" \"operator\" operator 10 {IpmiSimBmc.EveryType}");

    public async Task DisposeAsync() => await _bmc.DisposeAsync();

    [InteropTheory(Needs.IpmiSim | Needs.IpmiTool)]
    [InlineData("admin", 16)]
    [InlineData("operator", 16)]
    public async Task A_new_password_logs_in_with_ipmitool_and_the_one_before_does_not(string account, int length)
    {
        using var client = await _bmc.ConnectAsync();
        var user = await UserAccount.FindAsync(client, account, default);
        var change = ChangeOf(client, user, TestBmc.Secret(account));
        await change.PrepareAsync(default);
        var password = PasswordGenerator.Next(length);
        var outcome = await change.SetAsync(password, default);

        Assert.Equal(new PasswordOutcome(PasswordState.Changed, Verified: true), outcome);
        Assert.Equal(0, (await ToolAsync(account, TextOf(password))).ExitCode);
        Assert.NotEqual(0, (await ToolAsync(account, account)).ExitCode);

        Assert.Equal((PasswordState.RolledBack, true), ((outcome = await change.UndoAsync()).State, outcome.Verified));
        Assert.Equal(0, (await ToolAsync(account, account)).ExitCode);
        Assert.NotEqual(0, (await ToolAsync(account, TextOf(password))).ExitCode);
    }

    /// <summary>ipmi_sim takes 20 bytes and keeps 16 of them; its Test Password says yes to anything, so it is the log-in that tells.</summary>
    [InteropTheory(Needs.IpmiSim | Needs.IpmiTool)]
    [InlineData(17)]
    [InlineData(20)]
    public async Task A_password_that_it_cuts_is_taken_back(int length)
    {
        using var client = await _bmc.ConnectAsync();
        var change = ChangeOf(client, await UserAccount.FindAsync(client, "admin", default), TestBmc.Secret("admin"));
        await change.PrepareAsync(default);
        var outcome = await change.SetAsync(PasswordGenerator.Next(length), stopWaiting: new CancellationToken(canceled: true));

        Assert.Equal((PasswordState.RolledBack, true, true), (outcome.State, outcome.Verified, outcome.MayBeTooLong));
        Assert.Equal(0, (await ToolAsync("admin", "admin")).ExitCode);
    }

    private PasswordChange ChangeOf(IpmiClient client, UserAccount user, SecureString present) => new(client, user, new PasswordChangeOptions
    {
        PresentPassword = present,
        IsPresentPasswordProven = true,
        LogInAsync = async password =>
        {
            using var other = await _bmc.ConnectAsync(options => options with { UserName = user.Name, Password = password });
            await other.CloseAsync();
        },
    });

    private Task<ToolResult> ToolAsync(string user, string password) => ExternalTool.RunAsync(
        "ipmitool", ["-I", "lanplus", "-C", "3", "-N", "1", "-R", "2", "-L", "USER", "-H", _bmc.Address, "-p", $"{((LanEndpoint)_bmc.Options.Endpoint!).Port}", "-U", user, "-P", password, "mc", "info"]);

    private static string TextOf(SecureString password) => new NetworkCredential("", password).Password;
}
