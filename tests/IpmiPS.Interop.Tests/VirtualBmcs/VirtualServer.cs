using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Interop.Support;
using IpmiPS.Simulator;
using Xunit;

namespace IpmiPS.Interop.VirtualBmcs;

/// <summary>A virtual BMC of this project in this process, and clients of others that talk to it.</summary>
internal sealed class VirtualServer : IDisposable
{
    private readonly string _work = Directory.CreateTempSubdirectory("ipmips-").FullName;
    private readonly SimulatorRack _rack;

    /// <summary>Starts one. Its machine obeys at once, so that no test waits for it.</summary>
    public VirtualServer(Func<SimulatorOptions, SimulatorOptions>? adapt = null) =>
        _rack = SimulatorRack.Start((adapt ?? (options => options))(new SimulatorOptions { PowerDelay = TimeSpan.Zero, PowerCycleInterval = TimeSpan.Zero }));

    public VirtualBmc Bmc => _rack.Bmcs[0];

    /// <summary>Opens a session of this project's client.</summary>
    public Task<IpmiClient> ConnectAsync() => IpmiClient.ConnectAsync(new IpmiConnectOptions
    {
        Endpoint = new LanEndpoint(Bmc.Address, Bmc.Port),
        UserName = Bmc.UserName,
        Password = TestBmc.Secret(Bmc.Password),
    });

    /// <summary>Runs ipmitool over RMCP+ with cipher suite 17.</summary>
    public Task<ToolResult> IpmiToolAsync(params string[] arguments) => IpmiToolAsync(["-I", "lanplus", "-C", "17"], Bmc.Password, arguments);

    /// <param name="session">How to open the session: interface, suite or authentication type, key.</param>
    /// <param name="password">The administrator's password, or another.</param>
    /// <param name="arguments">What to do.</param>
    /// <param name="input">What is typed.</param>
    public Task<ToolResult> IpmiToolAsync(string[] session, string password, string[] arguments, string input = "") =>
        ExternalTool.RunAsync("ipmitool", [.. session, "-H", Bmc.Address, "-p", $"{Bmc.Port}", "-U", Bmc.UserName, "-P", password, .. arguments], input: input);

    /// <summary>Runs a tool of FreeIPMI over RMCP+ with cipher suite 17.</summary>
    public Task<ToolResult> FreeIpmiAsync(string tool, params string[] arguments) => FreeIpmiAsync(tool, ["-D", "LAN_2_0", "-I", "17"], Bmc.Password, arguments);

    /// <summary>Runs a tool of FreeIPMI, with a cache of its own and none of its workarounds.</summary>
    public Task<ToolResult> FreeIpmiAsync(string tool, string[] session, string password, params string[] arguments)
    {
        string[] cache = tool is "ipmi-pet" or "ipmi-sensors" or "ipmi-sel" or "ipmi-fru" ? ["-Q", $"--sdr-cache-directory={_work}"] : [];
        string[] host = ["-h", $"{Bmc.Address}:{Bmc.Port}", "-u", Bmc.UserName, "-p", password];
        return ExternalTool.RunAsync(tool, [.. session, .. host, .. cache, .. arguments], new Dictionary<string, string> { ["HOME"] = _work });
    }

    /// <summary>Whatever was done to it, it is well: nothing went wrong inside, and every session was closed.</summary>
    public void AssertWell()
    {
        Assert.Null(Bmc.Fault);
        Assert.Equal(0, Bmc.OpenSessions);
        Assert.Equal(0, Bmc.SessionsExpired);
    }

    public void Dispose()
    {
        _rack.Dispose();
        Directory.Delete(_work, recursive: true);
    }
}
