using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Interop.Support;
using IpmiPS.Parameters;
using IpmiPS.Pef;
using IpmiPS.Sel;
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

    [InteropFact(Needs.IpmiTool | Needs.FreeIpmi)]
    public async Task Alerts_that_we_set_up_they_read()
    {
        using var client = await _server.ConnectAsync();
        var update = await (await AlertChange.PrepareAsync(client, new() { Receivers = [IPAddress.Parse("127.0.0.5"), IPAddress.Parse("127.0.0.6")], On = AlertEvents.Fan | AlertEvents.SelFull, Acknowledged = true, Community = "traps" })).RunAsync();
        Assert.Empty(update.Missing);

        string[] filters = (await _server.IpmiToolAsync("pef", "filter", "list")).Lines;
        Assert.Equal("1 | enabled, configurable | Fan | Any | Critical | Threshold | (0x01/0x0a14),<LC,<LNR,<UC,<UNR | Alert | 1", filters[0].Trim());
        Assert.Equal("2 | enabled, configurable | Logging disabled | Any | Warning | Discrete | Sensor-specific | Alert | 1", filters[1].Trim());
        string[] policies = (await _server.IpmiToolAsync("pef", "policy", "list")).Lines;
        Assert.Equal("1 | 1 | enabled | Match-always | 1 | 802.3 LAN | PET | traps | 3 | 3 | 127.0.0.5 | 00:00:00:00:00:00", policies[0].Trim());
        Assert.Equal("2 | 1 | enabled | Match-always | 1 | 802.3 LAN | PET | traps | 3 | 3 | 127.0.0.6 | 00:00:00:00:00:00", policies[1].Trim());
        Assert.Contains((await _server.IpmiToolAsync("lan", "alert", "print", "1", "2")).Lines, static line => line.StartsWith("Alert Acknowledge       : Acknowledged", StringComparison.Ordinal));
        Assert.EndsWith("PEF,PEF event messages | Alert", (await _server.IpmiToolAsync("pef", "status")).Lines[0].Trim(), StringComparison.Ordinal);
        var settings = Settings((await _server.FreeIpmiAsync("ipmi-config", "--category=pef", "--checkout")).Lines);
        AssertSame((await client.ReadAsync(PefParameters.Filter, 0, 2)).Value, settings, "Event_Filter_2");
        Assert.Equal(("127.0.0.6", "Yes", "traps", "Yes"), (settings["Lan_Alert_Destination_2:Alert_IP_Address"], settings["Lan_Alert_Destination_2:Alert_Acknowledge"], settings["Community_String:Community_String"], settings["PEF_Conf:Enable_PEF"]));
    }

    [InteropFact(Needs.IpmiTool | Needs.FreeIpmi)]
    public async Task Alerts_that_they_set_up_we_read_and_keep()
    {
        string file = Path.Combine(_folder, "alerts.conf");
        await File.WriteAllLinesAsync(file,
        [
            "Section PEF_Conf", "Enable_PEF Yes", "Enable_Alert_Action Yes", "EndSection",
            "Section Event_Filter_3", "Filter_Type Software_Configurable", "Enable_Filter Yes", "Event_Filter_Action_Alert Yes", "Alert_Policy_Number 4", "Event_Severity Critical", "Generator_Id_Byte_1 0xFF", "Generator_Id_Byte_2 0xFF",
            "Sensor_Type Physical_Security", "Sensor_Number 0xFF", "Event_Trigger 0x6F", "Event_Data1_Offset_Mask 0xFFFF", "EndSection",
            "Section Alert_Policy_9", "Policy_Type Always_Send_To_This_Destination", "Policy_Enabled Yes", "Policy_Number 4", "Destination_Selector 3", "Channel_Number 1", "EndSection",
        ]);
        await _server.FreeIpmiAsync("ipmi-config", "--category=pef", "--commit", $"--filename={file}");
        await _server.IpmiToolAsync("lan", "alert", "set", "1", "3", "ipaddr", "127.0.0.7");

        using var client = await _server.ConnectAsync();
        AlertSetup setup = await AlertSetupReader.ReadAsync(client);
        AlertRoute route = Assert.Single(setup.Routes);
        Assert.Equal(("127.0.0.7", 3, AlertEvents.ChassisIntrusion, true), (route.Receiver, route.Destination, route.Events, route.IsActive));
        Assert.Empty(setup.Missing);

        // A receiver of ours gets their events, too, and theirs ours.
        await (await AlertChange.PrepareAsync(client, new() { Receivers = [IPAddress.Parse("127.0.0.8")], On = AlertEvents.Fan })).RunAsync();
        setup = await AlertSetupReader.ReadAsync(client);
        Assert.Equal(["127.0.0.8", "127.0.0.7"], setup.Routes.Select(static each => each.Receiver));
        Assert.All(setup.Routes, static each => Assert.Equal(AlertEvents.Fan | AlertEvents.ChassisIntrusion, each.Events));
        Assert.Contains((await _server.IpmiToolAsync("pef", "filter", "list")).Lines, static line => line.TrimStart().StartsWith("3 | enabled, configurable", StringComparison.Ordinal));
    }

    [InteropFact(Needs.SnmpTrapd)]
    public async Task An_alert_that_we_set_up_arrives_at_snmptrapd()
    {
        using var daemon = await TrapDaemon.StartAsync();
        using var server = new VirtualServer(options => options with { AlertPort = TrapDaemon.Port });
        using var client = await server.ConnectAsync();
        var update = await (await AlertChange.PrepareAsync(client, new() { Receivers = [IPAddress.Parse(daemon.Address)], On = AlertEvents.CriticalTemperature, Community = TrapDaemon.Community, Retries = 0 })).RunAsync();
        Assert.Empty(update.Missing);
        await EventSending.SendAsync(client, EventSending.SampleOf(SampleEvent.LowerCriticalVoltage), null, default); // which the filter leaves alone
        await EventSending.SendAsync(client, EventSending.SampleOf(SampleEvent.UpperCriticalTemperature), null, default);
        var trap = Assert.Single(await daemon.ReadAsync(1));
        Assert.Equal("TRAP, SNMP v1, community interop", trap.Kind);
        Assert.Equal("6.65801", trap.Number); // temperature, threshold, offset 9
    }

    [InteropFact(Needs.Captures | Needs.FreeIpmi)]
    public async Task Rows_that_we_set_on_ipmi_sim_ipmi_config_reads()
    {
        await using var bmc = await CaptureBmc.StartAsync(Captures.DellR730);
        using var client = await bmc.ConnectAsync();
        var filters = await AlertRowChange.PrepareAsync(client, [new AlertFilterSettings { Number = 2, Enabled = true, Actions = PefActions.Alert, PolicyNumber = 5, SensorType = 1, SensorNumber = 0x0E, EventType = 1, Offsets = 0x0A00, GeneratorId = 0xFF, Severity = PefSeverity.Critical }]);
        Assert.True((await filters.RunAsync()).Verified);
        var policies = await AlertRowChange.PrepareAsync(client, [new AlertPolicySettings { Number = 3, Enabled = true, PolicyNumber = 5, Channel = 1, Destination = 2 }]);
        Assert.True((await policies.RunAsync()).Verified);

        var settings = Settings((await bmc.FreeIpmiAsync("ipmi-config", "--category=pef", "--checkout")).Output.Split('\n'));
        AssertSame((await client.ReadAsync(PefParameters.Filter, 0, 2)).Value, settings, "Event_Filter_2");
        Assert.Equal(("Yes", "5", "1"), (settings["Alert_Policy_3:Policy_Enabled"], settings["Alert_Policy_3:Policy_Number"], settings["Alert_Policy_3:Channel_Number"]));
        AlertFilter row = Assert.Single(await AlertRowReader.ReadFiltersAsync(client, [2]));
        Assert.Equal(("Temperature", "14", "9 11"), (row.SensorType, row.SensorNumber, row.Offsets));
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
