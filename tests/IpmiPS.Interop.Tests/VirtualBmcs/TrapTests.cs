using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Threading.Tasks;
using IpmiPS.Alerts;
using IpmiPS.AlertTesting;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Commands.Transport;
using IpmiPS.Interop.Support;
using IpmiPS.Parameters;
using IpmiPS.Simulator;
using Xunit;

namespace IpmiPS.Interop.VirtualBmcs;

/// <summary>The traps of our virtual BMC, as snmptrapd and ipmi-pet read them, and after ipmitool and ipmi-config have set it up.</summary>
public sealed class TrapTests : IDisposable
{
    private const string PowerSupply = "PS1 Status";
    private const string Pet = ".1.3.6.1.4.1.3183.1.1";
    private const string Failure = "552705"; // power supply, sensor-specific, offset 1

    private readonly string _folder = Directory.CreateTempSubdirectory("ipmips-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [InteropTheory(Needs.SnmpTrapd | Needs.FreeIpmi)]
    [InlineData(AlertFormat.TrapV1, "TRAP, SNMP v1, community interop")]
    [InlineData(AlertFormat.TrapV2c, "TRAP2, SNMP v2c, community interop")]
    [InlineData(AlertFormat.Inform, "INFORM, SNMP v2c, community interop")]
    public async Task Snmptrapd_prints_what_is_sent_and_ipmi_pet_decodes_it_as_we_do(AlertFormat format, string kind)
    {
        using var daemon = await TrapDaemon.StartAsync();
        using var server = NewServer(format);
        using var ours = new UdpClient(new IPEndPoint(IPAddress.Parse(BmcProcess.NextAddress()), TrapDaemon.Port));
        using (var client = await server.ConnectAsync())
        {
            await SetLanAsync(client, LanParameters.CommunityString, TrapDaemon.Community);
            await SetDestinationAsync(client, 1, IPAddress.Parse(daemon.Address));
            await SetDestinationAsync(client, 2, ((IPEndPoint)ours.Client.LocalEndPoint!).Address);
            await SetPefAsync(client, PefParameters.Policy, new PefPolicy(1, true, PefPolicyRule.Always, 1, 1, 0), 1);
            await SetPefAsync(client, PefParameters.Policy, new PefPolicy(1, true, PefPolicyRule.Always, 1, 2, 0), 2);
            await SetPefAsync(client, PefParameters.Filter, new PefFilter { State = new(true, false), Actions = PefActions.Alert, PolicyNumber = 1, Severity = PefSeverity.Critical }, 1);
            await SetPefAsync(client, PefParameters.ActionEnables, PefActions.Alert);
            await SetPefAsync(client, PefParameters.Control, PefControl.Enabled);
        }

        server.Bmc.SetSensorStates(PowerSupply, 0, 1);
        var printed = (await daemon.ReadAsync(1))[0];
        Assert.Equal(kind, printed.Kind);
        Assert.StartsWith($"UDP: [{server.Bmc.Address}]:{server.Bmc.Port}->[{daemon.Address}]", printed.Source, StringComparison.Ordinal);
        if (format == AlertFormat.TrapV1)
            Assert.Equal((server.Bmc.Address, Pet, $"6.{Failure}"), (printed.Agent, printed.Enterprise, printed.Number));
        else
            Assert.Contains($".1.3.6.1.6.3.1.1.4.1.0 = OID: {Pet}.0.{Failure}\t", printed.Variables, StringComparison.Ordinal);

        // The same event to the second destination, in another trap. An inform goes there once snmptrapd has responded to the first.
        var packet = await ours.ReceiveAsync().WaitAsync(ExternalTool.Patience);
        Alert alert = AlertDecoder.Decode(packet.Buffer, DateTimeOffset.UtcNow);
        Assert.Equal(2, alert.Sequence);
        string[] pet = printed.Pet;
        (pet[16], pet[17]) = ("00", "02");
        Assert.Contains(string.Concat(pet), Convert.ToHexString(packet.Buffer), StringComparison.Ordinal);

        string[] row = await DecodeAsync(server, Failure, printed.Pet);
        Assert.Equal([PowerSupply, "Power Supply", "Critical condition", "Assertion Event", "Power Supply Failure detected"], row[2..]);
        Assert.Equal(("Power Supply 1", "Power Supply", SelSeverity.Critical, EventDirection.Asserted, "Power Supply Failure detected"), (alert.Entity, alert.SensorType, alert.Severity, alert.Direction, alert.Event));
        Assert.Equal($"{alert.Timestamp:MMM-dd-yyyy HH:mm:ss}", $"{row[0]} {row[1]}");
        if (format == AlertFormat.Inform)
            Assert.Single(await daemon.ReadAsync(1)); // it was not repeated
        Assert.Null(server.Bmc.Fault);
    }

    [InteropFact(Needs.SnmpTrapd | Needs.IpmiTool)]
    public async Task An_alert_that_ipmitool_sets_up_arrives()
    {
        using var daemon = await TrapDaemon.StartAsync();
        using var server = NewServer();
        foreach (string command in (string[])
        [
            $"lan set 1 snmp {TrapDaemon.Community}", $"lan alert set 1 1 ipaddr {daemon.Address}", "lan alert set 1 1 retry 0", "lan alert set 1 1 type pet",
            "raw 0x04 0x12 9 1 0x18 0x11 0x00", "pef policy enable 1", // policy 1 always, channel 1, destination 1
            "raw 0x04 0x12 6 1 0x00 0x01 0x01 0x08 0xff 0xff 0x01 0xff 0x01 0x00 0x02 0 0 0 0 0 0 0 0 0", "pef filter enable 1", // temperatures, offset 9
            "raw 0x04 0x12 2 1", "raw 0x04 0x12 1 1",
        ])
            Assert.Equal(0, (await server.IpmiToolAsync(command.Split(' '))).ExitCode);
        Assert.Equal(0, (await server.IpmiToolAsync("event", "2")).ExitCode); // a voltage, which the filter leaves alone
        Assert.Equal(0, (await server.IpmiToolAsync("event", "1")).ExitCode);
        Assert.Equal("6.65801", Assert.Single(await daemon.ReadAsync(1)).Number);
    }

    [InteropFact(Needs.SnmpTrapd | Needs.FreeIpmi)]
    public async Task An_alert_that_ipmi_config_sets_up_arrives()
    {
        using var daemon = await TrapDaemon.StartAsync();
        using var server = NewServer();
        string file = Path.Combine(_folder, "pef.conf");
        await File.WriteAllLinesAsync(file,
        [
            "Section Community_String", $"Community_String {TrapDaemon.Community}", "EndSection",
            "Section Lan_Alert_Destination_1", "Alert_Destination_Type PET_Trap", "Alert_Acknowledge No", "Alert_Retries 0", $"Alert_IP_Address {daemon.Address}", "EndSection",
            "Section Alert_Policy_3", "Policy_Type Always_Send_To_This_Destination", "Policy_Enabled Yes", "Policy_Number 2", "Destination_Selector 1", "Channel_Number 1", "EndSection",
            "Section Event_Filter_4", "Filter_Type Software_Configurable", "Enable_Filter Yes", "Event_Filter_Action_Alert Yes", "Alert_Policy_Number 2", "Event_Severity Critical",
            "Generator_Id_Byte_1 0xFF", "Generator_Id_Byte_2 0xFF", "Sensor_Type Power_Supply", "Sensor_Number 0xFF", "Event_Trigger 0xFF", "Event_Data1_Offset_Mask 0x0002", "EndSection",
            "Section PEF_Conf", "Enable_Alert_Action Yes", "Enable_PEF Yes", "EndSection",
        ]);
        var commit = await server.FreeIpmiAsync("ipmi-config", "--category=pef", "--commit", $"--filename={file}");
        Assert.True(commit.ExitCode == 0, commit.Output + commit.Error);
        server.Bmc.SetSensorStates(PowerSupply, 0, 1, 3);
        server.Bmc.SetSensorStates(PowerSupply, 0);

        // The failure and its end; not the lost input, offset 3.
        Assert.Equal([$"6.{Failure}", "6.552833"], (await daemon.ReadAsync(2)).Select(static trap => trap.Number));
    }

    [InteropFact(Needs.SnmpTrapd | Needs.FreeIpmi)]
    public async Task An_alert_is_repeated_until_ipmi_pet_acknowledges_it()
    {
        using var daemon = await TrapDaemon.StartAsync();
        using var server = NewServer();
        using var client = await server.ConnectAsync();
        await SetLanAsync(client, LanParameters.CommunityString, TrapDaemon.Community);
        await SetDestinationAsync(client, 1, IPAddress.Parse(daemon.Address), new AlertDestinationType(true, 0, TimeoutSeconds: 2, Retries: 7));
        await client.SendAsync(new AlertImmediate(1, AlertOperation.Send, 1) { EventData = [0x20, 0x04, 0x08, 0x60, 0x6F, 0x01, 0xFF, 0xFF] });
        var traps = await daemon.ReadAsync(2);
        Assert.Equal(traps[0].Pet, traps[1].Pet);
        Assert.Equal(AlertStatus.InProgress, await client.SendAsync(new AlertImmediate(1, AlertOperation.GetStatus, 0)));

        var acknowledge = await server.FreeIpmiAsync("ipmi-pet", ["-D", "LAN"], server.Bmc.Password, ["--pet-acknowledge", Failure, .. traps[0].Pet]);
        Assert.True(acknowledge.ExitCode == 0, acknowledge.Output + acknowledge.Error);
        Assert.Equal(AlertStatus.Sent, await client.SendAsync(new AlertImmediate(1, AlertOperation.GetStatus, 0)));
    }

    [InteropFact(Needs.SnmpTrapd)]
    public async Task An_alert_that_snmptrapd_forwards_proves_the_chain()
    {
        using var arrivals = new AlertArrivals(0, ["127.0.0.1"]);
        using var daemon = await TrapDaemon.StartAsync($"127.0.0.1:{arrivals.Port}");
        using var server = NewServer();
        using var client = await server.ConnectAsync();
        await SetLanAsync(client, LanParameters.CommunityString, TrapDaemon.Community);
        await SetDestinationAsync(client, 1, IPAddress.Parse(daemon.Address));
        await SetPefAsync(client, PefParameters.Policy, new PefPolicy(1, true, PefPolicyRule.Always, 1, 1, 0), 1);
        await SetPefAsync(client, PefParameters.Filter, new PefFilter { State = new(true, false), Actions = PefActions.Alert, PolicyNumber = 1 }, 1);
        await SetPefAsync(client, PefParameters.ActionEnables, PefActions.Alert);
        await SetPefAsync(client, PefParameters.Control, PefControl.Enabled);

        var options = new AlertTestOptions { SendsEvent = true, WaitTime = ExternalTool.Patience, BmcAddress = IPAddress.Parse(server.Bmc.Address), BmcPort = server.Bmc.Port, Community = TrapDaemon.Community };
        AlertTest test = await AlertTester.RunAsync(client, arrivals, options);
        Assert.True(test.Verdict == AlertVerdict.Works, $"{test}");
        Assert.Equal((daemon.Address, 0xC0), (test.Receiver, test.Alert!.SensorTypeCode));
        Assert.NotEqual(server.Bmc.Address, test.Alert.Sender);
        Assert.Equal(2, (await daemon.ReadAsync(2)).Count);
    }

    private static VirtualServer NewServer(AlertFormat format = AlertFormat.TrapV1) =>
        new(options => options with { Address = BmcProcess.NextAddress(), AlertPort = TrapDaemon.Port, AlertFormat = format });

    private static Task SetDestinationAsync(IIpmiConnection client, byte destination, IPAddress address, AlertDestinationType? type = null) => Task.WhenAll(
        SetLanAsync(client, LanParameters.DestinationType, type ?? new AlertDestinationType(false, 0, TimeoutSeconds: 3, Retries: 0), destination),
        SetLanAsync(client, LanParameters.DestinationAddress, new AlertDestinationAddress(address, false, new PhysicalAddress(new byte[6])), destination));

    private static async Task SetLanAsync<T>(IIpmiConnection client, Parameter<T> parameter, T value, byte set = 0) =>
        await client.SendAsync(new SetLanConfigurationParameters(1, parameter.Number, parameter.Encode(value, set)));

    private static async Task SetPefAsync<T>(IIpmiConnection client, Parameter<T> parameter, T value, byte set = 0) =>
        await client.SendAsync(new SetPefConfigurationParameters(parameter.Number, parameter.Encode(value, set)));

    /// <summary>What ipmi-pet prints of a trap: date, time, name, type, severity, direction, event.</summary>
    private async Task<string[]> DecodeAsync(VirtualServer server, string specific, string[] pet)
    {
        var result = await server.FreeIpmiAsync("ipmi-pet", ["-v", "--quiet-cache", $"--sdr-cache-directory={_folder}", specific, .. pet]);
        return [.. result.Lines[^1].Split('|').Select(static cell => cell.Trim())];
    }
}
