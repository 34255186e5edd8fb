using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Interop.Support;
using IpmiPS.Interop.VirtualBmcs;
using IpmiPS.Sdr;
using IpmiPS.Sel;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Interop.Sel;

/// <summary>Files of event logs, entries, events and clocks: theirs for us, and ours for them, on a virtual BMC.</summary>
public sealed class SelChangeTests : IDisposable
{
    private const string Record = "00 00 02 00 00 00 00 20 00 04 0C 53 6F 00 FF FF";

    private readonly VirtualServer _server = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("ipmips-").FullName;

    public void Dispose()
    {
        Assert.Null(_server.Bmc.Fault);
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [InteropFact(Needs.IpmiTool | Needs.FreeIpmi)]
    public async Task Logs_that_others_saved_are_read_like_the_BMC_itself()
    {
        string raw = Path.Combine(_folder, "raw"), lines = Path.Combine(_folder, "lines"), dump = Path.Combine(_folder, "sdr");
        await _server.IpmiToolAsync("sel", "writeraw", raw);
        await _server.IpmiToolAsync("sel", "save", lines);
        await _server.IpmiToolAsync("sdr", "dump", dump);
        var hex = await _server.FreeIpmiAsync("ipmi-sel", "--hex-dump");
        List<SelEntry> log = await LogAsync();

        SdrRepository sdr = SdrDump.Read(await File.ReadAllBytesAsync(dump));
        Assert.Null(sdr.Problem);
        Assert.Equal(Texts(log), Texts(Decode(await File.ReadAllBytesAsync(raw), sdr)));
        Assert.Equal(Texts(log), Texts(Decode(System.Text.Encoding.UTF8.GetBytes(string.Join("\n", hex.Lines.Where(static line => line.StartsWith("RID", StringComparison.Ordinal)))), sdr)));
        SelEntry[] events = [.. log.Where(static entry => entry.EventData is not null)];
        Assert.Equal(
            events.Select(static entry => $"{entry.SensorName} {entry.Event} {entry.Direction} {entry.Value}"),
            Decode(await File.ReadAllBytesAsync(lines), sdr).Select(static entry => $"{entry.SensorName} {entry.Event} {entry.Direction} {entry.Value}"));
    }

    [InteropFact(Needs.IpmiTool)]
    public async Task Logs_that_we_save_are_read_by_ipmitool()
    {
        string raw = Path.Combine(_folder, "raw"), lines = Path.Combine(_folder, "lines");
        SavedLog log;
        using (var client = await _server.ConnectAsync())
            log = (await SelCopy.ReadAsync(client, Task.FromResult<SdrRepository?>(null), DateTimeOffset.UtcNow, default)).Log;
        await File.WriteAllBytesAsync(raw, SavedLogWriter.Write(log, SavedLogFormat.Raw));
        await File.WriteAllBytesAsync(lines, SavedLogWriter.Write(log, SavedLogFormat.EventLines));

        Assert.Equal((await _server.IpmiToolAsync("sel", "list")).Lines, (await _server.IpmiToolAsync("sel", "readraw", raw)).Lines);
        await _server.IpmiToolAsync("event", "file", lines);
        int events = log.Records.Count(static record => record.Bytes[2] == SelRecord.SystemEventType);
        Assert.Equal(
            log.Records.Where(static record => record.Bytes[2] == SelRecord.SystemEventType).Select(static record => Hex.Format(record.Bytes).Substring(18)),
            (await LogAsync()).Skip(log.Records.Count).Take(events).Select(static entry => Hex.Format(entry.Raw).Substring(18)));
    }

    [InteropFact(Needs.IpmiTool | Needs.FreeIpmi)]
    public async Task Entries_that_we_add_they_see_and_remove_and_the_reverse()
    {
        SelEntry ours;
        using (var client = await _server.ConnectAsync())
        {
            var (entry, difference) = await (await SelAdding.PrepareAsync(client, null, default)).AddAsync(Hex.Parse(Record), default);
            Assert.Null(difference);
            ours = entry;
        }

        Assert.Contains((await _server.IpmiToolAsync("sel", "list")).Lines, line => line.TrimStart().StartsWith($"{ours.Id:x} |", StringComparison.Ordinal) && line.Contains("Memory #0x53 | Correctable ECC | Asserted", StringComparison.Ordinal));
        await _server.FreeIpmiAsync("ipmi-sel", $"--delete={ours.Id}");
        Assert.DoesNotContain(await LogAsync(), entry => entry.Id == ours.Id);

        string lines = Path.Combine(_folder, "lines");
        await File.WriteAllTextAsync(lines, "0x04 0x0c 0x53 0x6f 0x01 0xff 0xff # test\n");
        await _server.IpmiToolAsync("sel", "add", lines);
        SelEntry theirs = (await LogAsync())[^1];
        Assert.Equal("Uncorrectable ECC", theirs.Event);
        using (var client = await _server.ConnectAsync())
            await (await SelRemoval.PrepareAsync(client, [new((ushort)theirs.Id, theirs.Raw)], null, default)).RunAsync(static _ => { }, default);
        Assert.DoesNotContain((await _server.IpmiToolAsync("sel", "list")).Lines, line => line.TrimStart().StartsWith($"{theirs.Id:x} |", StringComparison.Ordinal));
    }

    [InteropFact(Needs.IpmiTool)]
    public async Task The_clock_that_we_set_is_the_one_that_ipmitool_reads()
    {
        using var client = await _server.ConnectAsync();
        var wanted = new DateTimeOffset(2031, 3, 4, 5, 6, 0, TimeSpan.Zero);
        ClockUpdate update = await (await ClockChange.PrepareAsync(client, new ClockSettings { Time = wanted })).RunAsync();
        Assert.True(update.Verified);
        string line = Assert.Single((await _server.IpmiToolAsync("sel", "time", "get")).Lines);
        var read = DateTimeOffset.ParseExact(line.Replace(" UTC", "", StringComparison.Ordinal), "MM/dd/yy HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        Assert.InRange((read - wanted).TotalSeconds, 0, 60);

        await _server.IpmiToolAsync("sel", "time", "set", "now");
        Assert.InRange((await ClockReader.GetAsync(client, default)).Drift!.Value.TotalSeconds, -3, 3);
    }

    [InteropFact(Needs.IpmiTool)]
    public async Task The_sample_events_are_the_events_of_ipmitool()
    {
        int before = (await LogAsync()).Count;
        foreach (int number in new[] { 1, 2, 3 })
            await _server.IpmiToolAsync("event", $"{number}");
        await _server.IpmiToolAsync("event", "CPU1 Temp", "unc", "assert");
        using (var client = await _server.ConnectAsync())
        {
            SdrRepository sdr = await SdrRepository.ReadAsync(client, default);
            foreach (SampleEvent sample in new[] { SampleEvent.UpperCriticalTemperature, SampleEvent.LowerCriticalVoltage, SampleEvent.CorrectableMemory })
                Assert.NotNull((await EventSending.SendAsync(client, EventSending.SampleOf(sample), sdr, default)).Id);
            PlatformEvent named = EventSending.OfSensor(sdr, "CPU1 Temp", "Upper Non-critical - going high", isDeassertion: false);
            await EventSending.SendAsync(client, named, sdr, default);
        }

        // ipmitool also sends a reading and a threshold, as bits 7:4 of event data 1 say.
        string[] events = [.. (await LogAsync()).Skip(before).Select(static entry => $"{entry.SensorTypeCode} {entry.SensorNumber} {entry.EventType} {entry.Direction} {entry.EventData![0] & 0x0F}")];
        Assert.Equal(8, events.Length);
        Assert.Equal(events.Take(4), events.Skip(4));
    }

    private static IReadOnlyList<SelEntry> Decode(byte[] content, SdrRepository sdr) => SavedLogDecoder.Decode(Assert.Single(SavedLogReader.Read(content).Logs), sdr, new SelQuery());

    private static IEnumerable<string> Texts(IEnumerable<SelEntry> entries) =>
        entries.Select(static entry => $"{entry.Id} {entry.Timestamp:u} {entry.Sensor} {entry.Event} {entry.Direction} {entry.Value} {entry.Threshold} {entry.Severity} {entry.Raw}");

    private async Task<List<SelEntry>> LogAsync()
    {
        using var client = await _server.ConnectAsync();
        var entries = new List<SelEntry>();
        Assert.Null(await SelReader.ReadAsync(client, new SelQuery(), await SdrRepository.ReadAsync(client, default), entries.Add, default));
        return entries;
    }
}
