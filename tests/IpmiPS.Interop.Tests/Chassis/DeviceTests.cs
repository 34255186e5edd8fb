using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Device;
using IpmiPS.Interop.Support;
using Xunit;

namespace IpmiPS.Interop.Chassis;

/// <summary>What a captured server says it is, compared with what ipmitool and FreeIPMI make of it.</summary>
public sealed class DeviceTests
{
    /// <summary>Bits of Additional Device Support in the words of the tools.</summary>
    private static readonly Dictionary<DeviceFunctions, string> s_functions = new()
    {
        [DeviceFunctions.Sensor] = "Sensor Device",
        [DeviceFunctions.SdrRepository] = "SDR Repository Device",
        [DeviceFunctions.Sel] = "SEL Device",
        [DeviceFunctions.FruInventory] = "FRU Inventory Device",
        [DeviceFunctions.EventReceiver] = "IPMB Event Receiver",
        [DeviceFunctions.EventGenerator] = "IPMB Event Generator",
        [DeviceFunctions.Bridge] = "Bridge",
        [DeviceFunctions.Chassis] = "Chassis Device",
    };

    [InteropTheory(Needs.Captures | Needs.IpmiTool)]
    [InlineData(Captures.DellR730)]
    [InlineData(Captures.QuantaD51)]
    [InlineData(Captures.IntelS2600)]
    public async Task Device_id_and_GUID_are_those_that_ipmitool_shows(string capture)
    {
        await using var bmc = await CaptureBmc.StartAsync(capture);
        using var client = await bmc.ConnectAsync();
        var ours = await DeviceInfoReader.GetAsync(client);

        string[] lines = (await bmc.IpmiToolAsync("mc", "info")).Lines;
        var theirs = Fields(lines);
        Assert.Equal(theirs["Device ID"], $"{ours.DeviceId}");
        Assert.Equal(theirs["Device Revision"], $"{ours.DeviceRevision}");
        Assert.Equal(theirs["Firmware Revision"], ours.FirmwareVersion, ignoreCase: true);
        Assert.Equal(theirs["IPMI Version"], $"{ours.IpmiVersion}");
        Assert.Equal(theirs["Manufacturer ID"], $"{ours.ManufacturerId}");
        Assert.Equal(theirs["Product ID"].Split(' ')[0], $"{ours.ProductId}");
        Assert.Equal(theirs["Device Available"], ours.Updating ? "no" : "yes");
        Assert.Equal(theirs["Provides Device SDRs"], ours.ProvidesDeviceSdrs ? "yes" : "no");
        Assert.Equal(s_functions.Values.Where(name => lines.Contains("    " + name)), s_functions.Where(pair => ours.Functions.HasFlag(pair.Key)).Select(pair => pair.Value));
        Assert.Equal(
            string.Concat(lines.SkipWhile(line => !line.StartsWith("Aux Firmware", StringComparison.Ordinal)).Skip(1).Select(line => line.Trim()[2..])),
            (ours.AuxiliaryFirmware ?? "").Replace(" ", "", StringComparison.Ordinal), ignoreCase: true);

        var guid = Fields((await bmc.IpmiToolAsync("mc", "guid")).Lines);
        Assert.Equal(guid["System GUID"], ours.Guid!.Value.ToString("D", CultureInfo.InvariantCulture));
    }

    [InteropTheory(Needs.Captures | Needs.FreeIpmi)]
    [InlineData(Captures.DellR730)]
    [InlineData(Captures.QuantaD51)]
    [InlineData(Captures.IntelS2600)]
    public async Task Device_id_GUID_and_manufacturer_are_those_that_FreeIPMI_shows(string capture)
    {
        await using var bmc = await CaptureBmc.StartAsync(capture);
        using var client = await bmc.ConnectAsync();
        var ours = await DeviceInfoReader.GetAsync(client);

        // It fails at its end, on a question that this BMC does not answer; what it printed before stands.
        var theirs = Fields((await bmc.FreeIpmiAsync("bmc-info")).Output.Split('\n'));
        Assert.Equal(theirs["Device ID"], $"{ours.DeviceId}");
        Assert.Equal(theirs["Device Revision"], $"{ours.DeviceRevision}");
        Assert.Equal(theirs["Firmware Revision"], ours.FirmwareVersion, ignoreCase: true);
        Assert.Equal(theirs["IPMI Version"], $"{ours.IpmiVersion}");
        Assert.EndsWith($"({ours.ManufacturerId})", theirs["Manufacturer ID"], StringComparison.Ordinal);
        Assert.Equal(theirs["Product ID"], $"{ours.ProductId}");
        foreach (var (function, name) in s_functions)
            Assert.Equal(theirs[name], ours.Functions.HasFlag(function) ? "supported" : "unsupported");
        Assert.Equal(theirs["System GUID"], ours.Guid!.Value.ToString("D", CultureInfo.InvariantCulture));
        Assert.NotEmpty(ours.Manufacturer);
    }

    private static Dictionary<string, string> Fields(IEnumerable<string> lines) =>
        lines.Select(line => line.Split(':', 2))
            .Where(parts => parts.Length == 2)
            .GroupBy(parts => parts[0].Trim())
            .ToDictionary(group => group.Key, group => group.First()[1].Trim());
}
