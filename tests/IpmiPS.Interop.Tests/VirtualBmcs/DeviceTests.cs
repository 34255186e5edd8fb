using System;
using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Device;
using IpmiPS.Firewall;
using IpmiPS.Interop.Device;
using IpmiPS.Interop.Support;
using IpmiPS.Simulator;
using Xunit;

namespace IpmiPS.Interop.VirtualBmcs;

/// <summary>Settings of our virtual BMC itself, by tools of others and by this project's client: both ways.</summary>
public sealed class DeviceTests : IDisposable
{
    private readonly VirtualServer _server = new();

    public void Dispose()
    {
        Assert.Null(_server.Bmc.Fault);
        _server.Dispose();
    }

    [InteropFact(Needs.IpmiTool | Needs.FreeIpmi)]
    public async Task System_information_is_written_and_read_both_ways()
    {
        using var client = await _server.ConnectAsync();
        await DoAsync("mc", "setsysinfo", "system_name", "a name of more than one block");
        await FreeIpmiAsync("bmc-device", "--set-bmc-url=https://bmc.example/a/long/address");
        var ours = await SystemInfoReader.GetAsync(client);
        Assert.Equal(("a name of more than one block", "https://bmc.example/a/long/address"), (ours.SystemName, ours.BmcUrl));

        await (await SystemInfoChange.PrepareAsync(client, new SystemInfo { SystemName = "web01.rack7.example.com", PrimaryOperatingSystem = "Debian GNU/Linux 13" })).RunAsync();
        Assert.Equal(["web01.rack7.example.com"], await DoAsync("mc", "getsysinfo", "system_name"));
        var theirs = BmcSettingsTests.Fields(await FreeIpmiAsync("bmc-info", "--get-system-info"));
        Assert.Equal(("web01.rack7.example.com", "Debian GNU/Linux 13", ours.BmcUrl), (theirs["System Name"], theirs["Primary Operating System Name"], theirs["BMC URL"]));
    }

    [InteropFact(Needs.IpmiTool)]
    public async Task The_firewall_is_written_and_read_both_ways()
    {
        using var client = await _server.ConnectAsync();
        await DoAsync("firewall", "disable", "channel", "14", "lun", "0", "netfn", "0", "command", "15");
        var entries = await FirewallReader.GetAsync(client, 0x0E);
        Assert.Equal(["Get POH Counter"], entries.Where(entry => entry.State == FirewallState.Blocked).Select(entry => entry.Name));

        var selfTest = entries.Single(entry => entry.Name == "Get Self Test Results");
        var update = await (await FirewallChange.PrepareAsync(client, [selfTest], isAvailable: false)).RunAsync();
        Assert.Equal((true, FirewallState.Blocked), (update.Verified, update.State));
        Assert.NotEqual(0, (await _server.IpmiToolAsync("mc", "selftest")).ExitCode);
        Assert.Contains((await _server.IpmiToolAsync("firewall", "info", "channel", "14", "lun", "0", "netfn", "6", "command", "4")).Output.Split('\n'), IsNotEnabled);

        await (await FirewallChange.PrepareRestoreAsync(client, 0x0E, 0, 6, null, Wire.Hex.Parse(update.MaskBefore))).RunAsync();
        Assert.Equal(["Selftest: passed"], await DoAsync("mc", "selftest"));
        await DoAsync("firewall", "enable", "channel", "14", "lun", "0", "netfn", "0", "command", "15");
        Assert.DoesNotContain(await FirewallReader.GetAsync(client, 0x0E), entry => entry.State == FirewallState.Blocked);

        static bool IsNotEnabled(string line) => line.StartsWith("LUN 0, NetFn 0x06, Command 0x04:", StringComparison.Ordinal) && line.EndsWith("| X | X |   |", StringComparison.Ordinal);
    }

