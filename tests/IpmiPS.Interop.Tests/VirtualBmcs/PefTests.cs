using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Interop.Support;
using IpmiPS.Parameters;
using Xunit;

namespace IpmiPS.Interop.VirtualBmcs;

/// <summary>Platform event filtering: ipmitool and ipmi-config configure our virtual BMC, and what they and we read of a BMC is the same.</summary>
public sealed class PefTests : IDisposable
{
    private static readonly PefFilter s_filter = new()
    {
        State = new(true, false),
        Actions = PefActions.Alert | PefActions.PowerCycle,
        PolicyNumber = 3,
        Severity = PefSeverity.Critical,
        GeneratorId = 0x20,
        SensorType = 0x01,
        SensorNumber = 0x30,
        EventType = 0x01,
        Offsets = 0x0A00,
    };

    private readonly VirtualServer _server = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("ipmips-").FullName;

    public void Dispose()
    {
        Assert.Null(_server.Bmc.Fault);
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [InteropFact(Needs.IpmiTool | Needs.FreeIpmi)]
    public async Task Filters_and_policies_that_we_set_they_read()
    {
        using var client = await _server.ConnectAsync();
        await WriteAsync(client, PefParameters.Filter, s_filter, 2);
        await WriteAsync(client, PefParameters.Policy, new PefPolicy(3, true, PefPolicyRule.StopAfterSuccess, 1, 1, 0), 5);

        Assert.Contains((await _server.IpmiToolAsync("pef", "filter", "list")).Lines, static line => line.TrimStart().StartsWith("2 | enabled, configurable", StringComparison.Ordinal));
        Assert.Contains((await _server.IpmiToolAsync("pef", "policy", "list")).Lines, static line => line.TrimStart().StartsWith("5 | 3 | enabled", StringComparison.Ordinal));
        Assert.Contains("Alert,Power-off,Reset,Power-cycle,Diagnostic-interrupt", (await _server.IpmiToolAsync("pef", "info")).Lines[0], StringComparison.Ordinal);
        var settings = Settings((await _server.FreeIpmiAsync("ipmi-config", "--category=pef", "--checkout")).Lines);
        AssertSame(s_filter, settings, "Event_Filter_2");
        Assert.Equal(("Yes", "3", "1", "1"), (settings["Alert_Policy_5:Policy_Enabled"], settings["Alert_Policy_5:Policy_Number"], settings["Alert_Policy_5:Channel_Number"], settings["Alert_Policy_5:Destination_Selector"]));
    }

    [InteropFact(Needs.FreeIpmi)]
    public async Task What_ipmi_config_commits_we_read_and_it_finds_no_difference()
    {
        string file = Path.Combine(_folder, "pef.conf");
        string[] lines = (await _server.FreeIpmiAsync("ipmi-config", "--category=pef", "--checkout")).Lines;
        await File.WriteAllLinesAsync(file, lines.Select(static line => line.Replace("Enable_PEF                                    No", "Enable_PEF Yes", StringComparison.Ordinal).Replace("Startup_Delay                                 60", "Startup_Delay 5", StringComparison.Ordinal)));
        await _server.FreeIpmiAsync("ipmi-config", "--category=pef", "--commit", $"--filename={file}");
        Assert.Empty((await _server.FreeIpmiAsync("ipmi-config", "--category=pef", "--diff", $"--filename={file}")).Lines);

        using var client = await _server.ConnectAsync();
        Assert.Equal(PefControl.Enabled | PefControl.EventMessages, (await client.ReadAsync(PefParameters.Control, 0)).Value);
        Assert.Equal(TimeSpan.FromSeconds(5), (await client.ReadAsync(PefParameters.StartupDelay, 0)).Value);
    }

    [InteropFact(Needs.Captures | Needs.FreeIpmi)]
    public async Task What_we_read_of_ipmi_sim_is_what_ipmi_config_reads()
    {
        await using var bmc = await CaptureBmc.StartAsync(Captures.DellR730);
        using var client = await bmc.ConnectAsync();
        await WriteAsync(client, PefParameters.Filter, s_filter, 1);
        await WriteAsync(client, PefParameters.Policy, new PefPolicy(3, true, PefPolicyRule.Always, 1, 1, 0), 1);

        // It ends with 1, because ipmi_sim does not have all LAN parameters that belong to alerts.
        var settings = Settings((await bmc.FreeIpmiAsync("ipmi-config", "--category=pef", "--checkout")).Output.Split('\n'));

        var control = (await client.ReadAsync(PefParameters.Control, 0)).Value;
        Assert.Equal(YesNo(control.HasFlag(PefControl.Enabled)), settings["PEF_Conf:Enable_PEF"]);
        Assert.Equal(YesNo(control.HasFlag(PefControl.EventMessages)), settings["PEF_Conf:Enable_PEF_Event_Messages"]);
        var actions = (await client.ReadAsync(PefParameters.ActionEnables, 0)).Value;
        Assert.Equal(YesNo(actions.HasFlag(PefActions.Alert)), settings["PEF_Conf:Enable_Alert_Action"]);
        int filters = (await client.ReadAsync(PefParameters.FilterCount, 0)).Value, policies = (await client.ReadAsync(PefParameters.PolicyCount, 0)).Value;
        for (byte number = 1; number <= filters; number++)
            AssertSame((await client.ReadAsync(PefParameters.Filter, 0, number)).Value, settings, $"Event_Filter_{number}");
        for (byte number = 1; number <= policies; number++)
        {
            PefPolicy policy = (await client.ReadAsync(PefParameters.Policy, 0, number)).Value;
            Assert.Equal((YesNo(policy.IsEnabled), $"{policy.PolicyNumber}", $"{policy.Channel}"), (settings[$"Alert_Policy_{number}:Policy_Enabled"], settings[$"Alert_Policy_{number}:Policy_Number"], settings[$"Alert_Policy_{number}:Channel_Number"]));
        }

        Assert.Equal(s_filter, (await client.ReadAsync(PefParameters.Filter, 0, 1)).Value);
    }

    private static async Task WriteAsync<T>(IIpmiConnection client, Parameter<T> parameter, T value, byte set) =>
        await client.SendAsync(new SetPefConfigurationParameters(parameter.Number, parameter.Encode(value, set)));

    /// <summary>The settings of a checkout as "section:key".</summary>
    private static Dictionary<string, string> Settings(IEnumerable<string> lines)
    {
        var settings = new Dictionary<string, string>();
        string section = "";
        foreach (string[] words in lines.Select(static line => line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)).Where(static words => words.Length > 0 && words[0][0] != '#'))
        {
            if (words[0] == "Section")
                section = words[1];
            else
                settings[$"{section}:{words[0]}"] = words.Length > 1 ? words[1] : "";
        }

        return settings;
    }

