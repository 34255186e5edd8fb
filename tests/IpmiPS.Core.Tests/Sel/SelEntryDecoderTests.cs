using System;
using System.Linq;
using IpmiPS.Sel;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Sel;

public class SelEntryDecoderTests
{
    private static readonly EventSensor Celsius = new("CPU1 Temp", "Processor 1 · CPU1 Temp", "°C", raw => raw);

    private static SelEntry Decode(string hex, EventSensor? sensor = null) =>
        new SelEntryDecoder("bmc1", new SelClock(), _ => sensor).Decode(7, Hex.Parse(hex));

    /// <summary>Sensor type, event type with direction, event data 1 to 3.</summary>
    private static SelEntry Event(string bytes, EventSensor? sensor = null)
    {
        byte[] data = Hex.Parse(bytes);
        return Decode($"07 00 02 78 56 34 60 20 00 04 {data[0]:X2} 30 {Hex.Format([data[1], data[2], data[3], data[4]])}", sensor);
    }

    [Fact]
    public void A_threshold_event_has_reading_and_threshold_in_units()
    {
        var entry = Event("01 01 59 5A 55", Celsius);
        Assert.Equal(("bmc1", 7, "CPU1 Temp", 0x30), (entry.ComputerName, entry.Id, entry.SensorName, entry.SensorNumber));
        Assert.Equal(("Temperature", "Upper Critical - going high", EventDirection.Asserted), (entry.SensorType, entry.Event, entry.Direction));
        Assert.Equal((90.0, 85.0, "°C", null), (entry.Value, entry.Threshold, entry.Unit, entry.Details));
        Assert.Equal((SelSeverity.Critical, SelTimestampKind.Clock, 0x02), (entry.Severity, entry.TimestampKind, entry.RecordType));
        Assert.Equal(0x20, entry.GeneratorId);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(0x60345678), entry.Timestamp);
        Assert.Equal("59 5A 55", entry.EventData!.ToString());
        Assert.Equal(16, entry.Raw.Length);
        Assert.Equal("Processor 1 · CPU1 Temp", entry.Sensor);
    }

    [Fact]
    public void Without_an_sdr_reading_and_threshold_stay_raw()
    {
        var entry = Event("01 01 59 5A 55");
        Assert.Equal((null, null, null, null), (entry.Value, entry.Threshold, entry.Unit, entry.SensorName));
        Assert.Equal("Raw reading 5Ah; Raw threshold 55h", entry.Details);
        Assert.Equal("Temperature (30h)", entry.Sensor);
    }

    [Fact]
    public void A_threshold_event_without_data_has_no_value()
    {
        var entry = Event("01 01 09 FF FF", Celsius);
        Assert.Equal((null, null, null, null), (entry.Value, entry.Threshold, entry.Unit, entry.Details));
    }

    [Fact]
    public void A_deassertion_is_the_end_of_the_problem()
    {
        var entry = Event("01 81 59 50 55", Celsius);
        Assert.Equal((EventDirection.Deasserted, SelSeverity.Information, 80.0), (entry.Direction, entry.Severity, entry.Value));
    }

    [Theory]
    // memory: the DIMM is in data 3
    [InlineData("0C 6F 30 FF 05", "Correctable ECC", "Memory module/device 5")]
    [InlineData("0C 6F 31 FF FF", "Uncorrectable ECC", null)]
    [InlineData("0C 6F A1 12 34", "Uncorrectable ECC", "OEM data 2: 12h; OEM data 3: 34h")]
    [InlineData("0C 04 31 FF 02", "Predictive Failure asserted", "Memory module/device 2")]
    // POST
    [InlineData("0F 6F C0 01 FF", "System Firmware Error", "No system memory is physically installed in the system")]
    [InlineData("0F 6F C0 0D FF", "System Firmware Error", "CPU speed matching failure")]
    [InlineData("0F 6F C0 00 FF", "System Firmware Error", "Unspecified")]
    [InlineData("0F 6F C0 0E FF", "System Firmware Error", "Data 2: 0Eh")]
    [InlineData("0F 6F C1 07 FF", "System Firmware Hang", "PCI resource configuration")]
    [InlineData("0F 6F C2 13 FF", "System Firmware Progress", "Starting operating system boot process")]
    [InlineData("0F 6F C2 19 FF", "System Firmware Progress", "Primary processor initialization")]
    // power supply
    [InlineData("08 6F 36 FF 00", "Configuration error", "Error: vendor mismatch")]
    [InlineData("08 6F 36 FF 04", "Configuration error", "Error: voltage rating mismatch")]
    // log
    [InlineData("10 6F C0 03 FF", "Correctable Memory Error Logging Disabled", "Memory module/device 3")]
    [InlineData("10 6F F1 6F 30", "Event Type Logging Disabled", "Event/reading type 6Fh; All events of the type")]
    [InlineData("10 6F F1 6F 12", "Event Type Logging Disabled", "Event/reading type 6Fh; Assertion of offset 2")]
    [InlineData("10 6F 35 FF 4B", "SEL Almost Full", "SEL 75 % full")]
    [InlineData("10 6F F6 02 80", "Correctable Machine Check Error Logging Disabled", "Processor 2; Vendor-specific processor number")]
    // system event
    [InlineData("12 6F C3 31 FF", "Entry added to Auxiliary Log", "Log type: OEM 1; Action: log cleared")]
    [InlineData("12 6F C4 09 FF", "PEF Action", "Action: alert, power cycle")]
    [InlineData("12 6F C5 80 FF", "Timestamp Clock Synch", "Second of pair; Clock: SEL")]
    [InlineData("12 6F C5 01 FF", "Timestamp Clock Synch", "First of pair; Clock: SDR")]
    // chip set, boot, slot
    [InlineData("19 6F F0 05 0D", "Soft Power Control Failure", "Requested power state: S5/G2: soft-off; Power state at time of request: unknown")]
    [InlineData("1D 6F F7 04 01", "System Restart", "Restart cause: watchdog expiration; Channel 1")]
    [InlineData("21 6F F0 09 03", "Fault Status asserted", "Slot/connector type: PCI Express; Slot/connector 3")]
    // watchdog, session, version, FRU state, subsystem
    [InlineData("23 6F C1 14 FF", "Hard Reset", "Interrupt: SMI; Timer use: SMS/OS")]
    [InlineData("23 6F C8 FF FF", "Timer interrupt", null)]
    [InlineData("2A 6F F1 02 21", "Session Deactivated", "User ID 2; Channel 1; Cause: timeout")]
    [InlineData("2A 6F F0 00 01", "Session Activated", "User unspecified; Channel 1")]
    [InlineData("2B 6F C1 09 FF", "Firmware or software change detected with associated Entity", "Version change: system firmware (EFI/BIOS)")]
    [InlineData("2C 6F C7 74 FF", "FRU Communication Lost", "Cause: unexpected extraction; Previous state: FRU Active")]
    [InlineData("28 6F F5 90 A2", "FRU failure", "Logical FRU, LUN 2; FRU device A2h")]
    [InlineData("05 6F C4 01 FF", "LAN Leash Lost", "Network controller 1")]
    // what the state was before
    [InlineData("0B 0B 45 F0 FF", "Non-redundant: Insufficient Resources", "Previous state: Fully Redundant")]
    [InlineData("07 6F 41 F7 FF", "Thermal Trip", "Previous state: Processor Presence detected")]
    [InlineData("07 6F 41 FF FF", "Thermal Trip", null)]
    [InlineData("07 6F 47 1F FF", "Processor Presence detected", "Severity: Transition to Non-Critical from OK")]
    [InlineData("0B 0B 45 20 FF", "Non-redundant: Insufficient Resources", "Previous state: Fully Redundant; Severity: Transition to Critical from less severe")]
    [InlineData("C5 6F 40 24 FF", "Event offset 00h", "Previous state: offset 04h; Severity: Transition to Critical from less severe")]
    [InlineData("07 6F 41 AF FF", "Thermal Trip", "Severity: offset 0Ah")] // which the standard does not have
    // what only the manufacturer knows
    [InlineData("C5 6F A3 12 34", "Event offset 03h", "OEM data 2: 12h; OEM data 3: 34h")]
    [InlineData("C5 6F F3 12 34", "Event offset 03h", "Data 2: 12h; Data 3: 34h")]
    [InlineData("15 70 02 FF FF", "Event type 70h offset 02h", null)]
    public void Event_data_are_put_into_words(string bytes, string expectedEvent, string? expectedDetails)
    {
        var entry = Event(bytes);
        Assert.Equal(expectedEvent, entry.Event);
        Assert.Equal(expectedDetails, entry.Details);
    }

    [Fact]
    public void Nothing_in_event_data_throws()
    {
        for (int sensorType = 0; sensorType < 0x30; sensorType++)
            for (int data1 = 0; data1 < 256; data1++)
                foreach (byte data in (byte[])[0x00, 0x55, 0xAA, 0x7F, 0xFF])
                    foreach (byte type in (byte[])[0x01, 0x03, 0x6F, 0x70])
                        Assert.NotEmpty(Event($"{sensorType:X2} {type:X2} {data1:X2} {data:X2} {data:X2}").Event);
    }

    [Theory]
    [InlineData("07 6F 47 1F FF", SelSeverity.Warning)] // presence detected, but data 2 has the severity "to non-critical"
    [InlineData("07 6F 47 3F FF", SelSeverity.NonRecoverable)]
    [InlineData("07 6F 47 FF FF", SelSeverity.Information)]
    [InlineData("07 EF 47 1F FF", SelSeverity.Warning)] // what goes away has the weight of its own
    [InlineData("C5 6F 40 2F FF", SelSeverity.Critical)] // the manufacturer's event with a severity of the standard's
    [InlineData("C5 6F 00 FF FF", SelSeverity.Unknown)]
    public void An_event_may_bring_its_severity(string bytes, SelSeverity expected) => Assert.Equal(expected, Event(bytes).Severity);

    [Theory]
    [InlineData("2C 6F C7 7F FF", "Cause: unexpected extraction")] // the previous state is unspecified
    public void A_state_that_is_not_given_is_not_told(string bytes, string expected) => Assert.Equal(expected, Event(bytes).Details);

    [Fact]
    public void An_oem_record_with_a_time()
    {
        var entry = Decode("07 00 C1 78 56 34 60 57 01 00 01 02 03 04 05 06");
        Assert.Equal(("OEM record C1h", "Data: 01 02 03 04 05 06", 343), (entry.Event, entry.Details, entry.ManufacturerId));
        Assert.Equal((null, null, null, null, null), (entry.Sensor, entry.SensorType, entry.SensorNumber, entry.Direction, entry.GeneratorId));
        Assert.Equal((SelSeverity.Unknown, SelTimestampKind.Clock, 6), (entry.Severity, entry.TimestampKind, entry.OemData!.Length));
        Assert.NotNull(entry.Timestamp);
    }

    [Fact]
    public void An_oem_record_without_a_time()
    {
        var entry = Decode("07 00 FB 78 56 34 60 57 01 00 01 02 03 04 05 06");
        Assert.Equal(("OEM record FBh", SelTimestampKind.Unspecified, 13), (entry.Event, entry.TimestampKind, entry.OemData!.Length));
        Assert.Equal((null, null, true), (entry.Timestamp, entry.ManufacturerId, entry.IsStandardType));
    }

    [Theory]
    [InlineData("20 00 46 61 74 61 6C 20 65 78 63 65 70", "; Linux kernel panic, part 1: Fatal excep")]
    [InlineData("20 01 74 69 6F 6E 00 00 00 00 00 00 00", "; Linux kernel panic, part 2: tion")]
    [InlineData("20 01 74 69 6F 6E 00 00 00 00 00 00 01", "")]
    [InlineData("20 01 74 69 6F EE 00 00 00 00 00 00 00", "")]
    [InlineData("20 01 00 00 00 00 00 00 00 00 00 00 00", "")]
    [InlineData("22 00 46 61 74 61 6C 20 65 78 63 65 70", "")]
    public void A_part_of_the_text_of_a_kernel_panic(string data, string text) =>
        Assert.Equal($"Data: {data}{text}", Decode($"07 00 F0 {data}").Details);

    [Fact]
    public void An_event_of_before_the_clock_was_set()
    {
        var entry = Decode("07 00 02 2A 00 00 00 20 00 04 09 01 6F 01 FF FF");
        Assert.Equal((null, SelTimestampKind.PreInit, TimeSpan.FromSeconds(42)), (entry.Timestamp, entry.TimestampKind, entry.TimeSinceStart));
    }

    [Fact]
    public void A_record_type_that_nobody_knows_is_read_as_an_event_where_it_is_one()
    {
        var plausible = Decode("07 00 05 78 56 34 60 20 00 04 07 30 6F 01 FF FF");
        Assert.Equal(("Thermal Trip", false, 0x05), (plausible.Event, plausible.IsStandardType, plausible.RecordType));
        var raw = Decode("07 00 05 78 56 34 60 20 00 99 07 30 6F 01 FF FF");
        Assert.Equal(("Record of unknown type 05h", false, null), (raw.Event, raw.IsStandardType, raw.Direction));
        Assert.Equal(13, raw.OemData!.Length);
    }

    [Theory]
    [InlineData(120, 120.0)]
    [InlineData(0, 0.0)]
    [InlineData(0x07FF, null)] // unspecified
    public void The_offset_of_the_clock_is_told_where_the_BMC_tells_it(short given, double? expected)
    {
        var entry = new SelEntryDecoder("bmc1", new SelClock(given), _ => null).Decode(7, Hex.Parse("07 00 02 78 56 34 60 20 00 04 01 30 01 59 5A 55"));
        Assert.Equal(expected, entry.UtcOffset?.TotalMinutes);
        Assert.Equal(expected ?? 0, entry.Timestamp!.Value.Offset.TotalMinutes);
    }

    [Fact]
    public void Every_prefix_of_a_record_is_an_entry_with_its_bytes()
    {
        byte[] record = Hex.Parse("07 00 02 78 56 34 60 20 00 04 01 30 01 59 5A 55");
        for (int length = 0; length < record.Length; length++)
        {
            var entry = new SelEntryDecoder("bmc1", new SelClock(), _ => null).Decode(7, [.. record.Take(length)]);
            Assert.Equal((length, SelSeverity.Unknown, $"Incomplete record of {length} bytes"), (entry.Raw.Length, entry.Severity, entry.Event));
        }
    }
}