    [InteropFact(Needs.IpmiTool)]
    public async Task The_watchdog_is_set_and_read_both_ways()
    {
        using var client = await _server.ConnectAsync();
        await DoAsync("mc", "watchdog", "set", "timeout=300", "pretimeout=10", "int=nmi", "use=sms", "action=cycle");
        await DoAsync("mc", "watchdog", "reset");
        var ours = await WatchdogControl.GetAsync(client);
        Assert.Equal((true, WatchdogUse.SmsOS, WatchdogAction.PowerCycle, 300.0, 10, WatchdogInterrupt.Nmi), (ours.Running, ours.Use, ours.Action, ours.InitialCountdown, ours.PreTimeout, ours.PreTimeoutInterrupt));

        await (await WatchdogChange.PrepareAsync(client, new WatchdogSettings { Action = WatchdogAction.HardReset, InitialCountdown = 600 })).RunAsync();
        var theirs = BmcSettingsTests.Fields(await DoAsync("mc", "watchdog", "get"));
        Assert.Equal(("Started/Running", "Hard Reset (0x21)", "600.0 sec"), (theirs["Watchdog Timer Is"], theirs["Watchdog Timer Action"], theirs["Initial Countdown"]));
        await (await WatchdogChange.PrepareStopAsync(client)).RunAsync();
        Assert.Equal("Stopped", BmcSettingsTests.Fields(await DoAsync("mc", "watchdog", "get"))["Watchdog Timer Is"]);
    }

    [InteropFact(Needs.IpmiTool | Needs.FreeIpmi)]
    public async Task Enables_power_states_interfaces_and_buses_are_those_that_others_read()
    {
        using var client = await _server.ConnectAsync();
        await FreeIpmiAsync("bmc-device", "--set-acpi-power-state", "--set-acpi-system-power-state=S3", "--set-acpi-device-power-state=D1");
        var state = await AcpiPowerControl.GetAsync(client);
        Assert.Equal((AcpiSystemState.S3, AcpiDeviceState.D1), (state.System, state.Device));
        await (await AcpiPowerControl.PrepareAsync(client, AcpiSystemState.S5, AcpiDeviceState.D3)).RunAsync();
        var theirs = BmcSettingsTests.Fields(await FreeIpmiAsync("bmc-device", "--get-acpi-power-state"));
        Assert.StartsWith("S5", theirs["ACPI System Power State"], StringComparison.Ordinal);
        Assert.Equal("D3", theirs["ACPI Device Power State"]);

        await (await GlobalEnablesControl.PrepareAsync(client, BmcGlobalEnables.Oem1, BmcGlobalEnables.EventMessageBuffer)).RunAsync();
        var enables = BmcSettingsTests.Fields(await DoAsync("mc", "getenables"));
        Assert.Equal(("enabled", "disabled", "enabled"), (enables["OEM 1"], enables["Event Message Buffer"], enables["System Event Logging"]));
        var bt = await client.SendAsync(new GetBtInterfaceCapabilities());
        Assert.Equal($"{bt.InputSize} bytes", BmcSettingsTests.Fields(await FreeIpmiAsync("bmc-device", "--get-bt-interface-capabilities"))["BT Input Buffer Size"]);
        var kcs = await client.SendAsync(new GetSystemInterfaceCapabilities(SystemInterfaceType.Kcs));
        Assert.Equal($"{kcs.InputSize} bytes", BmcSettingsTests.Fields(await FreeIpmiAsync("bmc-device", "--get-kcs-interface-capabilities"))["KCS Maximum Input Message Size"]);
        var read = await client.SendAsync(new MasterWriteRead(0, 0xA0, 8, [0]));
        Assert.Equal(Wire.Hex.Format(read.Bytes, " "), (await DoAsync("i2c", "bus=public", "chan=0", "0xa0", "8", "0x00"))[0].Trim(), ignoreCase: true);
    }

    private async Task<string[]> DoAsync(params string[] arguments) => (await _server.IpmiToolAsync(arguments)).Lines;

    private async Task<string[]> FreeIpmiAsync(string tool, params string[] arguments) => (await _server.FreeIpmiAsync(tool, ["-l", "ADMIN", .. arguments])).Lines;
}
