using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using IpmiPS.Boot;
using IpmiPS.Interop.Support;
using IpmiPS.Interop.VirtualBmcs;
using IpmiPS.Power;
using Xunit;

namespace IpmiPS.Interop.Chassis;

/// <summary>Boot options and the chassis: what this project sets and reads, as ipmitool and FreeIPMI read and set it.</summary>
public sealed class BootOptionTests
{
    /// <summary>
    /// ipmitool names the bits of parameter 2 the other way round, and says "has handled" of the parties of parameter 4 that have not; so the bytes are compared, too.
    /// </summary>
    [InteropFact(Needs.IpmiTool)]
    public async Task Every_option_that_is_set_is_the_one_that_ipmitool_reads()
    {
        using var server = new VirtualServer();
        using var client = await server.ConnectAsync();
        var set = await (await BootOptionChange.PrepareAsync(client, new BootSettings
        {
            Device = BootDevice.Bios, Persistent = true, Uefi = true, Instance = 2, ClearCmos = true, LockKeyboard = true, LockResetButton = true, LockPowerButton = true, LockSleepButton = true, BlankScreen = true,
            Verbosity = BootVerbosity.Verbose, ConsoleRedirection = BootConsoleRedirection.Enable, EventTraps = true, BypassPassword = true, MuxControl = BootMuxControl.Bmc, SharedMode = true,
            ValidBitClearing = BootFlagValidBitClearing.KeepAfterTimeout, NotAcknowledgedBy = BootInfoParties.Sms, ServicePartition = 9, ServicePartitionScan = ServicePartitionScan.Requested,
            InitiatorChannel = 1, InitiatorSession = 0xA0B0C0D0, InitiatorTime = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), MailboxManufacturerId = 343, Mailbox = [1, 2, 3],
        })).RunAsync();
        Assert.Equal((true, true), (set.Changed, set.Verified));

        string[] data = ["00", "09", "02", "08", "0008", "E0DBDE0902", "01D0C0B0A000B95569", "0057010001020300000000000000000000"];
        var lines = new List<string>();
        for (int number = 0; number < data.Length; number++)
        {
            string[] theirs = (await server.IpmiToolAsync("chassis", "bootparam", "get", $"{number}")).Lines;
            Assert.Contains($"Boot parameter data: {data[number]}", theirs, StringComparer.OrdinalIgnoreCase);
            lines.AddRange(theirs.Select(static line => line.Trim()));
        }

