using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Configuration;
using Xunit;
using static IpmiPS.Tests.Configuration.ConfiguredBmc;

namespace IpmiPS.Tests.Configuration;

/// <summary>A BMC is brought to a configuration: what is sent, in which order, and what is reported.</summary>
public sealed class ConfigurationChangeTests
{
    /// <summary>Settings that a virtual BMC does not have, or does not let be set.</summary>
    private static readonly string[] s_lacking = ["Network/1/NeighborTiming", "Sol/1/PayloadPort", "AlertDestinations/1/Vlans"];

    /// <summary>Settings that end the connection, or what goes with them.</summary>
    private static readonly string[] s_cuttingOff = ["Network/1/IPv4Address", "Network/1/SubnetMask", "Network/1/DefaultGateway", "Network/1/VlanId", "Network/1/VlanPriority", "Network/1/RmcpPort", "Network/1/IPVersion"];

    private readonly ConfiguredBmc _bmc = new();

    [Fact]
    public async Task Every_setting_is_set_read_back_and_not_sent_again()
    {
        var wanted = Without(FilledConfiguration.Create(), [.. s_lacking, .. s_cuttingOff]);
        var before = await _bmc.ReadAsync();
        var update = await _bmc.SetAsync(wanted, ("guest", "a-password"));
        string problems = string.Join("\n", update.Failures.Concat(update.Remaining.Select(static difference => difference.ToString())));
        Assert.True(problems.Length == 0, problems);
        Assert.Equal((true, true), (update.Changed, update.Verified));
        string[] same = [.. Settings(before.Root).Intersect(Settings(wanted.Root)).Select(static setting => setting.Path)];
        Assert.Empty(same.Except(["Format", "Network/1/AddressSource", "SensorEvents/Inlet Temp/EventsEnabled", "SensorEvents/Inlet Temp/ScanningEnabled"]));

        int sent = _bmc.Changes.Count;
        var again = await _bmc.SetAsync(wanted);
        Assert.Equal((false, true, 0), (again.Changed, again.Verified, again.Changes.Length));
        Assert.Equal(sent, _bmc.Changes.Count);
    }

    [Fact]
    public async Task What_a_BMC_has_is_valid_and_sends_nothing()
    {
        var present = await _bmc.ReadAsync();
        BmcConfiguration.Parse(present.Root);
        Assert.Equal((false, true), Result(await _bmc.SetAsync(present)));
        Assert.Empty(_bmc.Changes);
        Assert.Empty(ConfigurationComparer.Compare(present, await _bmc.ReadAsync(), isPart: false, "bmc1", "file"));
    }

    [Fact]
    public async Task Only_what_differs_is_sent()
    {
        var update = await _bmc.SetAsync(File(("Chassis", Part(("RestorePolicy", "AlwaysOff"), ("DisabledButtons", List())))));
        Assert.Equal(["Set Power Restore Policy"], _bmc.Changes);
        Assert.Equal("Chassis: restore policy Previous -> AlwaysOff", Assert.Single(update.Changes));
    }

    [Fact]
    public async Task Access_is_set_after_everything_else_and_the_network_last()
    {
        var change = await _bmc.PrepareAsync(File(
            ("Network", Part(("1", Part(("VlanId", 12))))), ("Channels", Part(("1", Part(("StoredAlerting", false))))), ("CipherSuites", Part(("1", Part(("1", "Unused"))))),
            ("Users", Part(("4", Part(("Enabled", false))))), ("SensorThresholds", Part(("Inlet Temp", Part(("UpperCritical", 43))))), ("Chassis", Part(("RestorePolicy", "AlwaysOff")))));
        Assert.Equal(["Chassis", "SensorThresholds/Inlet Temp", "Users/4", "CipherSuites/1", "Channels/1", "Network/1"], PartsOf(change));
        Assert.Equal("This may end the connection", change.Danger);
        Assert.DoesNotContain("This may end the connection", change.Description);
        var update = await change.RunAsync(default);
        Assert.Equal((true, false), Result(update));
        Assert.StartsWith("The last part may have ended the connection", Assert.Single(update.Notes));
        Assert.Equal("Set LAN Configuration Parameters", _bmc.Changes[_bmc.Changes.Count - 1]);
    }

    [Fact]
    public async Task Users_who_gain_rights_come_before_those_who_lose_them_and_the_own_user_is_last()
    {
        var change = await _bmc.PrepareAsync(File(("Users", Part(
            ("2", Part(("Channels", Part(("1", Part(("Privilege", "Operator"))))))), ("3", Part(("Channels", Part(("1", Part(("Privilege", "User"))))))),
            ("4", Part(("Channels", Part(("1", Part(("Privilege", "Administrator")))))))))));
        Assert.Equal(["Users/4", "Users/3", "Users/2"], PartsOf(change));
        Assert.Contains("'admin'", change.Danger);
    }

