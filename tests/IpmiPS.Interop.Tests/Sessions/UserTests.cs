using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Commands.Chassis;
using IpmiPS.Interop.Support;
using Xunit;

namespace IpmiPS.Interop.Sessions;

/// <summary>Users, passwords, privilege limits and the BMC key, as ipmi_sim judges them. It holds names of up to 15 and passwords of up to 19 bytes.</summary>
public sealed class UserTests : IAsyncLifetime
{
    private const string Users = $"""
        user 3 true "operator" "operator" operator 10 {IpmiSimBmc.EveryType}
        user 4 true "user" "user" user 10 {IpmiSimBmc.EveryType}
        user 5 true "sixteen" "0123456789abcdef" admin 10 {IpmiSimBmc.EveryType}
        user 6 true "fifteen_letters" "admin" admin 10 {IpmiSimBmc.EveryType}
        user 7 true "nineteen" "0123456789abcdefghi" admin 10 {IpmiSimBmc.EveryType}
        user 8 false "retired" "retired" admin 10 {IpmiSimBmc.EveryType}
        user 1 true "" "test" user 10 {IpmiSimBmc.EveryType}
        """;

    private IpmiSimBmc _bmc = null!;

    public async Task InitializeAsync() => _bmc = await IpmiSimBmc.StartAsync(Users);

    public async Task DisposeAsync() => await _bmc.DisposeAsync();

    [InteropTheory(Needs.IpmiSim)]
    [InlineData("admin", "admin")]
    [InlineData("operator", "operator")]
    [InlineData("user", "user")]
    [InlineData("", "test")]
    [InlineData("sixteen", "0123456789abcdef")]
    [InlineData("fifteen_letters", "admin")]
    [InlineData("nineteen", "0123456789abcdefghi")]
    public async Task A_user_logs_in(string user, string password)
    {
        using var client = await _bmc.ConnectAsync(options => options with { UserName = user, Password = TestBmc.Secret(password) });

        Assert.Equal(0x1291, (await client.SendAsync(new GetDeviceId())).ManufacturerId);
    }

    [InteropTheory(Needs.IpmiSim)]
    [InlineData("admin", "admit")]
    [InlineData("admin", "")]
    [InlineData("admin", "adminn")]
    [InlineData("nineteen", "0123456789abcdef")]
    [InlineData("", "wrong")]
    [InlineData("nobody", "admin")]
    [InlineData("retired", "retired")]
    public async Task A_wrong_name_or_password_is_refused_as_such(string user, string password)
    {
        var error = await Assert.ThrowsAsync<IpmiException>(() =>
            _bmc.ConnectAsync(options => options with { UserName = user, Password = TestBmc.Secret(password) }));

        Assert.Equal(IpmiErrorKind.BadCredential, error.Kind);
    }

    /// <summary>
    /// IPMI 1.5, because over RMCP+ ipmi_sim does not look at a user's limit: its RAKP 1 accepts any privilege for a name that it
    /// knows.
    /// </summary>
    [InteropTheory(Needs.IpmiSim)]
    [InlineData("admin", "admin", PrivilegeLevel.Administrator)]
    [InlineData("operator", "operator", PrivilegeLevel.Operator)]
    [InlineData("user", "user", PrivilegeLevel.User)]
    [InlineData("", "test", PrivilegeLevel.User)]
    public async Task A_user_gets_the_highest_privilege_that_the_BMC_grants(string user, string password, PrivilegeLevel privilege)
    {
        using var client = await _bmc.ConnectAsync(options => Ipmi15(options) with { UserName = user, Password = TestBmc.Secret(password) });

        Assert.Equal(privilege, client.Privilege);
    }

    [InteropTheory(Needs.IpmiSim)]
    [InlineData("operator", "operator", PrivilegeLevel.Administrator)]
    [InlineData("user", "user", PrivilegeLevel.Operator)]
    [InlineData("", "test", PrivilegeLevel.Administrator)]
    public async Task A_privilege_above_the_users_limit_is_refused_as_such(string user, string password, PrivilegeLevel privilege)
    {
        var error = await Assert.ThrowsAsync<IpmiException>(() =>
            _bmc.ConnectAsync(options => Ipmi15(options) with { UserName = user, Password = TestBmc.Secret(password), Privilege = privilege }));

        Assert.Equal(IpmiErrorKind.InsufficientPrivilege, error.Kind);
    }

    [InteropTheory(Needs.IpmiSim)]
    [InlineData(PrivilegeLevel.User)]
    [InlineData(PrivilegeLevel.Operator)]
    public async Task A_lower_privilege_may_be_asked_for_and_holds(PrivilegeLevel privilege)
    {
        using var client = await _bmc.ConnectAsync(options => options with { Privilege = privilege });
        Assert.Equal(privilege, client.Privilege);
        await client.SendAsync(new GetDeviceId());

        // The BMC's own word, not the client's: the raw request says no more of itself than any user may ask.
        var error = await Assert.ThrowsAsync<IpmiCommandException>(() => client.SendAsync(new RawCommand((byte)NetFn.App, 0x40, [0x01, 0x80, 0x84])));
        Assert.Equal(CompletionCode.InsufficientPrivilege, error.CompletionCode);
    }

    [InteropFact(Needs.IpmiSim)]
    public async Task A_command_above_the_sessions_privilege_is_not_sent()
    {
        using var client = await _bmc.ConnectAsync(options => options with { Privilege = PrivilegeLevel.User });

        var error = await Assert.ThrowsAsync<IpmiException>(() => client.SendAsync(new ChassisControl(ChassisControlAction.PowerDown)));

        Assert.Equal(IpmiErrorKind.InsufficientPrivilege, error.Kind);
        Assert.Contains("was not carried out", error.Message, System.StringComparison.Ordinal);
    }

    [InteropFact(Needs.IpmiSim)]
    public async Task With_a_BMC_key_both_keys_are_needed()
    {
        await using var bmc = await IpmiSimBmc.StartAsync(lan: "bmc_key \"abcdefghijklmnopqrs\"");

        using var client = await bmc.ConnectAsync(options => options with { BmcKey = TestBmc.Secret("abcdefghijklmnopqrs") });
        Assert.Equal(0x1291, (await client.SendAsync(new GetDeviceId())).ManufacturerId);

        foreach (string wrong in new[] { "", "abcdefghijklmnopqrS", "admin" })
        {
            var error = await Assert.ThrowsAsync<IpmiException>(() => bmc.ConnectAsync(options => options with { BmcKey = TestBmc.Secret(wrong) }));
            Assert.Equal(IpmiErrorKind.BadCredential, error.Kind);
            Assert.Contains("Kg", error.Message, System.StringComparison.Ordinal);
        }
    }

    private static IpmiConnectOptions Ipmi15(IpmiConnectOptions options) => options with { Protocol = IpmiProtocol.Ipmi15, AllowInsecure = true };
}
