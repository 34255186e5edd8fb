using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Interop.Support;
using IpmiPS.Interop.VirtualBmcs;
using IpmiPS.Inventory;
using Xunit;

namespace IpmiPS.Interop.Inventory;

/// <summary>FRU devices that are written here and read by ipmitool and FreeIPMI, and the reverse; on virtual BMCs and on ipmi_sim.</summary>
public sealed class FruWritingTests
{
    private const string Tag = "AT-4711, longer than before";

    /// <summary>Longer texts, so that areas grow and the ones behind them move; a custom field; a date.</summary>
    private static readonly FruSettings s_settings = new()
    {
        Fields = new Dictionary<string, string>
        {
            ["ChassisSerial"] = "CHASSIS-SERIAL-0001",
            ["BoardManufacturer"] = "A maker with a long name",
            ["ProductAssetTag"] = Tag,
            ["ProductSerial"] = "S1",
        },
        ProductCustom = ["first", "second one"],
        BoardManufactureDate = new DateTimeOffset(2024, 2, 29, 12, 34, 0, TimeSpan.Zero),
    };

    private static async Task<FruUpdate> SetAsync(IIpmiConnection client, FruSettings settings, byte id = 0) =>
        await (await FruChange.PrepareAsync(client, null, new FruAddress(id), settings, force: false, static (_, _, _) => "backup")).RunAsync();

    private static async Task<Fru> ReadAsync(IIpmiConnection client, byte id = 0)
    {
        var devices = new List<Fru>();
        await FruReader.ReadAsync(client, null, [id], devices.Add, CancellationToken.None);
        return Assert.Single(devices);
    }

    private static Task<FruChange> ImportAsync(IIpmiConnection client, byte[] image) =>
        FruChange.PrepareImportAsync(client, null, new FruAddress(0), image, force: false, static (_, _, _) => "backup");

    private static string[] Values(string text, string field) =>
        [.. text.Split('\n').Select(line => line.Split(": ", 2)).Where(cells => cells.Length == 2 && cells[0].Trim().TrimEnd(':').Trim() == field).Select(cells => cells[1].Trim())];

    private static void AssertSet(string ipmitool, string freeipmi)
    {
        Assert.Equal(["CHASSIS-SERIAL-0001"], Values(ipmitool, "Chassis Serial"));
        Assert.Equal(["Thu Feb 29 12:34:00 2024 UTC"], Values(ipmitool, "Board Mfg Date"));
        Assert.Equal(["A maker with a long name"], Values(ipmitool, "Board Mfg"));
        Assert.Equal([Tag], Values(ipmitool, "Product Asset Tag"));
        Assert.Equal(["S1"], Values(ipmitool, "Product Serial"));
        Assert.Equal(["first", "second one"], Values(ipmitool, "Product Extra"));
        Assert.Equal(["CHASSIS-SERIAL-0001"], Values(freeipmi, "FRU Chassis Serial Number"));
        Assert.Equal(["A maker with a long name"], Values(freeipmi, "FRU Board Manufacturer"));
        Assert.Equal([Tag], Values(freeipmi, "FRU Product Asset Tag"));
        Assert.Equal(["first", "second one"], Values(freeipmi, "FRU Product Custom Info"));
        Assert.DoesNotContain("invalid", freeipmi, StringComparison.OrdinalIgnoreCase);
    }

    [InteropFact(Needs.IpmiTool | Needs.FreeIpmi)]
    public async Task What_is_set_here_is_what_the_others_read()
    {
        using var server = new VirtualServer();
        using (var client = await server.ConnectAsync())
        {
            var update = await SetAsync(client, s_settings);
            Assert.True(update.Verified);
            Assert.Contains(update.Changes, change => change.StartsWith("product area ", StringComparison.Ordinal));
        }

        AssertSet(string.Join('\n', (await server.IpmiToolAsync("fru", "print", "0")).Lines), string.Join('\n', (await server.FreeIpmiAsync("ipmi-fru", "--device-id=0")).Lines));
        server.AssertWell();
    }

