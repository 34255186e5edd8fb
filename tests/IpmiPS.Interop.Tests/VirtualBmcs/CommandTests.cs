using System;
using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Interop.Support;
using Xunit;

namespace IpmiPS.Interop.VirtualBmcs;

/// <summary>What clients of others do to our virtual BMC, and what it tells them of itself.</summary>
public sealed class CommandTests : IDisposable
{
    private readonly VirtualServer _server = new();

    public void Dispose()
    {
        Assert.Null(_server.Bmc.Fault);
        _server.Dispose();
    }

    [InteropTheory(Needs.IpmiTool)]
    [InlineData("off", "Off")]
    [InlineData("on", "On")]
    [InlineData("cycle", "Cycle")]
    [InlineData("reset", "Reset")]
    [InlineData("diag", "Diagnostic")]
    [InlineData("soft", "Soft")]
    public async Task A_power_command_of_ipmitool_is_done_once(string command, string action)
    {
        Assert.Single((await _server.IpmiToolAsync("power", command)).Lines);

        Assert.Equal([action], _server.Bmc.PowerActions);
    }

    [InteropTheory(Needs.FreeIpmi)]
    [InlineData("--off", "Off")]
    [InlineData("--on", "On")]
    [InlineData("--cycle", "Cycle")]
    [InlineData("--reset", "Reset")]
    [InlineData("--pulse", "Diagnostic")]
    [InlineData("--soft", "Soft")]
    public async Task A_power_command_of_ipmipower_is_done_once(string command, string action)
    {
        Assert.Equal([$"{_server.Bmc.Address}: ok"], (await _server.FreeIpmiAsync("ipmipower", command)).Lines);

        Assert.Equal([action], _server.Bmc.PowerActions);
    }

    [InteropFact(Needs.IpmiTool)]
    public async Task Power_goes_and_comes_as_ipmitool_says()
    {
        await DoAsync("power", "off");
        Assert.Equal(["Chassis Power is off"], await DoAsync("power", "status"));
        await DoAsync("power", "on");
        Assert.Equal(["Chassis Power is on"], await DoAsync("power", "status"));
        Assert.Equal(["Off", "On"], _server.Bmc.PowerActions);
    }

    [InteropTheory(Needs.IpmiTool)]
    [InlineData("pxe", "Force PXE")]
    [InlineData("disk", "Force Boot from default Hard-Drive")]
    [InlineData("bios", "Force Boot into BIOS Setup")]
    [InlineData("none", "No override")]
    public async Task A_boot_device_is_kept(string device, string told)
    {
        Assert.Equal([$"Set Boot Device to {device}"], await DoAsync("chassis", "bootdev", device));

        var parameter = await DoAsync("chassis", "bootparam", "get", "5");
        Assert.Contains($"   - Boot Device Selector : {told}", parameter);
        Assert.Contains("   - Options apply to only next boot", parameter);
    }

    [InteropFact(Needs.IpmiTool)]
    public async Task Users_are_listed()
    {
        var users = await DoAsync("user", "list", "1");

        Assert.Equal(["2 admin ADMINISTRATOR", "3 operator OPERATOR", "4 user USER"], users[2..5].Select(line =>
        {
            string[] cells = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return $"{cells[0]} {cells[1]} {cells[^1]}";
        }));
    }

    [InteropFact(Needs.IpmiTool)]
    public async Task The_LAN_channel_is_told()
    {
        var lan = await DoAsync("lan", "print", "1");

        Assert.Contains($"IP Address              : {_server.Bmc.Address}", lan);
        Assert.Contains("Auth Type Support       : NONE MD2 MD5 PASSWORD ", lan);
        Assert.Contains("RMCP+ Cipher Suites     : 0,1,2,3,4,5,6,7,8,9,10,11,12,15,16,17", lan);
    }

    [InteropFact(Needs.IpmiTool | Needs.FreeIpmi)]
    public async Task The_GUID_is_the_one_that_our_client_reads()
    {
        string guid;
        using (var client = await _server.ConnectAsync())
        {
            guid = (await IpmiPS.Device.DeviceInfoReader.GetAsync(client, default)).Guid.ToString()!;
            await client.CloseAsync();
        }

        Assert.Contains($"System GUID   : {guid}", (await DoAsync("mc", "guid"))[0], StringComparison.OrdinalIgnoreCase);
        Assert.Contains($"System GUID : {guid}", (await _server.FreeIpmiAsync("bmc-info")).Lines);
    }

    [InteropFact(Needs.IpmiTool)]
    public async Task The_console_is_told_opened_and_closed()
    {
        var console = await DoAsync("sol", "info", "1");
        Assert.Contains("Enabled                         : true", console);
        Assert.Contains($"Payload Port                    : {_server.Bmc.Port}", console);

        var session = await _server.IpmiToolAsync(["-I", "lanplus", "-C", "3"], "simulated", ["sol", "activate"], input: "~.");
        Assert.Contains(session.Lines, line => line.Contains("SOL Session operational", StringComparison.Ordinal));
        Assert.Contains("terminated ipmitool", session.Output, StringComparison.Ordinal);
    }

    private async Task<string[]> DoAsync(params string[] arguments) => (await _server.IpmiToolAsync(arguments)).Lines;
}
