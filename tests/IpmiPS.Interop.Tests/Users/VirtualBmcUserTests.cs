using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Interop.Support;
using IpmiPS.Interop.VirtualBmcs;
using IpmiPS.Users;
using Xunit;

namespace IpmiPS.Interop.Users;

/// <summary>Users, keys and sessions of a virtual BMC: what this project sets is read by ipmitool and FreeIPMI, and the reverse.</summary>
public sealed class VirtualBmcUserTests : IDisposable
{
    private readonly VirtualServer _server = new();

    public void Dispose()
    {
        Assert.Null(_server.Bmc.Fault);
        _server.Dispose();
    }

    [InteropFact(Needs.IpmiTool | Needs.FreeIpmi)]
    public async Task Users_are_as_both_tools_show_them()
    {
        using var client = await _server.ConnectAsync();
        var ours = await UserReader.GetAsync(client, includeFree: true);
        Assert.Equal(UserTools.FromIpmiTool((await _server.IpmiToolAsync("user", "list", "1")).Lines), UserTools.AsIpmiTool(ours));
        string[] summary = (await _server.IpmiToolAsync("user", "summary", "1")).Lines;
        Assert.Equal([$"{ours.Count}", $"{ours.Count(user => user.Enabled == true)}", $"{ours.Count(user => user.IsFixedName)}"], summary.Select(line => line.Split(':')[1].Trim()));
        string[] lines = (await _server.FreeIpmiAsync("ipmi-config", "--category=core", "--checkout", "-S", "User1", "-S", "User2", "-S", "User3", "-S", "User4")).Lines;
        foreach (var user in ours.Take(4))
            Assert.Equal(UserTools.Section(lines, $"User{user.Id}").OrderBy(field => field.Key), UserTools.AsIpmiConfig(user).OrderBy(field => field.Key));
    }

    [InteropFact(Needs.FreeIpmi | Needs.IpmiTool)]
    public async Task What_is_set_is_what_both_tools_read()
    {
        using var client = await _server.ConnectAsync();
        var created = await (await UserChange.PrepareNewAsync(client, new UserSettings { Name = "service", Password = TestBmc.Secret("0123456789abcdefghij"), Privilege = UserPrivilege.Operator, Payloads = UserPayloads.Sol })).RunAsync();
        Assert.Equal(20, created.PasswordSize);
        await (await UserChange.PrepareAsync(client, null, "user", new UserSettings { Name = "reader", Enabled = false, Messaging = false, LinkAuthentication = true, CallbackOnly = true, Payloads = UserPayloads.None, Privilege = UserPrivilege.Callback }, "admin")).RunAsync();

        Assert.Contains("5 service true false true OPERATOR", UserTools.FromIpmiTool((await _server.IpmiToolAsync("user", "list", "1")).Lines));
        Assert.Single((await _server.IpmiToolAsync("user", "test", "5", "20", "0123456789abcdefghij")).Lines, "Success");
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, """
                Section User4
                    Username reader
                    Enable_User No
                    Lan_Enable_IPMI_Msgs No
                    Lan_Enable_Link_Auth Yes
                    Lan_Enable_Restricted_to_Callback Yes
                    Lan_Privilege_Limit Callback
                    SOL_Payload_Access No
                EndSection

                """);
            Assert.Equal("", (await _server.FreeIpmiAsync("ipmi-config", "--category=core", "--diff", "-n", file)).Output);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [InteropFact(Needs.IpmiTool)]
    public async Task What_ipmitool_sets_is_read()
    {
        foreach (string[] command in new[] { new[] { "set", "name", "6", "tool" }, ["set", "password", "6", "fifteen letters", "16"], ["priv", "6", "3", "1"], ["enable", "6"] })
            Assert.Equal(0, (await _server.IpmiToolAsync(["user", .. command])).ExitCode);
        using var client = await _server.ConnectAsync();
        var user = (await UserReader.GetAsync(client)).Single(one => one.Id == 6);
        Assert.Equal(("tool", true, UserPrivilege.Operator), (user.Name, user.Enabled, user.Privilege));
        Assert.Equal(new PasswordComparison(true, 16, null), await PasswordComparison.RunAsync(client, 6, TestBmc.Secret("fifteen letters"), false, default));
        Assert.False((await PasswordComparison.RunAsync(client, 6, TestBmc.Secret("other letters"), false, default)).IsSame);
    }

