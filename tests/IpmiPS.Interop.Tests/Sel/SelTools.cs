using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using IpmiPS.Interop.Support;

namespace IpmiPS.Interop.Sel;

/// <summary>An entry as another tool tells it.</summary>
internal sealed record ToolEntry
{
    public int Id { get; init; }

    /// <summary>Date and time as "2026-11-20 12:00:00", or what the tool says where there is none.</summary>
    public string Time { get; init; } = "";

    public string Sensor { get; init; } = "";

    public string Type { get; init; } = "";

    public string Event { get; init; } = "";

    public string Direction { get; init; } = "";

    /// <summary>ipmitool: reading and threshold; FreeIPMI: what follows the event.</summary>
    public string More { get; init; } = "";

    /// <summary>FreeIPMI's judgement.</summary>
    public string State { get; init; } = "";
}

/// <summary>The event log in the eyes of ipmitool and FreeIPMI.</summary>
internal static class SelTools
{
    private const int RecordLength = 16;

    private static readonly Regex s_direction = new(@" \| (?<direction>Asserted|Deasserted)(?: \| (?<more>.*))?$");

    /// <summary>
    /// "id | date | time | type and sensor | event | direction | reading", where the event may hold bars of its own;
    /// "id | date | time | OEM record c0 | manufacturer | data"; "id | OEM record e0 | data".
    /// </summary>
    public static async Task<List<ToolEntry>> IpmiToolAsync(TestBmc bmc) =>
        (await bmc.IpmiToolAsync("sel", "elist")).Lines.Select(line =>
        {
            string[] cells = [.. line.Split('|').Select(cell => cell.Trim())];
            int oem = Array.FindIndex(cells, cell => cell.StartsWith("OEM record", StringComparison.Ordinal));
            string rest = oem < 0 ? " | " + line.Split('|', 5)[4].Trim() : "";
            var end = s_direction.Match(rest);
            return new ToolEntry
            {
                Id = int.Parse(cells[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture),
                Time = oem == 1 ? "Unspecified" : Time(cells[1], cells[2]),
                Sensor = oem < 0 ? cells[3] : "",
                Event = oem < 0 ? (end.Success ? rest[..end.Index] : rest).Trim(' ', '|') : cells[oem],
                Direction = end.Groups["direction"].Value,
                More = oem < 0 ? end.Groups["more"].Value : string.Join(' ', cells[(oem + 1)..]),
            };
        }).ToList();

    /// <summary>The records as ipmitool writes them into a file, by ID.</summary>
    public static async Task<Dictionary<int, byte[]>> IpmiToolRawAsync(TestBmc bmc)
    {
        string file = bmc.PathOf("sel.bin");
        _ = (await bmc.IpmiToolAsync("sel", "writeraw", file)).Lines;
        return (await File.ReadAllBytesAsync(file)).Chunk(RecordLength).ToDictionary(record => record[0] | record[1] << 8);
    }

    /// <summary>"ID,Date,Time,Name,Type,State,Direction,Event ; more".</summary>
    public static async Task<List<ToolEntry>> FreeIpmiAsync(TestBmc bmc) =>
        (await bmc.FreeIpmiAsync("ipmi-sel", "--comma-separated-output", "--no-header-output", "--output-event-state", "-vv")).Lines.Select(line =>
        {
            string[] cells = line.Split(',', 8);
            string[] parts = cells[^1].Split(" ; ", 2);
            return new ToolEntry
            {
                Id = int.Parse(cells[0], CultureInfo.InvariantCulture),
                Time = Time(cells[1], cells[2]),
                Sensor = cells[3],
                Type = cells[4],
                State = cells[5],
                Direction = cells[6].Split(' ')[0],
                Event = parts[0],
                More = parts.Length > 1 ? parts[1] : "",
            };
        }).ToList();

    /// <summary>"RID:[01][00] RT:[02] …": the bytes in their order.</summary>
    public static async Task<Dictionary<int, byte[]>> FreeIpmiRawAsync(TestBmc bmc) =>
        (await bmc.FreeIpmiAsync("ipmi-sel", "--hex-dump")).Lines
            .Select(line => Regex.Matches(line, @"\[([0-9A-F]{2})\]").Select(match => Convert.ToByte(match.Groups[1].Value, 16)).ToArray())
            .ToDictionary(record => record[0] | record[1] << 8);

    /// <summary>Both tools' ways to write a time, in one.</summary>
    private static string Time(string date, string time)
    {
        string[] formats = ["MM/dd/yy HH:mm:ss 'UTC'", "MMM-dd-yyyy HH:mm:ss"];
        return DateTime.TryParseExact($"{date} {time}", formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
            ? at.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
            : date == "N/A" ? "Unspecified" : $"{date} {time}";
    }
}