    [InteropFact(Needs.IpmiTool)]
    public async Task What_ipmitool_edits_is_read_here()
    {
        using var server = new VirtualServer();
        using var client = await server.ConnectAsync();
        string serial = (await ReadAsync(client)).ProductSerial!;
        string same = new('X', serial.Length);
        await server.IpmiToolAsync("fru", "edit", "0", "field", "p", "4", same);
        Assert.Equal(same, (await ReadAsync(client)).ProductSerial);

        // Another length makes ipmitool move what follows.
        await server.IpmiToolAsync("fru", "edit", "0", "field", "p", "4", "A serial number that is longer");
        var fru = await ReadAsync(client);
        Assert.Equal("A serial number that is longer", fru.ProductSerial);
        Assert.True(fru.ChecksumValid.Product);
    }

    [InteropFact(Needs.IpmiTool)]
    public async Task Images_go_both_ways()
    {
        using var server = new VirtualServer();
        using var client = await server.ConnectAsync();
        string file = Path.Combine(Path.GetTempPath(), $"ipmips-{Guid.NewGuid():N}.bin");
        try
        {
            await server.IpmiToolAsync("fru", "read", "0", file);
            var (_, image) = await FruReader.ReadWholeAsync(client, null, new FruAddress(0));
            Assert.Equal(await File.ReadAllBytesAsync(file), image);

            // Ours, with another tag, through ipmitool, and back.
            byte[] changed = FruEdit.Of(image, s_settings, force: false).Image;
            await File.WriteAllBytesAsync(file, changed);
            await server.IpmiToolAsync("fru", "write", "0", file);
            Assert.Equal(Tag, (await ReadAsync(client)).ProductAssetTag);
            Assert.True((await (await ImportAsync(client, image)).RunAsync()).Verified);
            await server.IpmiToolAsync("fru", "read", "0", file);
            Assert.Equal(image, await File.ReadAllBytesAsync(file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [InteropTheory(Needs.Captures | Needs.IpmiTool | Needs.FreeIpmi)]
    [InlineData("kontron_am4010")]
    [InlineData("fru_supermicro_x11scz-f")]
    public async Task A_captured_device_in_ipmi_sim_is_changed_and_read_by_the_others(string image)
    {
        byte[] bytes = await File.ReadAllBytesAsync(Captures.PathOf($"fru/{image}.bin"));
        string data = string.Join(" \\\n", bytes.Chunk(16).Select(line => string.Join(' ', line.Select(value => $"0x{value:x2}"))));
        await using var bmc = await IpmiSimBmc.StartAsync(controller: $"mc_add_fru_data 0x20 0 {bytes.Length} data {data}");
        using var client = await bmc.ConnectAsync();
        var before = await ReadAsync(client);
        var settings = new FruSettings { Fields = new Dictionary<string, string> { ["ProductAssetTag"] = "TAG-0815" } };
        Assert.True((await SetAsync(client, settings)).Verified);

        Assert.Equal(["TAG-0815"], Values(string.Join('\n', (await bmc.IpmiToolAsync("fru", "print", "0")).Lines), "Product Asset Tag"));
        string free = string.Join('\n', (await bmc.FreeIpmiAsync("ipmi-fru", "--device-id=0", "--ignore-sdr-cache")).Lines);
        Assert.Equal(["TAG-0815"], Values(free, "FRU Product Asset Tag"));
        var after = await ReadAsync(client);
        Assert.Equal(before.MultiRecord.Length, after.MultiRecord.Length);
        Assert.Equal((before.ProductSerial, before.BoardSerial, before.ProductName), (after.ProductSerial, after.BoardSerial, after.ProductName));

        // And back to the byte.
        Assert.True((await (await ImportAsync(client, bytes)).RunAsync()).Verified);
        Assert.Equal(bytes, (await FruReader.ReadWholeAsync(client, null, new FruAddress(0))).Image);
    }
}
