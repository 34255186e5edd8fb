using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using IpmiPS.Commands.NodeManager;
using IpmiPS.Energy;
using IpmiPS.Interop.Support;
using Xunit;

namespace IpmiPS.Interop.VirtualBmcs;

/// <summary>DCMI and Node Manager of our virtual BMC: what this project sets and reads is what ipmitool and FreeIPMI read and set.</summary>
public sealed class PowerTests : IDisposable
{
    private readonly VirtualServer _server = new();

    public void Dispose()
    {
        Assert.Null(_server.Bmc.Fault);
        _server.Dispose();
    }

    /// <summary>A limit in force holds the power still, so that all read the same.</summary>
    [InteropFact(Needs.IpmiTool | Needs.FreeIpmi)]
    public async Task The_power_is_the_same_for_all()
    {
        using var client = await _server.ConnectAsync();
        await (await PowerLimitChange.PrepareAsync(client, new() { Watts = 150, ExceptionAction = PowerLimitAction.LogOnly, CorrectionMilliseconds = 2000, SamplingSeconds = 30 })).RunAsync();
        var ours = await new PowerUsageReader(client).ReadAsync();

        var tool = Fields((await _server.IpmiToolAsync("dcmi", "power", "reading")).Lines);
        Assert.Equal(
            [ours.Watts, ours.MinimumWatts, ours.MaximumWatts, ours.AverageWatts],
            new[] { "Instantaneous power reading", "Minimum during sampling period", "Maximum during sampling period", "Average power reading over sample period" }.Select(name => (double?)Number(tool[name])));
        var free = Fields((await _server.FreeIpmiAsync("ipmi-dcmi", "--get-system-power-statistics")).Lines);
        Assert.Equal(
            [ours.Watts, ours.MinimumWatts, ours.MaximumWatts, ours.AverageWatts, ours.Period!.Value.TotalMilliseconds],
            new[] { "Current Power", "Minimum Power over sampling duration", "Maximum Power over sampling duration", "Average Power over sampling duration", "Statistics reporting time period" }.Select(name => (double?)Number(free[name])));

        var limit = Fields((await _server.IpmiToolAsync("dcmi", "power", "get_limit")).Lines);
        Assert.Equal((150.0, 2000.0, 30.0), (Number(limit["Power Limit"]), Number(limit["Correction time"]), Number(limit["Sampling period"])));
        Assert.Contains("Log", limit["Exception actions"], StringComparison.OrdinalIgnoreCase);
        Assert.Contains((await _server.FreeIpmiAsync("ipmi-dcmi", "--get-power-limit")).Lines, line => line.Contains("150", StringComparison.Ordinal));
    }

    [InteropFact(Needs.IpmiTool | Needs.FreeIpmi)]
    public async Task A_limit_that_others_set_is_read()
    {
        using var client = await _server.ConnectAsync();
        _ = (await _server.FreeIpmiAsync("ipmi-dcmi", "--set-power-limit", "--exception-actions=1", "--power-limit-requested=250", "--correction-time-limit=3000", "--statistics-sampling-period=20")).Lines;
        var set = await PowerLimitReader.GetAsync(client);
        Assert.Equal((PowerLimitState.Inactive, 250, 3000L, 20, PowerLimitAction.PowerOff), (set.State, set.Watts, set.CorrectionMilliseconds, set.SamplingSeconds, set.ExceptionAction));

        await _server.IpmiToolAsync("dcmi", "power", "activate");
        Assert.Equal(PowerLimitState.Active, (await PowerLimitReader.GetAsync(client)).State);
        await _server.IpmiToolAsync("dcmi", "power", "deactivate");
        Assert.Equal(PowerLimitState.Inactive, (await PowerLimitReader.GetAsync(client)).State);
    }