        foreach (string words in new[]
        {
            "Service Partition Selector : 9", "Don't automatically clear boot flag valid bit on timeout", "SMS has handled boot info", "Session Id     : a0b0c0d0h", "Channel Number : 1",
            "CMOS Clear", "Lock Keyboard", "Boot Device Selector : Force Boot into BIOS Setup", "Screen blank", "Lock out Reset buttons", "Lock out Sleep Button", "User password bypass", "Request Verbose Display", "Request console redirection be enabled", "BIOS Shared Mode Override", "force mux to BMC",
            "IANA PEN       : 343 [Intel",
        })
            Assert.Contains(lines, line => line.Contains(words, StringComparison.OrdinalIgnoreCase));
    }

    [InteropFact(Needs.IpmiTool)]
    public async Task What_ipmitool_sets_is_read()
    {
        using var server = new VirtualServer();
        using var client = await server.ConnectAsync();

        await DoAsync(server, "chassis", "bootdev", "bios", "options=persistent,efiboot,lockkbd,screenblank,lockoutreset,lockout_power,lockout_sleep,verbose=yes,force_pet,upw_bypass,cons_redirect=skip");
        var boot = await BootOptionReader.GetAsync(client);
        Assert.Equal((true, BootDevice.Bios, true, true, false), (boot.Valid, boot.Device, boot.Persistent, boot.Uefi, boot.ClearCmos));
        Assert.Equal((true, true, true, true, true), (boot.LockKeyboard, boot.BlankScreen, boot.LockResetButton, boot.LockPowerButton, boot.LockSleepButton));
        Assert.Equal((BootVerbosity.Verbose, true, true, BootConsoleRedirection.Skip), (boot.Verbosity, boot.EventTraps, boot.BypassPassword, boot.ConsoleRedirection));

        await DoAsync(server, "chassis", "bootdev", "pxe", "clear-cmos=yes");
        await DoAsync(server, "chassis", "bootmbox", "set", "text", "343", "hello, boot loader of the machine");
        boot = await BootOptionReader.GetAsync(client);
        Assert.Equal((BootDevice.Pxe, true, false), (boot.Device, boot.ClearCmos, boot.LockKeyboard));
        Assert.Equal(343, boot.MailboxManufacturerId);
        Assert.Equal("hello, boot l", System.Text.Encoding.ASCII.GetString([.. boot.Mailbox!.Take(13)]));
        Assert.Contains("oader of the mac", System.Text.Encoding.ASCII.GetString([.. boot.Mailbox!]), StringComparison.Ordinal);

        await DoAsync(server, "chassis", "bootparam", "set", "bootflag", "force_cdrom", "options=timeout");
        boot = await BootOptionReader.GetAsync(client);
        Assert.Equal((BootDevice.Cdrom, BootFlagValidBitClearing.Default), (boot.Device, boot.ValidBitClearing));
    }

    [InteropFact(Needs.FreeIpmi)]
    public async Task FreeIPMI_reads_what_is_set_finds_no_difference_and_what_it_sets_is_read()
    {
        using var server = new VirtualServer();
        using var client = await server.ConnectAsync();
        await (await BootOptionChange.PrepareAsync(client, new BootSettings
        {
            Device = BootDevice.RemoteCdrom, Instance = 19, Persistent = true, Uefi = true, LockKeyboard = true, LockSleepButton = true, Verbosity = BootVerbosity.Quiet, ConsoleRedirection = BootConsoleRedirection.Skip,
            EventTraps = true,
        })).RunAsync();
        string file = Path.GetTempFileName();
        try
        {
            string text = string.Join("\n", (await server.FreeIpmiAsync("ipmi-config", "--category=chassis", "--checkout")).Lines) + "\n";
            foreach (var (key, value) in new[]
            {
                ("Boot_Flags_Persistent", "Yes"), ("BIOS_Boot_Type", "EFI"), ("CMOS_Clear", "No"), ("Lock_Keyboard", "Yes"), ("Screen_Blank", "No"), ("Boot_Device", "REMOTE-CD-DVD"),
                ("Device_Instance_Selector", "Internal-3"), ("Lock_Out_Reset_Button", "No"), ("Lock_Out_Power_Button", "No"), ("Lock_Out_Sleep_Button", "Yes"), ("Firmware_Bios_Verbosity", "QUIET"),
                ("Force_Progress_Event_Traps", "Yes"), ("User_Password_Bypass", "No"), ("Console_Redirection", "SUPPRESS"),
            })
                Assert.Matches($@"(?m)^\s+{key}\s+{value}\s*$", text);

            await File.WriteAllTextAsync(file, text);
            Assert.Equal("", (await server.FreeIpmiAsync("ipmi-config", "--category=chassis", "--diff", "-n", file)).Output.Trim());
            text = With(With(With(With(With(text, "Boot_Device", "PXE"), "CMOS_Clear", "Yes"), "Device_Instance_Selector", "External-4"), "Power_Restore_Policy", "On_State_AC_Apply"), "Enable_Reset_Button", "No");
            await File.WriteAllTextAsync(file, text);
            Assert.Contains("Chassis_Boot_Flags:Boot_Device - input=`PXE':actual=`REMOTE-CD-DVD'", (await server.FreeIpmiAsync("ipmi-config", "--category=chassis", "--diff", "-n", file)).Output, StringComparison.Ordinal);
            Assert.Equal(0, (await server.FreeIpmiAsync("ipmi-config", "--category=chassis", "--commit", "-n", file)).ExitCode);
        }
        finally
        {
            File.Delete(file);
        }

        var boot = await BootOptionReader.GetAsync(client);
        Assert.Equal((BootDevice.Pxe, 4, true, true, true, true), (boot.Device, boot.Instance, boot.Persistent, boot.Uefi, boot.ClearCmos, boot.LockKeyboard));
        var chassis = await ChassisReader.GetAsync(client);
        Assert.Equal((PowerRestorePolicy.AlwaysOn, FrontPanelButtons.Reset), (chassis.RestorePolicy, chassis.DisabledButtons));
    }

    [InteropTheory(Needs.Captures | Needs.IpmiTool)]
    [InlineData(Captures.DellR730)]
    [InlineData(Captures.IntelS2600)]
    public async Task On_ipmi_sim_the_options_are_those_that_ipmitool_reads_and_sets(string capture)
    {
        await using var bmc = await CaptureBmc.StartAsync(capture);
        using var client = await bmc.ConnectAsync();
        for (byte number = 0; number <= 7; number++)
        {
            var theirs = await bmc.IpmiToolAsync("chassis", "bootparam", "get", $"{number}");
            var line = theirs.Output.Split('\n').FirstOrDefault(static line => line.StartsWith("Boot parameter data:", StringComparison.Ordinal));
            if (line is null)
                await Assert.ThrowsAnyAsync<IpmiException>(() => BootOptionReader.GetParameterAsync(client, number));
            else
                Assert.Equal(line.Split(':')[1].Trim(), (await BootOptionReader.GetParameterAsync(client, number)).Data.ToString().Replace(" ", "", StringComparison.Ordinal), ignoreCase: true);
        }

        // ipmi_sim keeps the device alone, and not that it is valid.
        var set = await (await BootOptionChange.PrepareAsync(client, new BootSettings { Device = BootDevice.Cdrom, Valid = false })).RunAsync();
        Assert.Equal((BootDevice.Cdrom, true), (set.Device, set.Verified));
        Assert.Contains("Boot parameter data: 0014000000", (await bmc.IpmiToolAsync("chassis", "bootparam", "get", "5")).Lines);
        await bmc.IpmiToolAsync("chassis", "bootdev", "pxe");
        Assert.Equal(BootDevice.Pxe, (await BootOptionReader.GetAsync(client)).Device);
        var error = await Assert.ThrowsAsync<IpmiException>(async () => await (await BootOptionChange.PrepareAsync(client, new BootSettings { Device = BootDevice.Disk })).RunAsync());
        Assert.Equal(IpmiErrorKind.CommandFailed, error.Kind);
    }

    [InteropFact(Needs.IpmiTool)]
    public async Task The_chassis_is_the_one_that_ipmitool_shows()
    {
        using var server = new VirtualServer();
        using var client = await server.ConnectAsync();
        Assert.Contains("always-on", (await DoAsync(server, "chassis", "policy", "list"))[0], StringComparison.Ordinal);
        await DoAsync(server, "chassis", "policy", "always-on");

        var ours = await ChassisReader.GetAsync(client);

        Assert.Equal(PowerRestorePolicy.AlwaysOn, ours.RestorePolicy);
        var status = await DoAsync(server, "chassis", "status");
        Assert.Contains(status, static line => Regex.IsMatch(line, "^Power Restore Policy *: always-on"));
        var cause = await DoAsync(server, "chassis", "restart_cause");
        Assert.StartsWith("System restart cause:", cause[0], StringComparison.Ordinal);
        Assert.Contains(ours.RestartCause is { } known && known != RestartCause.Unknown ? known == RestartCause.ChassisControl ? "chassis power control command" : "" : "unknown", cause[0], StringComparison.Ordinal);
        var hours = Regex.Match((await DoAsync(server, "chassis", "poh"))[0], @"(\d+) days?, *(\d+) hours?|(\d+) hours");
        Assert.True(hours.Success);
        Assert.Equal(Math.Floor(ours.PowerOnHours!.Value), hours.Groups[3].Success ? int.Parse(hours.Groups[3].Value, CultureInfo.InvariantCulture) : int.Parse(hours.Groups[1].Value, CultureInfo.InvariantCulture) * 24 + int.Parse(hours.Groups[2].Value, CultureInfo.InvariantCulture));
    }

    private static string With(string text, string key, string value) => Regex.Replace(text, $@"(?m)^(\s+)#*\s*{key}\s.*$", $"$1{key} {value}");

    private static async Task<string[]> DoAsync(VirtualServer server, params string[] arguments) => (await server.IpmiToolAsync(arguments)).Lines;
}