    private static void AssertSame(PefFilter filter, Dictionary<string, string> settings, string section)
    {
        Assert.Equal(YesNo(filter.State.IsEnabled), settings[$"{section}:Enable_Filter"]);
        Assert.Equal(YesNo(filter.Actions.HasFlag(PefActions.Alert)), settings[$"{section}:Event_Filter_Action_Alert"]);
        Assert.Equal(YesNo(filter.Actions.HasFlag(PefActions.PowerCycle)), settings[$"{section}:Event_Filter_Action_Power_Cycle"]);
        Assert.Equal($"{filter.PolicyNumber}", settings[$"{section}:Alert_Policy_Number"]);
        Assert.Equal($"0x{filter.GeneratorId:X2}", settings[$"{section}:Generator_Id_Byte_1"], ignoreCase: true);
        Assert.Equal($"0x{filter.SensorNumber:X2}", settings[$"{section}:Sensor_Number"], ignoreCase: true);
        Assert.Equal($"0x{filter.EventType:X2}", settings[$"{section}:Event_Trigger"], ignoreCase: true);
        Assert.Equal(filter.Offsets, Convert.ToInt32(settings[$"{section}:Event_Data1_Offset_Mask"], 16));
    }

    private static string YesNo(bool value) => value ? "Yes" : "No";
}