    [InteropFact(Needs.IpmiTool | Needs.FreeIpmi)]
    public async Task Asset_tag_and_identifier_go_both_ways()
    {
        const string Tag = "RACK-7-U12 0123456789 0123456789 0123456789", Identifier = "server-0001.management.example";
        using var client = await _server.ConnectAsync();
        await (await AssetTagChange.PrepareAsync(client, Tag, Identifier)).RunAsync();
        Assert.Contains((await _server.IpmiToolAsync("dcmi", "asset_tag")).Lines, line => line.Trim() == $"Asset tag: {Tag}");
        Assert.Contains((await _server.IpmiToolAsync("dcmi", "get_mc_id_string")).Lines, line => line.Replace("\0", "", StringComparison.Ordinal).Trim() == $"Get Management Controller Identifier String: {Identifier}");
        var checkout = (await _server.FreeIpmiAsync("ipmi-config", "--category=dcmi", "--checkout")).Lines.Select(static line => Regex.Replace(line.Trim(), " +", " ")).ToList();
        Assert.Contains($"Asset_Tag {Tag}", checkout);
        Assert.Contains($"Management_Controller_Identifier_String {Identifier}", checkout);
        Assert.Equal("", (await _server.FreeIpmiAsync("ipmi-config", "--category=dcmi", "--diff", $"--key-pair=DCMI_Conf:Management_Controller_Identifier_String={Identifier}")).Output.Trim());

        _ = (await _server.FreeIpmiAsync("ipmi-config", "--category=dcmi", "--commit", "--key-pair=DCMI_Conf:Asset_Tag=BY-FREEIPMI")).Lines;
        _ = (await _server.IpmiToolAsync("dcmi", "set_mc_id_string", "by-ipmitool")).Lines;
        var read = await AssetTagReader.GetAsync(client);
        Assert.Equal(("BY-FREEIPMI", "by-ipmitool"), (read.AssetTag, read.ControllerIdentifier));
    }

    [InteropFact(Needs.IpmiTool)]
    public async Task Configuration_and_temperatures_go_both_ways()
    {
        using var client = await _server.ConnectAsync();
        await (await DcmiConfigurationChange.PrepareAsync(client, new() { DhcpDiscovery = DhcpDiscovery.HostName, DhcpContactTimeoutSeconds = 300, InletLimitCelsius = 41, InletLimitSeconds = 77 })).RunAsync();
        string parameters = (await _server.IpmiToolAsync("dcmi", "get_conf_param")).Output;
        Assert.Contains("Management Controller ID String is enabled", parameters, StringComparison.Ordinal);
        Assert.Contains("300 seconds", parameters, StringComparison.Ordinal);
        string policy = (await _server.IpmiToolAsync("dcmi", "thermalpolicy", "get", "55", "1")).Output;
        Assert.Matches(@"Temperature Limit\s+41 degrees", policy);
        Assert.Matches(@"Exception Time\s+77 seconds", policy);

        await _server.IpmiToolAsync("dcmi", "set_conf_param", "init", "9");
        await _server.IpmiToolAsync("dcmi", "thermalpolicy", "set", "55", "1", "volatile", "poweroff", "nosel", "50", "33");
        var read = await DcmiConfigurationReader.GetAsync(client);
        Assert.Equal((9, 50, 33, ThermalLimitActions.PowerOff), (read.DhcpInitialTimeoutSeconds, read.InletLimitCelsius, read.InletLimitSeconds, read.InletLimitAction));

        string[] theirs = [.. (await _server.IpmiToolAsync("dcmi", "get_temp_reading")).Lines.Where(static line => line.EndsWith(" C", StringComparison.Ordinal))];
        var ours = await TemperatureReader.ReadAsync(client);
        Assert.Equal(theirs.Length, ours.Count);

        // The readings move by a degree or two.
        foreach (var (line, reading) in theirs.Zip(ours))
            Assert.InRange(Number(Regex.Match(line, @"[+-]\d+(?= C)").Value) - reading.Celsius!.Value, -4, 4);
    }

    [InteropFact(Needs.IpmiTool | Needs.FreeIpmi)]
    public async Task Node_Manager_is_found_and_read_by_all()
    {
        using var server = new VirtualServer(static options => options with { Profile = "intel-node-manager" });
        using var client = await server.ConnectAsync();
        var ours = await new PowerUsageReader(client).ReadAsync();
        Assert.Equal(PowerSource.NodeManager, ours.Source);
        var tool = Fields((await server.IpmiToolAsync("-b", "6", "-t", "0x2c", "nm", "statistics", "power")).Lines);
        Assert.Equal([ours.Watts, ours.MinimumWatts, ours.MaximumWatts], new[] { "Instantaneous reading", "Minimum during sampling period", "Maximum during sampling period" }.Select(name => (double?)Number(tool[name])));
        var free = Fields((await server.FreeIpmiAsync("ipmi-oem", "intelnm", "get-node-manager-statistics", "mode=globalpower")).Lines);
        Assert.Equal(ours.Watts, Number(free["Current Power"]));

        string[] policy = ["domainid=platform", "policyid=5", "policytrigger=none", "policytargetlimit=130", "correctiontimelimit=6000", "statisticsreportingperiod=30", "policystorage=persistent", "policystate=enable"];
        Assert.Equal(0, (await server.FreeIpmiAsync("ipmi-oem", ["intelnm", "set-node-manager-policy", .. policy])).ExitCode);
        var limit = await PowerLimitReader.GetAsync(client);
        Assert.Equal((PowerLimitState.Active, 130, 6000L, 30), (limit.State, limit.Watts, limit.CorrectionMilliseconds, limit.SamplingSeconds));
    }

