using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Interop.Support;
using IpmiPS.Interop.VirtualBmcs;
using IpmiPS.Serial;
using IpmiPS.Sol;
using Xunit;

namespace IpmiPS.Interop.Sol;

/// <summary>The configuration of SOL and of the serial port: what is set here is read by ipmitool and FreeIPMI, and the reverse.</summary>
public sealed class SolConfigurationTests
{
    private static Dictionary<string, string> Lines(ToolResult result, char separator) => result.Lines
        .Select(line => line.Split('#')[0].Trim().Split(separator, 2)).Where(cells => cells.Length == 2).GroupBy(cells => cells[0].Trim()).ToDictionary(group => group.Key, group => group.Last()[1].Trim());

    private static string Kilobits(SolBitRate? rate) => rate switch
    {
        SolBitRate.SerialChannel => "IPMI-Over-Serial-Setting",
        { } bps => (int.Parse(bps.ToString()[3..], CultureInfo.InvariantCulture) / 1000.0).ToString("0.0", CultureInfo.InvariantCulture),
        null => "",
    };

    private static string Bool(bool? value) => value == true ? "true" : "false";

    private static string YesNo(bool? value) => value == true ? "Yes" : "No";

    private static void AssertSame(SolConfiguration ours, Dictionary<string, string> theirs)
    {
        Assert.Equal(Bool(ours.Enabled), theirs["Enabled"]);
        Assert.Equal(Bool(ours.ForceEncryption), theirs["Force Encryption"]);
        Assert.Equal(Bool(ours.ForceAuthentication), theirs["Force Authentication"]);
        Assert.Equal(ours.Privilege?.ToString().ToUpperInvariant(), theirs["Privilege Level"]);
        Assert.Equal($"{ours.AccumulateInterval}", theirs["Character Accumulate Level (ms)"]);
        Assert.Equal($"{ours.SendThreshold}", theirs["Character Send Threshold"]);
        Assert.Equal($"{ours.PacketRetryCount}", theirs["Retry Count"]);
        Assert.Equal($"{ours.PacketRetryInterval}", theirs["Retry Interval (ms)"]);
        Assert.Equal(Kilobits(ours.VolatileBitRate), theirs["Volatile Bit Rate (kbps)"]);
        Assert.Equal(Kilobits(ours.BitRate), theirs["Non-Volatile Bit Rate (kbps)"]);
        Assert.Equal($"{ours.PayloadPort}", theirs["Payload Port"]);
    }

    private static Task<ToolResult> ConfigAsync(VirtualServer server, params string[] arguments) =>
        server.FreeIpmiAsync("ipmi-config", ["--category=core", "-l", "ADMIN", .. arguments]);

    [InteropFact(Needs.IpmiTool)]
    public async Task Ipmitool_shows_what_is_set_here_and_sets_what_is_read_here()
    {
        using var server = new VirtualServer();
        using var client = await server.ConnectAsync();
        var settings = new SolSettings { ForceEncryption = true, Privilege = PrivilegeLevel.Operator, AccumulateInterval = 100, SendThreshold = 64, PacketRetryCount = 3, PacketRetryInterval = 200, BitRate = SolBitRate.Bps57600, VolatileBitRate = SolBitRate.Bps9600 };
        Assert.True((await (await SolConfigurationChange.PrepareAsync(client, 1, settings)).RunAsync()).Verified);
        AssertSame(await SolConfigurationChange.ReadAsync(client), Lines(await server.IpmiToolAsync("sol", "info", "1"), ':'));

        foreach (string[] set in (string[][])[["privilege-level", "admin"], ["character-accumulate-level", "12"], ["retry-count", "5"], ["volatile-bit-rate", "38.4"], ["force-encryption", "false"], ["enabled", "false"]])
            _ = (await server.IpmiToolAsync(["sol", "set", .. set, "1"])).Lines;
        var sol = await SolConfigurationChange.ReadAsync(client);
        Assert.Equal((PrivilegeLevel.Administrator, 60, 5, SolBitRate.Bps38400, false, false), (sol.Privilege, sol.AccumulateInterval, sol.PacketRetryCount, sol.VolatileBitRate, sol.ForceEncryption, sol.Enabled));
    }

