using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Security;
using System.Threading.Tasks;
using Xunit;

namespace IpmiPS.Interop.Support;

/// <summary>A BMC to test against, and the ways to talk to it: this project's client, ipmitool and FreeIPMI.</summary>
internal abstract class TestBmc : IAsyncDisposable
{
    protected const int Port = 9001;

    private readonly string _work = Directory.CreateTempSubdirectory("ipmips-").FullName;
    private BmcProcess? _process;

    protected TestBmc(string name) => Name = name;

    /// <summary>What it is called in tables and messages.</summary>
    public string Name { get; }

    public string Address { get; } = BmcProcess.NextAddress();

    /// <summary>Opens a session as the administrator, in the way that the module does it by itself unless told otherwise.</summary>
    public Task<IpmiClient> ConnectAsync(Func<IpmiConnectOptions, IpmiConnectOptions>? adapt = null) =>
        IpmiClient.ConnectAsync((adapt ?? (options => options))(Options));

    /// <summary>How to log in as the administrator.</summary>
    public IpmiConnectOptions Options => new()
    {
        Endpoint = new LanEndpoint(Address, Port),
        ComputerName = Name,
        UserName = "admin",
        Password = Secret("admin"),
    };

    public static SecureString Secret(string text)
    {
        var secret = new SecureString();
        foreach (char character in text)
            secret.AppendChar(character);
        return secret;
    }

    /// <summary>Runs ipmitool. With no suite named it would wait ten seconds for an answer that ipmi_sim does not give.</summary>
    public Task<ToolResult> IpmiToolAsync(params string[] arguments) =>
        ExternalTool.RunAsync("ipmitool", ["-I", "lanplus", "-C", "3", "-H", Address, "-p", $"{Port}", "-U", "admin", "-P", "admin", .. arguments]);

    /// <summary>Runs a tool of FreeIPMI, with a cache of its own.</summary>
    public Task<ToolResult> FreeIpmiAsync(string tool, params string[] arguments)
    {
        // ipmi_sim answers the privilege that was asked for, and FreeIPMI asks for none: it takes that for a refusal.
        string[] common = ["-W", "opensesspriv", "-D", "LAN_2_0", "-u", "admin", "-p", "admin", "-h", $"{Address}:{Port}"];
        string[] cache = tool is "ipmi-sensors" or "ipmi-sel" or "ipmi-fru" ? ["-Q", $"--sdr-cache-directory={_work}"] : [];
        return ExternalTool.RunAsync(tool, common.Concat(cache).Concat(arguments), new Dictionary<string, string> { ["HOME"] = _work });
    }

    /// <summary>Path of a file in this BMC's own folder, which is gone afterwards.</summary>
    public string PathOf(string file) => Path.Combine(_work, file);

    public ValueTask DisposeAsync()
    {
        _process?.Dispose();
        Directory.Delete(_work, recursive: true);
        return ValueTask.CompletedTask;
    }

    protected async Task RunAsync(IEnumerable<string> command, IReadOnlyDictionary<string, string>? environment = null) =>
        _process = await BmcProcess.StartAsync(command, environment);
}

/// <summary>A captured server, played by ipmi_sim.</summary>
internal sealed class CaptureBmc : TestBmc
{
    private const int LooksForConsole = 10;

    private CaptureBmc(string name)
        : base(name)
    {
    }

    private string ChassisLog => PathOf("chassis.log");

    /// <summary>What was done to the chassis, in order: "power 0", "power 1", "reset 1".</summary>
    public string[] ChassisActions => File.Exists(ChassisLog) ? File.ReadAllLines(ChassisLog) : [];

    public static async Task<CaptureBmc> StartAsync(string name)
    {
        var bmc = new CaptureBmc(name);
        await bmc.RunAsync([Captures.PathOf("serve"), name, bmc.Address, $"{Port}"], new Dictionary<string, string> { ["CHASSIS_LOG"] = bmc.ChassisLog });
        return bmc;
    }

    /// <summary>
    /// One whose serial console is there at once: where ipmi_sim is up before the relay behind the console is, it looks again only
    /// after ten seconds, and loses what is written meanwhile. Then another start is quicker.
    /// </summary>
    public static async Task<CaptureBmc> StartWithConsoleAsync(string name)
    {
        for (int starts = 1; ; starts++)
        {
            var bmc = await StartAsync(name);
            for (int looks = 0; looks < LooksForConsole; looks++)
            {
                if (bmc.HasConsole())
                    return bmc;
                await Task.Delay(TimeSpan.FromMilliseconds(50));
            }

            await bmc.DisposeAsync();
            Assert.True(starts < 10, "The serial console of the captured server does not come up.");
        }
    }

    /// <summary>Whether ipmi_sim's connection to the relay is established, as the kernel spells it.</summary>
    private bool HasConsole()
    {
        string remote = string.Concat(IPAddress.Parse(Address).GetAddressBytes().Reverse().Select(part => $"{part:X2}")) + $":{Port:X4} 01";
        return File.ReadLines("/proc/net/tcp").Any(line => line.Contains(remote, StringComparison.Ordinal));
    }
}