    [Fact]
    public async Task Filters_that_will_switch_off_the_system_are_a_danger()
    {
        var enables = File(("Pef", Part(("ActionEnables", new[] { "Alert", "PowerOff", "PowerCycle" }))));
        Assert.Equal("Events will be able to switch off, reset or interrupt the system", (await _bmc.PrepareAsync(enables)).Danger);
        await _bmc.SetAsync(enables);
        Assert.Null((await PrepareAsync(Filter("Alert"))).Danger);
        Assert.Equal("Events will be able to switch off, reset or interrupt the system (event filters 20)", (await PrepareAsync(Filter("PowerOff"))).Danger);
        Assert.Equal("Events will be able to switch off, reset or interrupt the system (event filters 20)", (await PrepareAsync(Filter("PowerCycle", "Alert"))).Danger);
        await _bmc.SetAsync(File(("Pef", Part(("Control", Array.Empty<string>()), ("Filters", Part(("20", Filter("PowerOff"))))))));
        Assert.Equal("Events will be able to switch off, reset or interrupt the system (event filters 20)", (await _bmc.PrepareAsync(File(("Pef", Part(("Control", new[] { "Enabled" })))))).Danger);
        Assert.Null((await _bmc.PrepareAsync(File(("Pef", Part(("Filters", Part(("20", Part(("Enabled", false)))))))))).Danger);

        static ConfigurationObject Filter(params string[] actions) => Part(("Enabled", true), ("Actions", actions));
        Task<ConfigurationChange> PrepareAsync(ConfigurationObject filter) => _bmc.PrepareAsync(File(("Pef", Part(("Control", new[] { "Enabled" }), ("Filters", Part(("20", filter)))))));
    }

    [Fact]
    public async Task A_part_that_fails_does_not_stop_the_others()
    {
        _bmc.Refuse = static name => name == "Set SOL Configuration Parameters" ? (byte)0xD5 : null;
        var update = await _bmc.SetAsync(File(("Sol", Part(("1", Part(("SendThreshold", 128))))), ("Chassis", Part(("RestorePolicy", "AlwaysOff"))), ("Clock", Part(("UtcOffsetMinutes", 60)))));
        Assert.Equal((true, false), Result(update));
        Assert.Equal(2, update.Changes.Length);
        Assert.StartsWith("Sol/1: ", Assert.Single(update.Failures));
        Assert.Equal("Sol/1/SendThreshold: 96 instead of 128", Assert.Single(update.Remaining).ToString());
    }

    [Fact]
    public async Task What_the_BMC_does_not_have_is_a_failure_and_the_rest_is_set()
    {
        var update = await _bmc.SetAsync(File(("SensorThresholds", Part(("Inlet Tamp", Part(("UpperCritical", 43))), ("Inlet Temp", Part(("UpperCritical", 43)))))));
        Assert.Contains("There is no sensor 'Inlet Tamp'", Assert.Single(update.Failures));
        Assert.Equal("SensorThresholds/Inlet Temp", Assert.Single(update.Changes).Split(':')[0]);
    }

    [Fact]
    public async Task A_new_user_needs_a_password_and_the_others_are_set_without_it()
    {
        var wanted = File(("Users", Part(
            ("4", Part(("Enabled", false))),
            ("5", Part(("Name", "ann"), ("Enabled", true), ("Channels", Part(("1", Part(("Privilege", "Operator"), ("Messaging", true))))))))));
        var update = await _bmc.SetAsync(wanted);
        Assert.Contains("a configuration has no passwords", Assert.Single(update.Failures));
        Assert.Equal("Users/4", Assert.Single(update.Changes).Split(':')[0]);
        Assert.DoesNotContain("Set User Name", _bmc.Changes);

        update = await _bmc.SetAsync(wanted, ("ann", "a-password"));
        Assert.Equal((true, true), Result(update));
        Assert.Contains("Set User Name", _bmc.Changes);
        Assert.Equal("ann", ((ConfigurationObject)((ConfigurationObject)(await _bmc.ReadAsync("Users")).Root["Users"]!)["5"]!)["Name"]);
    }

    [Fact]
    public async Task A_user_whom_the_file_does_not_have_at_his_ID_is_removed()
    {
        var update = await _bmc.SetAsync(File(("Users", Part(("4", Part(("Name", ""), ("Enabled", false)))))));
        Assert.Equal((true, true), Result(update));
    }

    [Fact]
    public async Task After_a_cancellation_the_parts_before_it_are_complete()
    {
        using var cancellation = new CancellationTokenSource();
        var steps = new List<string>();
        var change = await ConfigurationChange.PrepareAsync(
            _bmc.Context(), File(("Chassis", Part(("RestorePolicy", "AlwaysOff"))), ("Clock", Part(("UtcOffsetMinutes", 60)))), "file", OnStep, default);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => change.RunAsync(cancellation.Token));
        Assert.Equal(["Chassis", "Chassis done"], steps);
        Assert.Equal(["Set Power Restore Policy"], _bmc.Changes);

        void OnStep(string part, bool isDone)
        {
            steps.Add(isDone ? part + " done" : part);
            if (isDone)
                cancellation.Cancel();
        }
    }

    [Fact]
    public async Task What_the_file_does_not_have_is_not_read()
    {
        await _bmc.SetAsync(File(("Chassis", Part(("RestorePolicy", "AlwaysOff")))));
        Assert.DoesNotContain(_bmc.Bench.Bmc.CommandCounts.Keys, static command => command.ToString().StartsWith("04h", StringComparison.Ordinal));
    }

    /// <summary>The parts of a change, in their order.</summary>
    private static IEnumerable<string> PartsOf(ConfigurationChange change) => change.Description!.Split(["; "], StringSplitOptions.None).Select(static part => part.Split(':')[0]);

    private static (bool Changed, bool Verified) Result(ConfigurationUpdate update) => (update.Changed, update.Verified);

    /// <summary>A configuration without some settings or parts.</summary>
    private static BmcConfiguration Without(BmcConfiguration configuration, string[] paths)
    {
        foreach (string path in paths)
        {
            string[] names = path.Split('/');
            names.Take(names.Length - 1).Aggregate(configuration.Root, static (part, name) => (ConfigurationObject)part[name]!).Remove(names.Last());
        }

        return configuration;
    }
}
