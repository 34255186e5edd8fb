using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Discovery;
using IpmiPS.Simulator;
using Xunit;

namespace IpmiPS.Tests.Discovery;

/// <summary>The search with real sockets, on loopback addresses.</summary>
public class DeviceFinderTests
{
    [Fact]
    public async Task Names_addresses_and_ranges_are_searched_at_once_and_each_address_once()
    {
        using var rack = SimulatorRack.Start(new SimulatorOptions { Count = 3, Seed = 3 });
        var found = new ConcurrentBag<FoundDevice>();
        var failed = new ConcurrentBag<IpmiException>();
        FindProgress? progress = null;
        using var finder = new DeviceFinder(new() { Timeout = TimeSpan.FromSeconds(20), PacketsPerSecond = 100_000 })
        {
            Found = found.Add,
            Failed = failed.Add,
            Progressed = now => progress = now,
        };
        var search = finder.RunAsync();
        finder.Add("127.0.0.1-127.0.0.1,127.0.0.1/32", rack.Bmcs[0].Port);
        finder.Add("127.0.0.1", rack.Bmcs[0].Port);
        finder.Add($"127.0.0.1:{rack.Bmcs[1].Port},localhost:{rack.Bmcs[1].Port}");
        finder.Add($"::ffff:127.0.0.1", rack.Bmcs[2].Port);
        finder.Add("no-such-host.invalid");
        finder.CompleteAdding();
        while (found.Count < 3 && !search.IsCompleted)
            await Task.WhenAny(search, Task.Delay(5));
        Assert.Equal(rack.Bmcs.Select(bmc => bmc.Port), found.Select(device => device.Port).OrderBy(port => Array.FindIndex([.. rack.Bmcs], bmc => bmc.Port == port)));
        Assert.All(found, device => Assert.Equal(("127.0.0.1", "127.0.0.1", true), (device.ComputerName, device.IPAddress, device.Ipmi20)));
        await search;
        Assert.Equal(IpmiErrorKind.NameResolution, Assert.Single(failed, error => error.Kind == IpmiErrorKind.NameResolution).Kind);
        Assert.Equal((3, true), (progress!.Found, progress.IsTotalFinal));
        Assert.Equal(progress.Total, progress.Done);
    }

    [Fact]
    public async Task Ports_on_which_nothing_listens_and_hosts_that_send_rubbish_do_not_end_a_search()
    {
        using var rack = SimulatorRack.Start(new SimulatorOptions());
        using var rubbish = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        using var stop = new CancellationTokenSource();
        var sending = Task.Run(() =>
        {
            IPEndPoint from = new(IPAddress.Any, 0);
            rubbish.Client.ReceiveTimeout = 30_000;
            rubbish.Receive(ref from);
            for (int i = 0; i < 1000; i++)
                rubbish.Send([.. Enumerable.Repeat((byte)i, i % 64 == 0 ? 3000 : i % 64)], i % 64 == 0 ? 3000 : i % 64, from);
        });
        var found = new List<FoundDevice>();
        using var finder = new DeviceFinder(new() { Timeout = TimeSpan.FromSeconds(5), PacketsPerSecond = 100_000 }) { Found = found.Add };
        finder.Add("127.0.0.1", ((IPEndPoint)rubbish.Client.LocalEndPoint!).Port);
        finder.Add("127.23.0.0/24", rack.Bmcs[0].Port);
        finder.Add("127.0.0.1", rack.Bmcs[0].Port);
        finder.CompleteAdding();
        var search = finder.RunAsync();
        await sending;
        await search;
        Assert.Contains(found, device => device.IPAddress == "127.0.0.1" && device.Port == rack.Bmcs[0].Port);
    }

    [Fact]
    public async Task A_search_ends_when_it_is_cancelled()
    {
        using var stop = new CancellationTokenSource();
        using var finder = new DeviceFinder(new() { PacketsPerSecond = 1 });
        finder.Add("127.24.0.0/16", 9);
        var search = finder.RunAsync(stop.Token);
        stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => search);
    }
}
