using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Interop.Comparing;
using IpmiPS.Interop.Support;
using IpmiPS.Sel;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Interop.Sel;

/// <summary>Events that say more in event data 2 and 3, readings and thresholds, generators other than the BMC, and OEM records.</summary>
public sealed class EventDataTests : IAsyncLifetime
{
    private const byte Threshold = 0x01;
    private const byte SensorSpecific = 0x6F;
    private const byte Nobody = 0xFE;

    /// <summary>Name, event/reading type, sensor type, sensor number, event data.</summary>
    private static readonly (string Name, byte Type, byte SensorType, byte Number, string Data)[] s_events =
    [
        ("Temp_CPU0 above critical", Threshold, 0x01, 0xAA, "59 5C 5A"),
        ("Temp_CPU0 below non-critical", Threshold, 0x01, 0xAA, "50 05 0A"),
        ("Temp_CPU0, reading alone", Threshold, 0x01, 0xAA, "47 5C FF"),
        ("Temp_CPU0, threshold alone", Threshold, 0x01, 0xAA, "17 FF 5A"),
        ("Temp_CPU0, OEM data", Threshold, 0x01, 0xAA, "A7 12 34"),
        ("Volt_P12V below critical", Threshold, 0x02, 0xD2, "52 70 72"),
        ("Fan_SYS0 below critical", Threshold, 0x04, 0xC0, "52 04 05"),
        ("Nobody above critical", Threshold, 0x01, Nobody, "59 5C 5A"),
        ("Memory, module 3", SensorSpecific, 0x0C, Nobody, "30 FF 03"),
        ("Memory, module 3 uncorrectable", SensorSpecific, 0x0C, Nobody, "31 FF 03"),
        ("Memory, OEM data", SensorSpecific, 0x0C, Nobody, "A0 12 34"),
        ("Power supply, configuration error 0", SensorSpecific, 0x08, Nobody, "36 FF 00"),
        ("Power supply, configuration error 1", SensorSpecific, 0x08, Nobody, "36 FF 01"),
        ("Power supply, configuration error 2", SensorSpecific, 0x08, Nobody, "36 FF 02"),
        ("Power supply, configuration error 3", SensorSpecific, 0x08, Nobody, "36 FF 03"),
        ("Power supply, configuration error 4", SensorSpecific, 0x08, Nobody, "36 FF 04"),
        ("Power supply, previous state", SensorSpecific, 0x08, Nobody, "41 F0 FF"),
        ("Power supply, severity", SensorSpecific, 0x08, Nobody, "41 2F FF"),
        ("Redundancy, previous state", 0x0B, 0x08, Nobody, "41 F0 FF"),
        ("Logging disabled for module 3", SensorSpecific, 0x10, Nobody, "C0 03 FF"),
        ("Logging disabled for an event", SensorSpecific, 0x10, Nobody, "F1 6F 17"),
        ("Logging disabled for all events of a type", SensorSpecific, 0x10, Nobody, "F1 01 20"),
        ("Log almost full", SensorSpecific, 0x10, Nobody, "35 FF 5A"),
        ("Machine check logging, processor 2", SensorSpecific, 0x10, Nobody, "F6 02 00"),
        ("Auxiliary log, entry added", SensorSpecific, 0x12, Nobody, "C3 01 FF"),
        ("Auxiliary log, enabled", SensorSpecific, 0x12, Nobody, "C3 52 FF"),
        ("PEF action alert", SensorSpecific, 0x12, Nobody, "C4 01 FF"),
        ("PEF action reset and OEM", SensorSpecific, 0x12, Nobody, "C4 14 FF"),
        ("Clock before", SensorSpecific, 0x12, Nobody, "C5 00 FF"),
        ("Clock after", SensorSpecific, 0x12, Nobody, "C5 80 FF"),
        ("Chip set power control", SensorSpecific, 0x19, Nobody, "C0 03 FF"),
        ("Restart by watchdog, channel 1", SensorSpecific, 0x1D, Nobody, "F7 04 01"),
        ("Restart by command, channel 1", SensorSpecific, 0x1D, Nobody, "F7 01 01"),
        ("Slot fault, slot 5", SensorSpecific, 0x21, Nobody, "F0 05 05"),
        ("Slot fault, PCI 2", SensorSpecific, 0x21, Nobody, "F0 00 02"),
        ("Watchdog reset, OS load", SensorSpecific, 0x23, Nobody, "C1 03 FF"),
        ("Watchdog power down, SMS/OS, SMI", SensorSpecific, 0x23, Nobody, "C2 14 FF"),
        ("Watchdog interrupt, NMI", SensorSpecific, 0x23, Nobody, "C8 24 FF"),
        ("Management health, sensor", SensorSpecific, 0x28, Nobody, "C4 12 FF"),
        ("Management health, FRU", SensorSpecific, 0x28, Nobody, "F5 80 03"),
        ("Battery", SensorSpecific, 0x29, Nobody, "00 FF FF"),
        ("Session activated by user 2", SensorSpecific, 0x2A, Nobody, "F0 02 01"),
        ("Session closed by time-out", SensorSpecific, 0x2A, Nobody, "F1 02 21"),
        ("Session, disabled by wrong passwords", SensorSpecific, 0x2A, Nobody, "F3 02 01"),
        ("Version change of the operating system", SensorSpecific, 0x2B, Nobody, "C1 0B FF"),
        ("Version change of firmware, successful", SensorSpecific, 0x2B, Nobody, "C7 02 FF"),
        ("FRU state, handle", SensorSpecific, 0x2C, Nobody, "C4 23 FF"),
        ("FRU state, communication lost", SensorSpecific, 0x2C, Nobody, "C7 44 FF"),
        ("OEM event type", 0x70, 0x01, Nobody, "A3 12 34"),
        ("OEM sensor type", SensorSpecific, 0xC5, Nobody, "A3 12 34"),
    ];