    [InteropFact(Needs.FreeIpmi)]
    public async Task What_ipmi_config_commits_is_read()
    {
        string[] values = ["Username=tool", "Enable_User=Yes", "Password=fifteenletters", "Lan_Enable_IPMI_Msgs=Yes", "Lan_Enable_Link_Auth=Yes", "Lan_Privilege_Limit=Administrator", "SOL_Payload_Access=Yes"];
        Assert.Equal("", (await _server.FreeIpmiAsync("ipmi-config", ["--category=core", "--commit", .. values.SelectMany(value => new[] { "-e", $"User7:{value}" })])).Error);
        using var client = await _server.ConnectAsync();
        var user = (await UserReader.GetAsync(client)).Single(one => one.Id == 7);
        Assert.Equal("tool True Administrator True True False Sol", $"{user.Name} {user.Enabled} {user.Privilege} {user.Messaging} {user.LinkAuthentication} {user.CallbackOnly} {user.Payloads}");
        Assert.True((await PasswordComparison.RunAsync(client, 7, TestBmc.Secret("fifteenletters"), false, default)).IsSame);
    }

    [InteropFact(Needs.FreeIpmi | Needs.IpmiTool)]
    public async Task A_key_that_is_set_is_needed_by_ipmitool_and_read_by_ipmi_config()
    {
        using var client = await _server.ConnectAsync();
        using var key = TestBmc.Secret("0x0102030405060708090a0b0c0d0e0f1011121314");
        var change = new BmcKeyChange(client, new BmcKeySettings { ReadKey = IpmiPS.Authentication.LogInSecrets.ReadKey, NewKey = key, LogInAsync = LogInAsync });
        await change.PrepareAsync(default);
        Assert.True((await change.RunAsync()).Verified);

        Assert.NotEqual(0, (await _server.IpmiToolAsync("mc", "info")).ExitCode);
        Assert.Equal(0, (await _server.IpmiToolAsync(["-I", "lanplus", "-C", "17", "-y", "0102030405060708090a0b0c0d0e0f1011121314"], _server.Bmc.Password, ["mc", "info"])).ExitCode);
        string[] lines = (await _server.FreeIpmiAsync("ipmi-config", ["-D", "LAN_2_0", "-I", "17", "-k", "0x0102030405060708090a0b0c0d0e0f1011121314"], _server.Bmc.Password, "--category=core", "--checkout", "-S", "Lan_Conf_Security_Keys")).Lines;
        Assert.Equal("0x0102030405060708090a0b0c0d0e0f1011121314", UserTools.Section(lines, "Lan_Conf_Security_Keys")["K_G"], ignoreCase: true);

        async Task LogInAsync(System.Security.SecureString value)
        {
            using var other = await IpmiClient.ConnectAsync(new IpmiConnectOptions { Endpoint = new LanEndpoint(_server.Bmc.Address, _server.Bmc.Port), UserName = "admin", Password = TestBmc.Secret(_server.Bmc.Password), BmcKey = value });
        }
    }

    [InteropFact(Needs.IpmiTool)]
    public async Task Sessions_are_as_ipmitool_lists_them()
    {
        using var client = await _server.ConnectAsync();
        string[] theirs = (await _server.IpmiToolAsync("session", "info", "all")).Lines;
        var ours = Assert.Single(await ActiveSessionReader.GetAsync(client));
        Assert.True(ours.IsOwn);
        Assert.Contains(theirs, line => line.StartsWith("session handle", StringComparison.Ordinal) && line.EndsWith($": {ours.Handle}", StringComparison.Ordinal));
        Assert.Contains(theirs, line => line.StartsWith("console ip", StringComparison.Ordinal) && line.EndsWith($": {ours.RemoteAddress}", StringComparison.Ordinal));
        Assert.Contains(theirs, line => line.StartsWith("console port", StringComparison.Ordinal) && line.EndsWith($": {ours.RemotePort}", StringComparison.Ordinal));
    }
}
