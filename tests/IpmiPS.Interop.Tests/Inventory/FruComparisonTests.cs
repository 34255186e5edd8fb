using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Oem;
using IpmiPS.Interop.Comparing;
using IpmiPS.Interop.Support;
using IpmiPS.Inventory;
using IpmiPS.Sdr;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Interop.Inventory;

/// <summary>Every FRU device of the captured servers, field by field.</summary>
public sealed class FruComparisonTests
{
    [InteropFact(Needs.Captures | Needs.IpmiTool)]
    public async Task Every_FRU_is_as_ipmitool_tells_it()
    {
        var comparison = new Comparison("FRU: ipmitool");
        foreach (string capture in Captures.All)
        {
            await using var bmc = await CaptureBmc.StartAsync(capture);
            var theirs = (await FruTools.IpmiToolAsync(bmc)).ToDictionary(fru => fru.Id);
            var ours = await ReadAsync(bmc);
            comparison.Same(bmc.Name, "all", "Devices", Ids(ours.Select(fru => fru.Id!.Value)), Ids(theirs.Keys));
            foreach (var our in ours.Where(fru => theirs.ContainsKey(fru.Id!.Value)))
            {
                Compare(comparison, bmc.Name, ForIpmiTool(our), theirs[our.Id!.Value]);

                // We read what the device's header says is used, ipmitool reads all that the device has room for.
                byte[] raw = await FruTools.IpmiToolRawAsync(bmc, our.Id!.Value);
                comparison.Same(bmc.Name, $"{our.Id} {our.Name}", "Bytes", Hex.Format(our.Raw), Hex.Format([.. raw.Take(our.Raw.Length)]));
                comparison.Same(bmc.Name, $"{our.Id} {our.Name}", "Size", $"{our.Size}", $"{raw.Length}");
            }
        }

        comparison.AssertExplained();
    }

    [InteropFact(Needs.Captures | Needs.FreeIpmi)]
    public async Task Every_FRU_is_as_FreeIPMI_tells_it()
    {
        var comparison = new Comparison("FRU: FreeIPMI");
        foreach (string capture in Captures.All)
        {
            await using var bmc = await CaptureBmc.StartAsync(capture);
            var theirs = (await FruTools.FreeIpmiAsync(bmc)).ToDictionary(fru => fru.Id);
            var ours = await ReadAsync(bmc);
            comparison.Same(bmc.Name, "all", "Devices", Ids(ours.Select(fru => fru.Id!.Value)), Ids(theirs.Keys));
            foreach (var our in ours.Where(fru => theirs.ContainsKey(fru.Id!.Value)))
                Compare(comparison, bmc.Name, ForFreeIpmi(our), theirs[our.Id!.Value]);
        }

        comparison.AssertExplained();
    }

    /// <summary>Images of other machines' devices, in a bare BMC: one of a Kontron AM4010 with the records of AdvancedMC, one of a Supermicro X11SCZ-F.</summary>
    [InteropTheory(Needs.Captures | Needs.IpmiTool | Needs.FreeIpmi)]
    [InlineData("kontron_am4010")]
    [InlineData("fru_supermicro_x11scz-f")]
    public async Task An_image_is_as_the_others_tell_it(string image)
    {
        byte[] bytes = await File.ReadAllBytesAsync(Captures.PathOf($"fru/{image}.bin"));
        string data = string.Join(" \\\n", bytes.Chunk(16).Select(line => string.Join(' ', line.Select(value => $"0x{value:x2}"))));
        await using var bmc = await IpmiSimBmc.StartAsync(controller: $"mc_add_fru_data 0x20 0 {bytes.Length} data {data}");
        var our = Assert.Single(await ReadAsync(bmc));
        Assert.Equal(bytes.Length, our.Size);
        Assert.Equal(bytes.Take(our.Raw.Length), our.Raw);

        var comparison = new Comparison($"FRU image: {image}");
        Compare(comparison, "ipmitool", ForIpmiTool(our), Assert.Single(await FruTools.IpmiToolAsync(bmc)));
        Compare(comparison, "FreeIPMI", ForFreeIpmi(our), Assert.Single(await FruTools.FreeIpmiAsync(bmc, "--device-id=0", "--ignore-sdr-cache")));
        comparison.AssertExplained();
    }

