using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Device;
using IpmiPS.Interop.Support;
using Xunit;

namespace IpmiPS.Interop.Device;

/// <summary>What this project's client sets on a BMC of others, as tools of others read it, and the other way round.</summary>
public sealed class BmcSettingsTests
{
    [InteropFact(Needs.Captures | Needs.IpmiTool)]
    public async Task The_watchdog_is_the_one_that_ipmitool_reads_and_sets()
    {
        await using var bmc = await CaptureBmc.StartAsync(Captures.DellR730);
        using var client = await bmc.ConnectAsync();
        var never = await Assert.ThrowsAsync<IpmiException>(() => WatchdogControl.ResetAsync(client));
        Assert.Equal(IpmiErrorKind.CommandFailed, never.Kind);
        var settings = new WatchdogSettings { Use = WatchdogUse.SmsOS, Action = WatchdogAction.None, InitialCountdown = 300, DontLog = true };
        var set = await (await WatchdogChange.PrepareAsync(client, settings)).RunAsync();
        Assert.Equal((true, true), (set.Changed, set.Verified));
        Assert.True((await WatchdogControl.ResetAsync(client)).Running);

        var theirs = Fields((await bmc.IpmiToolAsync("mc", "watchdog", "get")).Lines);
        // ipmi_sim returns all bits of the byte; the specification has "don't log" and "running" in others than ipmitool prints here.
        Assert.Matches(@"^SMS/OS \(0x[0-9a-f]4\)", theirs["Watchdog Timer Use"]);
        Assert.Equal("Started/Running", theirs["Watchdog Timer Is"]);
        Assert.Equal("Off", theirs["Watchdog Timer Logging"]);
        Assert.Equal("No action (0x00)", theirs["Watchdog Timer Action"]);
        Assert.Equal("300.0 sec", theirs["Initial Countdown"]);

        Assert.Equal(0, (await bmc.IpmiToolAsync("mc", "watchdog", "set", "timeout=120", "use=osload", "action=none")).ExitCode);
        var ours = await WatchdogControl.GetAsync(client);
        Assert.Equal((false, WatchdogUse.OSLoad, WatchdogAction.None, 120.0, false), (ours.Running, ours.Use, ours.Action, ours.InitialCountdown, ours.DontLog));
    }

    [InteropFact(Needs.Captures | Needs.IpmiTool | Needs.FreeIpmi)]
    public async Task The_global_enables_are_those_that_ipmitool_and_FreeIPMI_read_and_are_barred_where_the_BMC_bars_them()
    {
        await using var bmc = await CaptureBmc.StartAsync(Captures.QuantaD51);
        using var client = await bmc.ConnectAsync();
        var ours = await GlobalEnablesControl.GetAsync(client);
        foreach (var theirs in new[] { Fields((await bmc.IpmiToolAsync("mc", "getenables")).Lines), Fields((await bmc.FreeIpmiAsync("bmc-device", "--get-bmc-global-enables")).Lines) })
        {
            Assert.Equal(ours.EventMessageBuffer ? "enabled" : "disabled", theirs["Event Message Buffer"]);
            Assert.Equal(ours.SystemEventLogging ? "enabled" : "disabled", theirs["System Event Logging"]);
        }

        // As the specification has it, ipmi_sim allows the change on the system interface only.
        var change = await GlobalEnablesControl.PrepareAsync(client, BmcGlobalEnables.EventMessageBuffer, BmcGlobalEnables.SystemEventLogging);
        Assert.Equal(IpmiErrorKind.InsufficientPrivilege, (await Assert.ThrowsAsync<IpmiCommandException>(() => change.RunAsync())).Kind);
    }

    [InteropFact(Needs.Captures)]
    public async Task What_a_BMC_lacks_is_told()
    {
        await using var bmc = await CaptureBmc.StartAsync(Captures.IntelS2600);
        using var client = await bmc.ConnectAsync();
        Assert.Equal(IpmiErrorKind.CommandNotSupported, (await Assert.ThrowsAsync<IpmiCommandException>(() => SystemInfoReader.GetAsync(client))).Kind);
        Assert.Equal(IpmiErrorKind.CommandNotSupported, (await Assert.ThrowsAsync<IpmiCommandException>(() => IpmiPS.Firewall.FirewallReader.GetAsync(client, 0x0E))).Kind);
        Assert.Equal(IpmiErrorKind.CommandNotSupported, (await Assert.ThrowsAsync<IpmiCommandException>(() => AcpiPowerControl.GetAsync(client))).Kind);
    }

    internal static Dictionary<string, string> Fields(IEnumerable<string> lines) =>
        lines.Select(line => line.Split(':', 2))
            .Where(parts => parts.Length == 2)
            .GroupBy(parts => parts[0].Trim())
            .ToDictionary(group => group.Key, group => group.First()[1].Trim());
}
