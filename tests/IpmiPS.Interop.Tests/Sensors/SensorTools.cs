using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using IpmiPS.Interop.Support;

namespace IpmiPS.Interop.Sensors;

/// <summary>A sensor as another tool tells it; "" where it says nothing.</summary>
internal sealed record ToolSensor
{
    public string Name { get; init; } = "";

    public int RecordId { get; init; }

    public string Type { get; init; } = "";

    public string Value { get; init; } = "";

    public string Unit { get; init; } = "";

    public string Status { get; init; } = "";

    /// <summary>Lower non-recoverable, critical, non-critical; upper non-critical, critical, non-recoverable.</summary>
    public string[] Thresholds { get; init; } = [];

    public string States { get; init; } = "";
}

/// <summary>A line of ipmitool's "sdr elist all".</summary>
internal sealed record ToolSdr(string Name, string Number, string Entity, string Text)
{
    public bool IsEventOnly => Text == "Event-Only";
}

/// <summary>The sensors in the eyes of ipmitool and FreeIPMI.</summary>
internal static class SensorTools
{
    private static readonly Regex s_noSensor = new(@"^(Dynamic MC|Static MC|MC|.*\bFRU) @|^Generic Device");

    /// <summary>"name | number | status | entity | reading or states" of all that is a sensor, in the SDR's order.</summary>
    public static async Task<List<ToolSdr>> IpmiToolSdrAsync(TestBmc bmc) =>
        (await bmc.IpmiToolAsync("sdr", "elist", "all")).Lines
            .Select(Cells)
            .Select(cells => new ToolSdr(cells[0], cells[1], cells[3], cells[4]))
            .Where(sdr => !s_noSensor.IsMatch(sdr.Text))
            .ToList();

    /// <summary>The names of all records that have one: sensors, controllers, FRU devices.</summary>
    public static async Task<List<string>> IpmiToolNamesAsync(TestBmc bmc) =>
        (await bmc.IpmiToolAsync("sdr", "elist", "all")).Lines.Select(line => Cells(line)[0]).ToList();

    /// <summary>"name | value | unit | status | six thresholds", in the SDR's order.</summary>
    public static async Task<List<ToolSensor>> IpmiToolAsync(TestBmc bmc) =>
        (await bmc.IpmiToolAsync("sensor")).Lines
            .Select(Cells)
            .Select(cells => new ToolSensor { Name = cells[0], Value = Said(cells[1]), Unit = cells[2], Status = Said(cells[3]), Thresholds = [.. cells[4..10].Select(Said)] })
            .ToList();

    /// <summary>"record,name,type,state,value,unit,six thresholds,'event' 'event'", in the SDR's order, shared records expanded.</summary>
    public static async Task<List<ToolSensor>> FreeIpmiAsync(TestBmc bmc) =>
        (await bmc.FreeIpmiAsync("ipmi-sensors", "--output-sensor-state", "--output-sensor-thresholds", "--shared-sensors", "--comma-separated-output", "--no-header-output")).Lines
            .Select(line => line.Split(',', 13))
            .Select(cells => new ToolSensor
            {
                RecordId = int.Parse(cells[0], CultureInfo.InvariantCulture),
                Name = cells[1].Trim(),
                Type = cells[2],
                Status = cells[3],
                Value = Said(cells[4]),
                Unit = Said(cells[5]),
                Thresholds = [.. cells[6..12].Select(Said)],
                States = Said(cells[12]),
            })
            .ToList();

    private static string[] Cells(string line) => [.. line.Split('|').Select(cell => cell.Trim())];

    private static string Said(string text) => text.Trim() is "na" or "N/A" ? "" : text.Trim();
}