    private static async Task<List<Fru>> ReadAsync(TestBmc bmc)
    {
        using var client = await bmc.ConnectAsync();
        var devices = new List<Fru>();
        var repository = await SdrRepository.ReadAsync(client, CancellationToken.None);
        await FruReader.ReadAsync(client, repository, null, devices.Add, CancellationToken.None);
        await client.CloseAsync();

        // Memory chips on a bus behind the BMC have no FRU device ID. We tell of them without reading them; the other tools pass over them.
        Assert.All(devices.Where(device => device.Id is null), device => Assert.NotNull(device.Problem));
        return devices.Where(device => device.Id is not null).ToList();
    }

    private static void Compare(Comparison comparison, string server, ToolFru ours, ToolFru theirs)
    {
        string item = $"{ours.Id} {ours.Name}";
        comparison.Same(server, item, "Name", ours.Name, theirs.Name);
        foreach (string field in ours.Fields.Union(theirs.Fields))
            comparison.Same(server, item, field, ours[field], theirs[field]);
    }

    private static ToolFru ForIpmiTool(Fru fru)
    {
        var told = new ToolFru(fru.Id!.Value, fru.Name ?? "");
        told.Add("Chassis Type", fru.ChassisType);
        told.Add("Chassis Part Number", fru.ChassisPartNumber);
        told.Add("Chassis Serial", fru.ChassisSerial);
        told.Add("Board Mfg Date", fru.BoardManufactureDate is { } date
            ? string.Create(CultureInfo.InvariantCulture, $"{date:ddd MMM} {date.Day,2} {date:HH:mm:ss yyyy} UTC")
            : null);
        told.Add("Board Mfg", fru.BoardManufacturer);
        told.Add("Board Product", fru.BoardProductName);
        told.Add("Board Serial", fru.BoardSerial);
        told.Add("Board Part Number", fru.BoardPartNumber);
        told.Add("Product Manufacturer", fru.ProductManufacturer);
        told.Add("Product Name", fru.ProductName);
        told.Add("Product Part Number", fru.ProductPartNumber);
        told.Add("Product Version", fru.ProductVersion);
        told.Add("Product Serial", fru.ProductSerial);
        told.Add("Product Asset Tag", fru.ProductAssetTag);
        AddAll(told, "Chassis Extra", fru.ChassisCustom);
        AddAll(told, "Board Extra", fru.BoardCustom);
        AddAll(told, "Product Extra", fru.ProductCustom);
        return told;
    }

    private static ToolFru ForFreeIpmi(Fru fru)
    {
        var told = new ToolFru(fru.Id!.Value, fru.Name ?? "");
        told.Add("Chassis Type", fru.ChassisType);
        told.Add("Chassis Part Number", fru.ChassisPartNumber);
        told.Add("Chassis Serial Number", fru.ChassisSerial);
        told.Add("Board Manufacturing Date/Time", fru.BoardManufactureDate?.ToString("MM/dd/yy - HH:mm:ss", CultureInfo.InvariantCulture));
        told.Add("Board Manufacturer", fru.BoardManufacturer);
        told.Add("Board Product Name", fru.BoardProductName);
        told.Add("Board Serial Number", fru.BoardSerial);
        told.Add("Board Part Number", fru.BoardPartNumber);
        told.Add("Board File ID", fru.BoardFruFileId);
        told.Add("Product Manufacturer Name", fru.ProductManufacturer);
        told.Add("Product Name", fru.ProductName);
        told.Add("Product Part/Model Number", fru.ProductPartNumber);
        told.Add("Product Version", fru.ProductVersion);
        told.Add("Product Serial Number", fru.ProductSerial);
        told.Add("Product Asset Tag", fru.ProductAssetTag);
        told.Add("Product File ID", fru.ProductFruFileId);
        AddAll(told, "Chassis Custom Info", fru.ChassisCustom);
        AddAll(told, "Board Custom Info", fru.BoardCustom);
        AddAll(told, "Product Custom Info", fru.ProductCustom);
        foreach (var record in fru.MultiRecord)
            Add(told, record);
        AddErrors(told, fru.ChecksumValid);
        told.Add("Error", fru.Problem);
        return told;
    }