    [InteropFact(Needs.IpmiTool)]
    public async Task A_limit_of_Node_Manager_goes_both_ways()
    {
        using var server = new VirtualServer(static options => options with { Profile = "intel-node-manager" });
        using var client = await server.ConnectAsync();
        Task<ToolResult> NmAsync(params string[] words) => server.IpmiToolAsync(["-b", "6", "-t", "0x2c", "nm", .. words]);

        // ipmitool skips the word behind "enable", so it comes last.
        _ = (await NmAsync("policy", "add", "policy_id", "4", "power", "400", "trig_lim", "1000", "stats", "5", "enable")).Lines;
        var limit = await PowerLimitReader.GetAsync(client);
        Assert.Equal((PowerLimitState.Active, 400, 1000L, 5), (limit.State, limit.Watts, limit.CorrectionMilliseconds, limit.SamplingSeconds));

        Assert.True((await (await PowerLimitChange.PrepareAsync(client, new() { Watts = 350, CorrectionMilliseconds = 2000 })).RunAsync()).Verified);
        var policy = Fields((await NmAsync("policy", "get", "policy_id", "4")).Lines);
        Assert.Equal((350.0, 2000.0, 5.0), (Number(policy["Power Limit"]), Number(policy["Correction Time Limit"]), Number(policy["Statistics Reporting Period"])));

        _ = (await NmAsync("threshold", "set", "policy_id", "4", "360", "370")).Lines;
        Assert.Equal("370", Fields((await NmAsync("threshold", "get", "policy_id", "4")).Lines)["Alert Threshold 2"]);

        // ipmitool reads periods. What it sets has always a count of 0, which removes them.
        var target = (await NodeManagerLocator.FindAsync(client))!.Value;
        await client.SendAsync(new SetNodeManagerSuspendPeriods(0, 4, [new(80, 180, 0x1F)]), target, default);
        Assert.Contains("08:00 to 18:00, MTuWThF", (await NmAsync("suspend", "get", "policy_id", "4")).Output, StringComparison.Ordinal);
        _ = (await NmAsync("suspend", "set", "policy_id", "4", "80", "180", "31")).Lines;
        Assert.Empty(await client.SendAsync(new GetNodeManagerSuspendPeriods(0, 4), target, default));
        _ = (await NmAsync("policy", "remove", "policy_id", "4")).Lines;
        Assert.Equal(PowerLimitState.Inactive, (await PowerLimitReader.GetAsync(client)).State);
    }

    [InteropFact(Needs.IpmiTool)]
    public async Task A_limit_is_set_by_ipmitool_where_none_was()
    {
        using var client = await _server.ConnectAsync();
        foreach (string[] words in new string[][] { ["limit", "400"], ["action", "power_off"], ["correction", "5000"], ["sample", "7"] })
            _ = (await _server.IpmiToolAsync(["dcmi", "power", "set_limit", .. words])).Lines;
        var limit = await PowerLimitReader.GetAsync(client);
        Assert.Equal((PowerLimitState.Inactive, 400, 5000L, 7, PowerLimitAction.PowerOff), (limit.State, limit.Watts, limit.CorrectionMilliseconds, limit.SamplingSeconds, limit.ExceptionAction));
    }

    private static Dictionary<string, string> Fields(IEnumerable<string> lines) => lines
        .SelectMany(static line => line.Split("    Sampling period:", 2) is [var first, var rest] ? new[] { first, "Sampling period:" + rest } : [line])
        .Select(static line => line.Split(':', 2)).Where(static parts => parts.Length == 2).GroupBy(static parts => parts[0].Trim()).ToDictionary(static same => same.Key, static same => same.First()[1].Trim());

    private static double Number(string text) => double.Parse(Regex.Match(text, @"[+-]?\d+").Value, CultureInfo.InvariantCulture);
}
