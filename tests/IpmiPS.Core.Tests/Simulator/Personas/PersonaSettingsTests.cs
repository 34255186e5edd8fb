using System.Linq;
using System.Net;
using System.Threading.Tasks;
using IpmiPS.Device;
using IpmiPS.Energy;
using IpmiPS.Lan;
using IpmiPS.Parameters;
using IpmiPS.Simulator;
using IpmiPS.Tests.Support;
using IpmiPS.Users;
using Xunit;

namespace IpmiPS.Tests.Simulator;

/// <summary>Settings of BMCs that take them late, not at once, or in part.</summary>
public sealed class PersonaSettingsTests
{
    private const string Password = "0123456789abcdef";

    private const byte NoAccess = 0x0F;

    [Theory]
    [InlineData("openbmc-late-lan", "lan-late")]
    [InlineData("quanta-s99q", "lan-slow-commit")]
    [InlineData("supermicro-x10ddw", "")]
    public async Task Network_settings_are_all_in_force_at_the_end(string persona, string quirk)
    {
        var bench = new Bench(new SimulatorOptions { Profile = persona });
        var settings = new NetworkSettings { DefaultGateway = IPAddress.Parse("10.0.0.9"), BackupGateway = IPAddress.Parse("10.0.0.8"), LockOutInterval = 600, Community = "watch" };
        var update = await (await NetworkChange.PrepareAsync(bench, settings, null, ClockOf(bench))).RunAsync();
        Assert.Equal((true, true, "10.0.0.9"), (update.Changed, update.Verified, update.DefaultGateway));
        var lan = bench.Bmc.State.Lan;
        Assert.Equal(("10.0.0.9", "10.0.0.8", "watch"), (lan.Value(LanParameters.DefaultGateway).ToString(), lan.Value(LanParameters.BackupGateway).ToString(), lan.Value(LanParameters.CommunityString)));
        Assert.Equal(quirk.Length > 0, bench.Bmc.QuirkCounts.ContainsKey(quirk));
    }

    [Fact]
    public void Parts_of_a_parameter_are_refused()
    {
        var bench = new Bench(new SimulatorOptions { Profile = "supermicro-x10ddw" });
        Assert.Equal([0xCC], bench.Send(0x0C, 0x01, 1, 12, 10, 0));
        bench.Get(0x0C, 0x01, 1, 12, 10, 0, 0, 9);
    }

    [Fact]
    public async Task A_name_that_the_BMC_keeps_is_told_and_the_user_cannot_log_in()
    {
        using var rack = new SimulatedRack(new SimulatorOptions { Profile = "name-keeper" });
        using var client = await rack.ConnectAsync();
        var settings = new UserSettings { Name = "service", Password = SimulatedRack.Secret(Password), Privilege = UserPrivilege.Operator };
        var added = await (await UserChange.PrepareNewAsync(client, settings, new FakeClock(), default)).RunAsync();
        var removed = await (await UserChange.PrepareRemovalAsync(client, (byte)added.Id, "service", "admin", default)).RunAsync();
        Assert.Contains("the BMC keeps it", Assert.Single(removed.Notes));
        var user = rack.Bmc.State.Users.Find(added.Id)!;
        Assert.Equal((false, NoAccess), (user.IsEnabled, user.Privilege));
        Assert.False(user.HasPassword(System.Text.Encoding.UTF8.GetBytes(Password)));
        Assert.Contains("user-name-kept", rack.Bmc.QuirkCounts.Keys);
    }

    [Fact]
    public async Task Passwords_of_16_bytes_are_set_and_longer_ones_are_refused_with_the_reason()
    {
        using var rack = new SimulatedRack(new SimulatorOptions { Profile = "short-passwords" });
        using var client = await rack.ConnectAsync();
        var settings = new UserSettings { Name = "service", Password = SimulatedRack.Secret(Password + "ghij"), Privilege = UserPrivilege.Operator };
        var error = await Assert.ThrowsAnyAsync<IpmiException>(async () => await (await UserChange.PrepareNewAsync(client, settings, new FakeClock(), default)).RunAsync());
        Assert.Contains("more than 16 bytes", error.Message);
        Assert.Contains("password-16", rack.Bmc.QuirkCounts.Keys);
        var update = await (await UserChange.PrepareNewAsync(client, settings with { Password = SimulatedRack.Secret(Password) }, new FakeClock(), default)).RunAsync();
        Assert.Equal(("service", 16, true), (update.Name, update.PasswordSize, update.Verified));
    }

    [Fact]
    public async Task A_barred_system_info_is_a_note()
    {
        var info = await SystemInfoReader.GetAsync(new Bench(new SimulatorOptions { Profile = "supermicro-x8dtl" }));
        Assert.Null(info.SystemName);
        Assert.Contains(info.Notes, static note => note.Contains("D4h"));
    }

    [Fact]
    public async Task A_limit_is_set_where_none_is_reported()
    {
        var bench = new Bench(new SimulatorOptions { Profile = "dcmi-bare-limit" });
        Assert.Equal((PowerLimitState.Inactive, null), ((await PowerLimitReader.GetAsync(bench)).State, (await PowerLimitReader.GetAsync(bench)).Watts));
        var update = await (await PowerLimitChange.PrepareAsync(bench, new() { Watts = 200 })).RunAsync();
        Assert.Equal((200, PowerLimitState.Active, true), (update.Watts, update.State, update.Verified));
        Assert.Contains("power-limit-bare", bench.Bmc.QuirkCounts.Keys);
    }

    /// <summary>A clock whose waits are also the BMC's.</summary>
    private static FakeClock ClockOf(Bench bench) => new() { Waited = now => bench.Time.Advance(now - bench.Time.Now) };
}
