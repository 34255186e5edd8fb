using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Interop.Comparing;
using IpmiPS.Interop.Support;
using IpmiPS.Sdr;
using IpmiPS.Sel;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Interop.Sel;

/// <summary>Compares a whole event log, entry by entry and field by field, with what another tool makes of it.</summary>
internal static class SelComparison
{
    private const int SystemFirmwareProgress = 0x0F;

    private static readonly Dictionary<SelSeverity, string> s_states = new()
    {
        [SelSeverity.Unknown] = "N/A",
        [SelSeverity.Information] = "Nominal",
        [SelSeverity.Warning] = "Warning",
        [SelSeverity.Critical] = "Critical",
        [SelSeverity.NonRecoverable] = "Critical",
    };

    public static async Task<List<SelEntry>> ReadAsync(TestBmc bmc)
    {
        using var client = await bmc.ConnectAsync();
        var sdr = await SdrRepository.ReadAsync(client, CancellationToken.None);
        var entries = new List<SelEntry>();
        await SelReader.ReadAsync(client, new SelQuery(), sdr, entries.Add, CancellationToken.None);
        await client.CloseAsync();
        return entries;
    }

    /// <param name="comparison">Takes the differences.</param>
    /// <param name="bmc">The BMC.</param>
    /// <param name="ours">The log as read by this project.</param>
    /// <param name="itemOf">What to call an entry.</param>
    public static async Task WithIpmiToolAsync(Comparison comparison, TestBmc bmc, List<SelEntry> ours, Func<SelEntry, string> itemOf)
    {
        var theirs = await SelTools.IpmiToolAsync(bmc);
        var raw = await SelTools.IpmiToolRawAsync(bmc);
        Assert.Equal(theirs.Select(entry => entry.Id), ours.Select(entry => entry.Id));
        foreach (var (our, their) in ours.Zip(theirs))
        {
            string item = itemOf(our);
            comparison.Same(bmc.Name, item, "Raw", Hex.Format(our.Raw, " "), Hex.Format(raw[our.Id], " "));
            comparison.Same(bmc.Name, item, "Time", our.TimeSinceStart is { } start ? $"Pre-Init {start.TotalSeconds:0000000000}" : TimeOf(our), their.Time);
            comparison.SameWords(bmc.Name, item, "Sensor", our.SensorType is null ? null : $"{our.SensorType} {our.SensorName ?? $"#0x{our.SensorNumber:x2}"}", their.Sensor);
            comparison.SameWords(bmc.Name, item, "Event", our.OemData is null ? EventForIpmiTool(our) : $"OEM record {our.RecordType:x2}", their.Event);
            comparison.Same(bmc.Name, item, "Direction", $"{our.Direction}", their.Direction);
            comparison.Same(bmc.Name, item, "Reading", ReadingOf(our), their.More);
        }
    }

    /// <inheritdoc cref="WithIpmiToolAsync"/>
    public static async Task WithFreeIpmiAsync(Comparison comparison, TestBmc bmc, List<SelEntry> ours, Func<SelEntry, string> itemOf)
    {
        var theirs = await SelTools.FreeIpmiAsync(bmc);
        var raw = await SelTools.FreeIpmiRawAsync(bmc);
        Assert.Equal(theirs.Select(entry => entry.Id), ours.Select(entry => entry.Id));
        foreach (var (our, their) in ours.Zip(theirs))
        {
            string item = itemOf(our);
            comparison.Same(bmc.Name, item, "Raw", Hex.Format(our.Raw, " "), Hex.Format(raw[our.Id], " "));
            comparison.Same(bmc.Name, item, "Time", TimeOf(our), their.Time);
            comparison.SameWords(bmc.Name, item, "Sensor", our.SensorNumber is null ? "N/A" : our.SensorName ?? $"Sensor #{our.SensorNumber} (Generator ID {our.GeneratorId & 0xFF:X2}h)", their.Sensor);
            comparison.SameWords(bmc.Name, item, "Type", our.SensorType ?? "N/A", their.Type);
            comparison.SameWords(bmc.Name, item, "Event", our.OemData is { } data ? $"OEM defined (Record Type = {our.RecordType:X2}h) = {Hex.Format(data, "h ")}h" : our.Event, their.Event);
            comparison.SameWords(bmc.Name, item, "Details", our.OemData is null ? DetailsOf(our) : null, their.More);
            comparison.Same(bmc.Name, item, "Direction", our.Direction is null ? "N/A" : our.Direction == EventDirection.Deasserted ? "Deassertion" : "Assertion", their.Direction);
            comparison.Same(bmc.Name, item, "Severity", s_states[our.Severity], their.State);
        }
    }

    /// <summary>Of a boot ipmitool names the step alone.</summary>
    private static string EventForIpmiTool(SelEntry entry) =>
        entry is { SensorTypeCode: SystemFirmwareProgress, Details: { } step } ? step : entry.Event;

    private static string TimeOf(SelEntry entry) => entry.Timestamp is { } time
        ? time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
        : $"{entry.TimestampKind}";

    private static string? ReadingOf(SelEntry entry)
    {
        if (entry.OemData is { } data)
            return $"{entry.ManufacturerId:x6} {Hex.Format(data)}".Trim().ToLowerInvariant();
        string unit = UnitWords.ForIpmiTool(entry.Unit);
        return (entry.Value, entry.Threshold) switch
        {
            (null, null) => null,
            ({ } value, null) => $"Reading {value:0.##}",
            (null, { } threshold) => $"Threshold {threshold:0.##} {unit}",
            ({ } value, { } threshold) => $"Reading {value:0.##} {(entry.Event.EndsWith("high", StringComparison.Ordinal) ? ">" : "<")} Threshold {threshold:0.##} {unit}",
        };
    }

    private static string DetailsOf(SelEntry entry)
    {
        string unit = UnitWords.ForFreeIpmi(entry.Unit);
        string?[] parts = [entry.Value is { } value ? $"Sensor Reading = {value:0.00} {unit}" : null, entry.Threshold is { } threshold ? $"Threshold = {threshold:0.00} {unit}" : null, entry.Details];
        return string.Join(" ; ", parts.Where(part => part is not null));
    }
}