    private static void Add(ToolFru told, FruMultiRecord record)
    {
        switch (record)
        {
            case FruPowerSupply supply:
                told.Add("Power Supply Overall Capacity", $"{supply.Capacity} Watts");
                told.Add("Power Supply Peak VA", $"{supply.PeakVA} VA");
                told.Add("Power Supply Max Inrush Current", $"{supply.InrushCurrent} Amps");
                told.Add("Power Supply Inrush Interval", $"{supply.InrushInterval} ms");
                told.Add("Power Supply Low End Input Voltage 1", Milli(supply.InputVoltageLow1, "mV"));
                told.Add("Power Supply High End Input Voltage 1", Milli(supply.InputVoltageHigh1, "mV"));
                told.Add("Power Supply Low End Input Voltage 2", Milli(supply.InputVoltageLow2 ?? 0, "mV"));
                told.Add("Power Supply High End Input Voltage 2", Milli(supply.InputVoltageHigh2 ?? 0, "mV"));
                told.Add("Power Supply Low End Acceptable Frequency", $"{supply.InputFrequencyLow} Hz");
                told.Add("Power Supply High End Acceptable Frequency", $"{supply.InputFrequencyHigh} Hz");
                told.Add("Power Supply A/C Dropout Tolerance", $"{supply.DropoutTolerance} ms");
                told.Add("Power Supply Predictive Fail Support", YesNo(supply.PredictiveFail));
                told.Add("Power Supply Predictive Fail", supply.TwoPulsesPerRotation ? "Tach output, two pulses per rotation" : null);
                told.Add("Power Supply Power Factor Correction Supported", YesNo(supply.PowerFactorCorrection));
                told.Add("Power Supply AutoSwitch Supprt", YesNo(supply.Autoswitch));
                told.Add("Power Supply Hot Swap Support", YesNo(supply.HotSwap));
                told.Add("Power Supply Peak Capacity", supply.PeakCapacity is { } peak ? $"{peak} Watts" : null);
                told.Add("Power Supply Hold Up Time", $"{supply.HoldUpTime} s");
                told.Add("Power Supply Total Combined Wattage", $"{supply.CombinedCapacity ?? 0} Watts");
                break;
            case FruOemRecord oem:
                told.Add("OEM Manufacturer ID", $"{Manufacturers.Describe(oem.ManufacturerId)} ({oem.ManufacturerId:X4}h)");
                told.Add("OEM Data", string.Join(' ', oem.OemData.Select(value => $"{value:X2}h")));
                break;
            case FruDCOutput output:
                told.Add("DC Output Output Number", $"{output.Output}");
                told.Add("DC Output Output on Standy", YesNo(output.Standby));
                told.Add("DC Output Nominal Voltage", Milli(output.NominalVoltage, "mV"));
                told.Add("DC Output Maximum Negative Voltage Deviation", Milli(output.MaximumNegativeVoltage, "mV"));
                told.Add("DC Output Maximum Positive Voltage Deviation", Milli(output.MaximumPositiveVoltage, "mV"));
                told.Add("DC Output Ripple and Noise pk-pk", Milli(output.RippleAndNoise, "mV"));
                told.Add("DC Output Minimum Current Draw", Milli(output.MinimumCurrent, "mA"));
                told.Add("DC Output Maximum Current Draw", Milli(output.MaximumCurrent, "mA"));
                break;
        }
    }

    private static void AddErrors(ToolFru told, FruChecksums checksums)
    {
        (bool? IsValid, string Area)[] areas =
        [
            (checksums.Header, "common header"), (checksums.Chassis, "chassis info area"), (checksums.Board, "board info area"),
            (checksums.Product, "product info area"), (checksums.MultiRecord, "multirecord area"),
        ];
        foreach (var (isValid, area) in areas)
            if (isValid == false)
                told.Add("Error", $"{area} checksum invalid");
    }

    private static void AddAll(ToolFru told, string field, IEnumerable<string> values)
    {
        foreach (string value in values)
            told.Add(field, value);
    }

    private static string Ids(IEnumerable<int> ids) => string.Join(", ", ids.Order());

    private static string Milli(double value, string unit) => $"{Math.Round(value * 1000)} {unit}";

    private static string YesNo(bool value) => value ? "Yes" : "No";
}