    private static readonly (string Name, SelRecord Record)[] s_records =
    [
        ("BIOS", Event(0x0001, SensorSpecific, 0x0F, 0xD0, "C2 13 FF")),
        ("OS", Event(0x0041, SensorSpecific, 0x20, 0x00, "01 FF FF")),
        ("Satellite controller", Event(0x602C, Threshold, 0x01, 0x08, "59 30 22")),
        ("LUN 1", Event(0x0120, Threshold, 0x01, 0xAA, "59 30 22")),
        ("IPMI 1.0", Event(0x0020, SensorSpecific, 0x07, Nobody, "00 FF FF", revision: 3)),
        ("OEM with time C0h", new SelRecord { Type = 0xC0, Timestamp = 0, ManufacturerId = 674, OemData = [1, 2, 3, 4, 5, 6] }),
        ("OEM with time DFh", new SelRecord { Type = 0xDF, Timestamp = 0, ManufacturerId = 0x157, OemData = [0xAA, 0x55, 0xAA, 0x55, 0xAA, 0x55] }),
        ("OEM without time E0h", new SelRecord { Type = 0xE0, OemData = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13] }),
        ("OEM without time FFh", new SelRecord { Type = 0xFF, OemData = "abcdefghijklm"u8.ToArray() }),
    ];

    private CaptureBmc _bmc = null!;

    public async Task InitializeAsync() => _bmc = await CaptureBmc.StartAsync(Captures.QuantaD51);

    public async Task DisposeAsync() => await _bmc.DisposeAsync();

    [InteropFact(Needs.Captures | Needs.IpmiTool)]
    public async Task What_event_data_say_is_what_ipmitool_makes_of_them()
    {
        var (ours, names) = await FillAsync();
        var comparison = new Comparison("Event data: ipmitool");
        await SelComparison.WithIpmiToolAsync(comparison, _bmc, ours, entry => names[entry.Id]);
        comparison.AssertExplained();
    }

    [InteropFact(Needs.Captures | Needs.FreeIpmi)]
    public async Task What_event_data_say_is_what_FreeIPMI_makes_of_them()
    {
        var (ours, names) = await FillAsync();
        var comparison = new Comparison("Event data: FreeIPMI");
        await SelComparison.WithFreeIpmiAsync(comparison, _bmc, ours, entry => names[entry.Id]);
        comparison.AssertExplained();
    }

    /// <summary>Those of the table, every step of a boot that may fail, hang or go on, and the rest.</summary>
    private static IEnumerable<(string Name, SelRecord Record)> Records()
    {
        var boot = from step in Enumerable.Range(0, 0x1A)
                   from offset in Enumerable.Range(0, 3)
                   where offset != 0 || step <= 0x0D
                   select ($"Boot {offset}, step {step:X2}h", Event(0x20, SensorSpecific, 0x0F, Nobody, $"C{offset} {step:X2} FF"));
        return s_events.Select(e => (e.Name, Event(0x20, e.Type, e.SensorType, e.Number, e.Data))).Concat(boot).Concat(s_records);
    }

    private static SelRecord Event(ushort generator, byte type, byte sensorType, byte number, string data, byte revision = 4)
    {
        byte[] bytes = Hex.Parse(data);
        return new SelRecord
        {
            Timestamp = 0,
            Event = new SelEvent { GeneratorId = generator, Revision = revision, SensorType = sensorType, SensorNumber = number, EventType = type, Data1 = bytes[0], Data2 = bytes[1], Data3 = bytes[2] },
        };
    }

    private async Task<(List<SelEntry> Entries, Dictionary<int, string> Names)> FillAsync()
    {
        var entries = await LogFiller.RefillAsync(_bmc, Records().Select(record => record.Record));
        Assert.Equal(Records().Count(), entries.Count);
        return (entries, entries.Zip(Records()).ToDictionary(pair => pair.First.Id, pair => pair.Second.Name));
    }
}
