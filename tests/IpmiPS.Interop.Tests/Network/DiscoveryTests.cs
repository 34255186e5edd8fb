using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Assets;
using IpmiPS.Discovery;
using IpmiPS.Interop.Support;
using Xunit;

namespace IpmiPS.Interop.Network;

/// <summary>The search and the inventory against ipmi_sim on captured servers.</summary>
public sealed class DiscoveryTests
{
    [InteropTheory(Needs.Captures | Needs.IpmiTool)]
    [InlineData(Captures.DellR730)]
    [InlineData(Captures.QuantaD51)]
    [InlineData(Captures.IntelS2600)]
    public async Task A_captured_server_is_found_and_its_inventory_is_what_ipmitool_prints(string name)
    {
        await using var bmc = await CaptureBmc.StartAsync(name);
        var found = new List<FoundDevice>();
        using var finder = new DeviceFinder(new() { Timeout = TimeSpan.FromSeconds(20) }) { Found = found.Add };
        finder.Add(bmc.Options.Endpoint!.Address);
        finder.CompleteAdding();
        await finder.RunAsync();
        var device = Assert.Single(found);
        Assert.Equal((true, (bool?)true, (bool?)true, (bool?)true, (bool?)true), (device.Ipmi, device.Ipmi20, device.Ipmi15, device.Pong, device.NullUsers));
        Assert.Equal(string.Join(", ", Enumerable.Range(0, 15)), device.CipherSuites);

        using var client = await bmc.ConnectAsync();
        var server = await ServerInventoryReader.GetAsync(client);
        Assert.Equal(device.SystemGuid, server.SystemGuid);
        var theirs = new Dictionary<string, string>();
        foreach (string line in (await bmc.IpmiToolAsync("fru", "print", "0")).Lines)
        {
            string[] parts = line.Split(" : ", 2);
            if (parts.Length == 2)
                theirs.TryAdd(parts[0].Trim(), parts[1].Trim());
        }

        string?[] expected = [Theirs("Product Manufacturer"), Theirs("Product Name"), Theirs("Product Serial"), Theirs("Product Asset Tag"), Theirs("Chassis Serial"), Theirs("Board Serial"), Theirs("Board Part Number")];
        string?[] ours = [server.Manufacturer, server.Model, server.SerialNumber, server.AssetTag, server.ChassisSerial, server.BoardSerial, server.BoardPartNumber];
        Assert.Equal(expected.AsEnumerable(), ours.AsEnumerable());

        string? Theirs(string field) => theirs.GetValueOrDefault(field);
    }
}
