using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Interop.Support;
using IpmiPS.Users;
using Xunit;

namespace IpmiPS.Interop.Users;

/// <summary>Users of ipmi_sim, read and changed by this project, ipmitool and FreeIPMI.</summary>
public sealed class IpmiSimUserTests : IAsyncLifetime
{
    private static readonly string s_users = string.Join('\n', new[]
    {
        $"""user 3 true "operator" "operator" operator 10 {IpmiSimBmc.EveryType}""",
        $"""user 4 false "retired" "retired" user 10 {IpmiSimBmc.EveryType}""",
    }.Concat(Enumerable.Range(10, 54).Select(static id => $"""user {id} true "user{id}" "password" user 10 {IpmiSimBmc.EveryType}""")));

    private IpmiSimBmc _bmc = null!;

    public async Task InitializeAsync() => _bmc = await IpmiSimBmc.StartAsync(s_users);

    public async Task DisposeAsync() => await _bmc.DisposeAsync();

    [InteropFact(Needs.IpmiSim | Needs.IpmiTool)]
    public async Task All_users_are_as_ipmitool_lists_them()
    {
        using var client = await _bmc.ConnectAsync();
        var ours = await UserReader.GetAsync(client, includeFree: true);
        Assert.Equal(63, ours.Count);
        Assert.Equal(UserTools.FromIpmiTool((await _bmc.IpmiToolAsync("user", "list", "1")).Lines), UserTools.AsIpmiTool(ours));
        string[] printed = (await _bmc.IpmiToolAsync("user", "summary", "1")).Lines;
        Assert.True(printed.Length == 3, string.Join("|", printed));
        string[] summary = [.. printed.Select(static line => line.Split(':')[1].Trim())];
        Assert.Equal([ours.Count.ToString(CultureInfo.InvariantCulture), $"{ours.Count(static user => user.IsFixedName)}"], [summary[0], summary[2]]);
    }

    [InteropFact(Needs.IpmiSim | Needs.FreeIpmi)]
    public async Task Users_are_as_ipmi_config_checks_them_out()
    {
        using var client = await _bmc.ConnectAsync();
        var ours = (await UserReader.GetAsync(client, includeFree: true)).ToDictionary(static user => user.Id);
        string[] lines = (await _bmc.FreeIpmiAsync("ipmi-config", "--category=core", "--checkout", "-S", "User2", "-S", "User3", "-S", "User4", "-S", "User63")).Output.Split('\n');
        foreach (byte id in new byte[] { 2, 3, 4, 63 })
        {
            var theirs = UserTools.Section(lines, $"User{id}");
            var wanted = UserTools.AsIpmiConfig(ours[id]).Where(field => theirs.ContainsKey(field.Key)).ToDictionary();
            Assert.Equal(theirs.Where(field => wanted.ContainsKey(field.Key)).ToDictionary(), wanted);
            Assert.Contains("Username", wanted);
            Assert.Contains("Lan_Privilege_Limit", wanted);
        }
    }

    [InteropFact(Needs.IpmiSim | Needs.IpmiTool)]
    public async Task A_user_that_was_created_changed_and_removed_is_seen_by_ipmitool()
    {
        using var client = await _bmc.ConnectAsync();
        var settings = new UserSettings { Name = "service", Password = TestBmc.Secret("0123456789abcdef"), Privilege = UserPrivilege.Operator };
        var created = await (await UserChange.PrepareNewAsync(client, settings)).RunAsync();
        Assert.Contains($"{created.Id} service true false true OPERATOR", await ListAsync());
        using (var login = await _bmc.ConnectAsync(options => options with { UserName = "service", Password = TestBmc.Secret("0123456789abcdef") }))
            Assert.True(login.ProvesPassword);

        await (await UserChange.PrepareAsync(client, created.Id, null, new UserSettings { Name = "reader", Privilege = UserPrivilege.User, LinkAuthentication = true }, "admin")).RunAsync();
        Assert.Contains(await ListAsync(), line => line.StartsWith($"{created.Id} reader true ", System.StringComparison.Ordinal) && line.EndsWith(" true USER", System.StringComparison.Ordinal));

        var removed = await (await UserChange.PrepareRemovalAsync(client, created.Id, null, "admin")).RunAsync();
        Assert.Contains($"{created.Id} true false false NO ACCESS", await ListAsync());
        Assert.Equal("reader", removed.Name);
    }

    private async Task<string[]> ListAsync() => UserTools.FromIpmiTool((await _bmc.IpmiToolAsync("user", "list", "1")).Lines);
}