    [InteropFact(Needs.FreeIpmi)]
    public async Task FreeIPMI_checks_out_what_is_set_here_and_commits_what_is_read_here()
    {
        using var server = new VirtualServer(options => options with { SerialChannel = true });
        using var client = await server.ConnectAsync();
        await (await SolConfigurationChange.PrepareAsync(client, 1, new SolSettings { ForceAuthentication = true, Privilege = PrivilegeLevel.Administrator, AccumulateInterval = 200, BitRate = SolBitRate.Bps19200 })).RunAsync();
        var sol = await SolConfigurationChange.ReadAsync(client);
        var theirs = (await ConfigAsync(server, "--checkout", "-S", "SOL_Conf")).Lines.Select(line => line.Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(words => words.Length == 2).ToDictionary(words => words[0], words => words[1]);
        Assert.Equal((YesNo(sol.Enabled), YesNo(sol.ForceAuthentication), YesNo(sol.ForceEncryption), "Administrator"),
            (theirs["Enable_SOL"], theirs["Force_SOL_Payload_Authentication"], theirs["Force_SOL_Payload_Encryption"], theirs["SOL_Privilege_Level"]));
        Assert.Equal(("40", "96", "7", "50"), (theirs["Character_Accumulate_Interval"], theirs["Character_Send_Threshold"], theirs["SOL_Retry_Count"], theirs["SOL_Retry_Interval"]));
        Assert.Equal(("19200", "115200"), (theirs["Non_Volatile_Bit_Rate"], theirs["Volatile_Bit_Rate"]));

        string[] wanted = ["-e", "SOL_Conf:Volatile_Bit_Rate=38400", "-e", "SOL_Conf:SOL_Retry_Count=2", "-e", "Serial_Conf:Bit_Rate=57600", "-e", "Serial_Conf:Enable_Terminal_Mode=No", "-e", "Serial_Conf:Flow_Control=XON_XOFF", "-e", "Serial_Conf:Page_Blackout_Interval=30"];
        _ = (await ConfigAsync(server, ["--commit", .. wanted])).Lines;
        sol = await SolConfigurationChange.ReadAsync(client);
        Assert.Equal((SolBitRate.Bps38400, 2), (sol.VolatileBitRate, sol.PacketRetryCount));
        var port = await SerialConfigurationReader.ReadAsync(client, null);
        Assert.Equal((SolBitRate.Bps57600, SerialConnectionModes.Basic, SerialFlowControl.XonXoff, 30), (port.BitRate, port.ConnectionModes, port.FlowControl, port.PageBlackoutInterval));

        // And what is set here is no difference to FreeIPMI.
        await (await SerialConfigurationChange.PrepareAsync(client, null, new SerialSettings { BitRate = SolBitRate.Bps9600, ConnectionModes = SerialConnectionModes.Terminal, Connection = SerialConnection.Modem, CallRetryInterval = 7 })).RunAsync();
        Assert.Empty((await ConfigAsync(server, "--diff", "-e", "Serial_Conf:Bit_Rate=9600", "-e", "Serial_Conf:Enable_Terminal_Mode=Yes", "-e", "Serial_Conf:Enable_Basic_Mode=No", "-e", "Serial_Conf:Connect_Mode=Modem_Connect", "-e", "Serial_Conf:Call_Retry_Interval=7", "-e", "SOL_Conf:SOL_Retry_Count=2")).Lines);
    }

    [InteropFact(Needs.Captures | Needs.IpmiTool)]
    public async Task The_configuration_of_ipmi_sim_is_what_ipmitool_shows_of_it()
    {
        await using var bmc = await CaptureBmc.StartAsync(Captures.QuantaD51);
        using var client = await bmc.ConnectAsync();
        var sol = await SolConfigurationChange.ReadAsync(client, 1);
        var theirs = Lines(await bmc.IpmiToolAsync("sol", "info", "1"), ':');
        Assert.Equal(theirs["Enabled"], Bool(sol.Enabled));
        Assert.Equal(theirs["Volatile Bit Rate (kbps)"], Kilobits(sol.VolatileBitRate));
        Assert.NotEmpty(sol.Notes); // ipmi_sim has few of the parameters; ipmitool shows defaults for the others
    }
}
