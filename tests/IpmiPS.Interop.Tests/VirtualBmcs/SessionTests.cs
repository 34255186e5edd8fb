using System;
using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Interop.Support;
using Xunit;

namespace IpmiPS.Interop.VirtualBmcs;

/// <summary>Clients of others log in to our virtual BMC: what it takes for the specification, they do too.</summary>
public sealed class SessionTests : IDisposable
{
    private const string Key = "twenty bytes of key!";

    private readonly VirtualServer _server = new();

    public void Dispose() => _server.Dispose();

    /// <summary>All but 4, 5, 9 to 14, 18 and 19: ipmitool has no xRC4, and ends with a failed assertion at HMAC-MD5 with AES.</summary>
    [InteropTheory(Needs.IpmiTool)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    public async Task Ipmitool_opens_a_session_with_suite(int suite)
    {
        string[] session = ["-I", "lanplus", "-C", $"{suite}"];

        var device = await _server.IpmiToolAsync(session, "simulated", ["mc", "info"]);
        var power = await _server.IpmiToolAsync(session, "simulated", ["chassis", "power", "status"]);

        Assert.Contains("Manufacturer ID           : 32473", device.Lines);
        Assert.Equal(["Chassis Power is on"], power.Lines);
        Assert.Equal(2, _server.Bmc.SessionsOpened);
        _server.AssertWell();
    }

    /// <summary>MD2 is FreeIPMI's to test: Debian builds ipmitool without it.</summary>
    [InteropTheory(Needs.IpmiTool)]
    [InlineData("NONE")]
    [InlineData("PASSWORD")]
    [InlineData("MD5")]
    public async Task Ipmitool_opens_an_IPMI_15_session_with(string type)
    {
        var power = await _server.IpmiToolAsync(["-I", "lan", "-A", type], "simulated", ["chassis", "power", "status"]);

        Assert.Equal(["Chassis Power is on"], power.Lines);
        Assert.Equal(1, _server.Bmc.SessionsOpened);
        _server.AssertWell();
    }

    [InteropTheory(Needs.FreeIpmi)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    public Task Every_tool_of_FreeIPMI_works_with_suite(int suite) => EveryToolAsync("-D", "LAN_2_0", "-I", $"{suite}");

    [InteropTheory(Needs.FreeIpmi)]
    [InlineData("NONE")]
    [InlineData("MD2")]
    [InlineData("MD5")]
    public Task Every_tool_of_FreeIPMI_works_over_IPMI_15_with(string type) => EveryToolAsync("-D", "LAN", "-a", type);

    /// <summary>Not ipmipower, which finds the code in the answer wrong that the other tools find right.</summary>
    [InteropFact(Needs.FreeIpmi)]
    public async Task FreeIPMI_works_over_IPMI_15_with_a_plain_password()
    {
        var status = await _server.FreeIpmiAsync("ipmi-chassis", ["-D", "LAN", "-a", "STRAIGHT_PASSWORD_KEY"], "simulated", "--get-chassis-status");
        var sensors = await _server.FreeIpmiAsync("ipmi-sensors", ["-D", "LAN", "-a", "STRAIGHT_PASSWORD_KEY"], "simulated", "--no-header-output");

        Assert.Contains("System Power                        : on", status.Lines);
        Assert.Contains(sensors.Lines, line => line.Contains("Inlet Temp", StringComparison.Ordinal));
        _server.AssertWell();
    }

    [InteropTheory(Needs.IpmiTool | Needs.FreeIpmi)]
    [InlineData("0123456789abcdef", 3)]
    [InlineData("0123456789abcdefghij", 3)]
    [InlineData("0123456789abcdef", 17)]
    [InlineData("0123456789abcdefghij", 17)]
    [InlineData("0123456789abcdefghij", 8)]
    public async Task A_long_password_is_taken_and_no_other(string password, int suite)
    {
        using var server = new VirtualServer(options => options with { Password = password });
        string[] tool = ["-I", "lanplus", "-C", $"{suite}"], free = ["-D", "LAN_2_0", "-I", $"{suite}"];
        Assert.Equal(["Chassis Power is on"], (await server.IpmiToolAsync(tool, password, ["power", "status"])).Lines);
        Assert.Equal([$"{server.Bmc.Address}: on"], (await server.FreeIpmiAsync("ipmipower", free, password, "--stat")).Lines);

        foreach (string wrong in new[] { password[..^1], password[..^1] + "X", "wrong" })
        {
            Assert.NotEqual(0, (await server.IpmiToolAsync(tool, wrong, ["power", "status"])).ExitCode);
            Assert.Contains("password invalid", (await server.FreeIpmiAsync("ipmipower", free, wrong, "--stat")).Output, StringComparison.Ordinal);
        }

        Assert.Equal(2, server.Bmc.SessionsOpened);
        server.AssertWell();
    }

    [InteropTheory(Needs.IpmiTool | Needs.FreeIpmi)]
    [InlineData("PASSWORD", "STRAIGHT_PASSWORD_KEY")]
    [InlineData("MD5", "MD5")]
    public async Task A_wrong_password_is_refused_over_IPMI_15(string tool, string free)
    {
        // The BMC says nothing to a wrong code: what they tell is that they waited in vain.
        string[] impatient = ["--session-timeout=5000", "--retransmission-timeout=1000"];
        Assert.NotEqual(0, (await _server.IpmiToolAsync(["-I", "lan", "-A", tool, "-N", "1", "-R", "1"], "wrong", ["power", "status"])).ExitCode);
        Assert.Contains("password verification timeout", (await _server.FreeIpmiAsync("ipmipower", ["-D", "LAN", "-a", free, .. impatient], "wrong", "--stat")).Output, StringComparison.Ordinal);

        Assert.Equal(0, _server.Bmc.SessionsOpened);
        _server.AssertWell();
    }

    [InteropTheory(Needs.IpmiTool | Needs.FreeIpmi)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(17)]
    public async Task With_a_BMC_key_both_keys_are_needed(int suite)
    {
        using var server = new VirtualServer(options => options with { BmcKey = Key });
        string[] tool = ["-I", "lanplus", "-C", $"{suite}"], free = ["-D", "LAN_2_0", "-I", $"{suite}"];

        Assert.Equal(["Chassis Power is on"], (await server.IpmiToolAsync([.. tool, "-k", Key], "simulated", ["power", "status"])).Lines);
        Assert.Equal([$"{server.Bmc.Address}: on"], (await server.FreeIpmiAsync("ipmipower", [.. free, "-k", Key], "simulated", "--stat")).Lines);
        Assert.Equal(0, server.Bmc.OpenSessions);

        Assert.NotEqual(0, (await server.IpmiToolAsync([.. tool, "-k", "another"], "simulated", ["power", "status"])).ExitCode);
        Assert.Contains("k_g invalid", (await server.FreeIpmiAsync("ipmipower", free, "simulated", "--stat")).Output, StringComparison.Ordinal);
        Assert.Null(server.Bmc.Fault);
    }

    private async Task EveryToolAsync(params string[] session)
    {
        async Task<string[]> Run(string tool, params string[] arguments) => (await _server.FreeIpmiAsync(tool, session, "simulated", arguments)).Lines;

        Assert.Equal([$"{_server.Bmc.Address}: on"], await Run("ipmipower", "--stat"));
        Assert.Contains("Firmware Revision     : 2.14", await Run("bmc-info"));
        Assert.Contains("System Power                        : on", await Run("ipmi-chassis", "--get-chassis-status"));
        Assert.Contains(await Run("ipmi-sensors"), line => line.Contains("Inlet Temp", StringComparison.Ordinal) && line.Contains("'OK'", StringComparison.Ordinal));
        Assert.Equal(_server.Bmc.SelCount, (await Run("ipmi-sel", "--no-header-output")).Length);
        Assert.Equal(4, (await Run("ipmi-fru")).Count(line => line.StartsWith("FRU Inventory Device:", StringComparison.Ordinal)));
        Assert.Equal(6, _server.Bmc.SessionsOpened);
        _server.AssertWell();
    }
}
