using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using IpmiPS.Interop.Support;

namespace IpmiPS.Interop.Inventory;

/// <summary>A FRU device as a tool prints it: name and fields, a field that comes several times with its values in order.</summary>
internal sealed class ToolFru(int id, string name)
{
    public const string Separator = " / ";

    private readonly Dictionary<string, string> _fields = [];

    public int Id { get; } = id;

    public string Name { get; } = name;

    public IEnumerable<string> Fields => _fields.Keys;

    public string this[string field] => _fields.GetValueOrDefault(field, "");

    /// <summary>Adds a value; nothing is no value.</summary>
    public void Add(string field, string? value)
    {
        if (!string.IsNullOrWhiteSpace(value))
            _fields[field] = _fields.TryGetValue(field, out string? before) ? before + Separator + value.Trim() : value.Trim();
    }
}

/// <summary>The hardware inventory in the eyes of ipmitool and FreeIPMI.</summary>
internal static class FruTools
{
    private static readonly Regex s_ipmiToolDevice = new(@"^FRU Device Description : (?<name>.*) \(ID (?<id>\d+)\)$");
    private static readonly Regex s_freeIpmiDevice = new(@"^FRU Inventory Device: (?<name>.*) \(ID (?<id>[0-9A-F]+)h\)$");

    /// <summary>Long data go on in lines of their own.</summary>
    private static readonly Regex s_continued = new(@"\n\s+(?=[0-9A-F]{2}h\b)");

    /// <summary>"FRU Device Description : name (ID 0)", then " field : value".</summary>
    public static async Task<List<ToolFru>> IpmiToolAsync(TestBmc bmc)
    {
        var devices = new List<ToolFru>();
        foreach (string line in (await bmc.IpmiToolAsync("fru", "print")).Lines)
        {
            if (s_ipmiToolDevice.Match(line) is { Success: true } device)
                devices.Add(new ToolFru(int.Parse(device.Groups["id"].Value, CultureInfo.InvariantCulture), device.Groups["name"].Value));
            else if (line.Split(':', 2) is [var field, var value])
                devices[^1].Add(field.Trim(), value);
        }

        return devices;
    }

    /// <summary>A device's bytes as ipmitool writes them into a file.</summary>
    public static async Task<byte[]> IpmiToolRawAsync(TestBmc bmc, int id)
    {
        string file = bmc.PathOf("fru.bin");
        File.Delete(file);
        await bmc.IpmiToolAsync("fru", "read", $"{id}", file);
        return File.Exists(file) ? await File.ReadAllBytesAsync(file) : [];
    }

    /// <summary>"FRU Inventory Device: name (ID 00h)", then "  FRU field: value"; the file's ID has the same name in board and product area.</summary>
    public static async Task<List<ToolFru>> FreeIpmiAsync(TestBmc bmc, params string[] arguments)
    {
        var devices = new List<ToolFru>();
        string area = "";
        string text = string.Join('\n', (await bmc.FreeIpmiAsync("ipmi-fru", arguments)).Lines);
        foreach (string line in s_continued.Replace(text, " ").Split('\n'))
        {
            if (s_freeIpmiDevice.Match(line) is { Success: true } device)
            {
                devices.Add(new ToolFru(int.Parse(device.Groups["id"].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture), device.Groups["name"].Value));
            }
            else if (line.Trim().Split(": ", 2) is [var field, var value])
            {
                area = field.StartsWith("FRU Board", StringComparison.Ordinal) ? "Board " : field.StartsWith("FRU Product", StringComparison.Ordinal) ? "Product " : area;
                devices[^1].Add(field == "FRU FRU File ID" ? area + "File ID" : field.Replace("FRU ", "", StringComparison.Ordinal), value);
            }
        }

        return devices;
    }
}
