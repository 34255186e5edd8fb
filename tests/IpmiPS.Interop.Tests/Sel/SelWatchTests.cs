using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Interop.Support;
using IpmiPS.Interop.VirtualBmcs;
using IpmiPS.Watching;
using Xunit;

namespace IpmiPS.Interop.Sel;

/// <summary>What ipmitool adds and clears, on captured servers of ipmi_sim and on a virtual BMC, is told once by a watch of the log.</summary>
public sealed class SelWatchTests
{
    private const string Events = "0x04 0x0c 0x53 0x6f 0x00 0xff 0xff # memory\n0x04 0x07 0x70 0x6f 0x01 0xff 0xff # processor\n0x04 0x02 0x60 0x01 0x52 0x00 0x00 # voltage\n";

    [InteropTheory(Needs.Captures | Needs.IpmiTool)]
    [InlineData(Captures.DellR730)]
    [InlineData(Captures.QuantaD51)]
    public async Task On_a_captured_server(string capture)
    {
        await using var bmc = await CaptureBmc.StartAsync(capture);
        using var client = await bmc.ConnectAsync();
        await WatchAsync(client, async arguments => (await bmc.IpmiToolAsync(arguments)).Lines, bmc.PathOf("events"), sendsEvents: false); // ipmi_sim has no Platform Event Message
    }

    [InteropFact(Needs.IpmiTool)]
    public async Task On_a_virtual_BMC()
    {
        using var server = new VirtualServer();
        string folder = Directory.CreateTempSubdirectory("ipmips-").FullName;
        using (var client = await server.ConnectAsync())
            await WatchAsync(client, async arguments => (await server.IpmiToolAsync(arguments)).Lines, Path.Combine(folder, "events"), sendsEvents: true);
        Assert.Null(server.Bmc.Fault);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task WatchAsync(IIpmiConnection client, Func<string[], Task<string[]>> ipmitool, string file, bool sendsEvents)
    {
        await File.WriteAllTextAsync(file, Events);
        var watch = new SelWatch(new SelWatchOptions(), Clock.System);
        Assert.Empty(await PollAsync());
        string[] before = await ListAsync();
        await ipmitool(["sel", "add", file]);
        if (sendsEvents)
            await ipmitool(["event", "2"]);
        string[] added = [.. (await ListAsync()).Skip(before.Length)];
        Assert.Equal(sendsEvents ? 4 : 3, added.Length);
        Assert.Equal(added, await PollAsync());
        Assert.Empty(await PollAsync());
        await ipmitool(["sel", "add", file]);
        Assert.Equal((await ListAsync()).Skip(before.Length + added.Length), await PollAsync());

        await ipmitool(["sel", "clear"]);
        await ipmitool(["sel", "add", file]);
        string[] after = await ListAsync();
        Assert.Equal((string[])["LogCleared", .. after], await PollAsync());
        Assert.Empty(await PollAsync());

        async Task<string[]> ListAsync() => [.. (await ipmitool(["sel", "list"])).Where(static line => line.Contains('|', StringComparison.Ordinal)).Select(static line => line.Split('|')[0].Trim())];

        async Task<string[]> PollAsync()
        {
            var items = new List<WatchItem>();
            await watch.PollAsync(client, items, CancellationToken.None);
            return [.. items.Select(static item => item.Output switch
            {
                SelEntry entry => entry.Id.ToString("x", CultureInfo.InvariantCulture),
                WatchEvent noticed => noticed.Type.ToString(),
                _ => "",
            }).Where(static text => text.Length > 0)];
        }
    }
}
