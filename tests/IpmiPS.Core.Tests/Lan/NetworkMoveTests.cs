using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Lan;
using IpmiPS.Simulator;
using IpmiPS.Tests.Simulator;
using Xunit;
using Xunit.Abstractions;

namespace IpmiPS.Tests.Lan;

/// <summary>Virtual BMCs that move to another address: the change follows them there, and what it reports is what they did.</summary>
public sealed class NetworkMoveTests(ITestOutputHelper output)
{
    private static readonly SimulatorFaults Loss = new() { LossPercent = 20, DuplicatePercent = 5, Latency = TimeSpan.FromMilliseconds(5) };

    /// <summary>Of this process alone, since the tests may run on two runtimes at once; below the ports that systems hand out.</summary>
#pragma warning disable CA1837 // .NET Framework has no other.
    private static readonly int s_port = 10_000 + Process.GetCurrentProcess().Id % 20_000;
#pragma warning restore CA1837

    private static int Count => int.TryParse(Environment.GetEnvironmentVariable("IPMIPS_CHAOS_BMCS"), NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : 40;

    [Fact]
    public async Task The_change_follows_a_BMC_to_its_new_address_and_proves_it_there()
    {
        using var rack = new SimulatedRack(new SimulatorOptions { Seed = 61, Address = "127.61.0.1" });
        var watch = Stopwatch.StartNew();
        var update = await MoveAsync(rack, rack.Bmc, "127.61.1.1");
        output.WriteLine($"{watch.ElapsedMilliseconds} ms");
        Assert.Equal((true, true, "127.61.1.1", $"127.61.1.1:{rack.Bmc.Port}"), (update.Changed, update.Verified, update.IPv4Address, update.ReachedAt));
        Assert.Equal("127.61.1.1", rack.Bmc.Address);
        using var client = await IpmiClient.ConnectAsync(rack.ConnectOptions());
        var network = Assert.Single(await NetworkReader.GetAsync(client));
        Assert.Equal(("127.61.1.1", 5, 40), (network.IPv4Address, network.VlanPriority, network.LockOutInterval));
        await client.CloseAsync();
    }

    [Fact]
    public async Task Another_BMC_at_the_new_address_is_not_taken_for_the_one_that_was_changed()
    {
        using var rack = new SimulatedRack(new SimulatorOptions { Seed = 62, Address = "127.62.0.1", Count = 2, Port = s_port, OnePort = true });
        var error = await Assert.ThrowsAsync<IpmiException>(() => MoveAsync(rack, rack.Bmc, rack.Rack.Bmcs[1].Address));
        Assert.Equal(IpmiErrorKind.CommandFailed, error.Kind);
        Assert.Contains($"Another BMC responds at 127.62.0.2:{s_port}", error.Message, StringComparison.Ordinal);
    }

    /// <summary>At the end each BMC is where it should be, lets its administrator in, and was reported as it is.</summary>
    [Fact]
    public async Task No_BMC_is_lost_behind_a_network_that_loses_a_fifth_of_all_packets()
    {
        using var rack = new SimulatedRack(new SimulatorOptions { Count = Count, Seed = 63, Address = "127.63.0.1", Port = s_port, OnePort = true });
        foreach (var bmc in rack.Rack.Bmcs)
            bmc.Faults = Loss;
        var reports = new ConcurrentDictionary<VirtualBmc, string>();
        await Task.WhenAll(rack.Rack.Bmcs.Select(async bmc => reports[bmc] = await ChangeAsync(rack, bmc)));
        foreach (var bmc in rack.Rack.Bmcs)
            bmc.Faults = new SimulatorFaults();
        output.WriteLine(string.Join("\n", reports.Values.GroupBy(static report => report.Split(':')[0]).Select(static group => $"{group.Count(),4} {group.Key}, such as {group.First()}")));
        await Task.WhenAll(rack.Rack.Bmcs.Select(bmc => AssertReportedAsItIsAsync(rack, bmc, reports[bmc])));
        Assert.Contains("Verified", reports.Values);
    }

    private static string NewAddressOf(VirtualBmc bmc) => $"127.64.{bmc.Index / 200}.{bmc.Index % 200 + 1}";

    private static async Task AssertReportedAsItIsAsync(SimulatedRack rack, VirtualBmc bmc, string report)
    {
        string newAddress = NewAddressOf(bmc);
        using var client = await IpmiClient.ConnectAsync(rack.ConnectOptions(bmc) with { Privilege = PrivilegeLevel.Administrator });
        var network = Assert.Single(await NetworkReader.GetAsync(client));
        var channel = (await ChannelReader.GetAsync(client, [1]))[0];
        await client.CloseAsync();
        Assert.Equal(bmc.Address, network.IPv4Address);
        if (report == "Verified")
            Assert.Equal((newAddress, 1, false, false), (bmc.Address, network.VlanPriority, channel.ActiveAlerting, channel.StoredAlerting));
        else if (!report.StartsWith(nameof(IpmiErrorKind.OutcomeUnknown), StringComparison.Ordinal) && !report.StartsWith(nameof(IpmiErrorKind.CommandFailed), StringComparison.Ordinal))
            Assert.NotEqual((newAddress, 1), (bmc.Address, network.VlanPriority));
    }

    private static async Task<string> ChangeAsync(SimulatedRack rack, VirtualBmc bmc)
    {
        try
        {
            using (var client = await IpmiClient.ConnectAsync(rack.ConnectOptions(bmc) with { MinimumPrivilege = PrivilegeLevel.Administrator, Timeout = TimeSpan.FromSeconds(30), RetryCount = 8 }))
            {
                var access = await (await ChannelChange.PrepareAsync(client, new() { Alerting = false })).RunAsync();
                if (!access.Verified)
                    return "Access not verified";
            }

            var update = await MoveAsync(rack, bmc, NewAddressOf(bmc), new() { VlanPriority = 1 });
            return update.Verified ? "Verified" : "Not verified";
        }
        catch (IpmiException error)
        {
            return $"{error.Kind}: {error.Message}";
        }
    }

    private static async Task<NetworkUpdate> MoveAsync(SimulatedRack rack, VirtualBmc bmc, string address, NetworkSettings? settings = null)
    {
        var options = rack.ConnectOptions(bmc) with { MinimumPrivilege = PrivilegeLevel.Administrator, Timeout = TimeSpan.FromSeconds(30), RetryCount = 8 };
        using var client = await IpmiClient.ConnectAsync(options);
        settings = (settings ?? new() { VlanPriority = 5, LockOutInterval = 40 }) with { IPv4Address = IPAddress.Parse(address) };
        var change = await NetworkChange.PrepareAsync(client, settings, () => client.Endpoint);
        change.Follower = new NetworkFollower(async (place, limit) => await IpmiClient.ConnectAsync(options with { Endpoint = place }, limit), (LanEndpoint)client.Endpoint, TimeSpan.FromMinutes(1));
        return await change.RunAsync(CancellationToken.None);
    }
}
