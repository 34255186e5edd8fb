using System;
using System.Linq;
using System.Text;
using IpmiPS.Sdr;
using IpmiPS.Sel;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Sel;

public class SavedLogTests
{
    /// <summary>What ipmitool sel save writes of five events and an OEM record.</summary>
    private const string SelSave = """
        0x04 0x0c 0x83 0x6f 0x00 0xff 0x21 # Memory #0x83 Correctable ECC
        0x04 0x01 0x01 0x81 0x57 0x25 0x26 # Temperature #0x01 Upper Non-critical going high
        0xd9 0x01 0x02 0x03 0x04 0x05 0x06 # Temperature #0x02 Unknown

        """;

    /// <summary>What ipmi-sel --hex-dump writes.</summary>
    private const string HexDump = """
        Caching SDR repository information: cache
        RID:[01][00] RT:[02] TS:[6D][1B][FB][6A] GID:[20][00] ER:[04] ST:[0C] SN:[83] EDIR:[6F] ED1: [00] ED2: [FF] ED3: [21]
        RID:[06][00] RT:[C0] TS:[0D][99][0A][6B] GID:[D9][7E] ER:[00] ST:[01] SN:[02] EDIR:[03] ED1: [04] ED2: [05] ED3: [06]
        """;

    private const string Record1 = "01 00 02 6D 1B FB 6A 20 00 04 0C 83 6F 00 FF 21";
    private const string Record6 = "06 00 C0 0D 99 0A 6B D9 7E 00 01 02 03 04 05 06";

    private static SavedLogFile Read(string text) => SavedLogReader.Read(Encoding.UTF8.GetBytes(text));

    private static string[] Records(SavedLog log) => [.. log.Records.Select(static record => Hex.Format(record.Bytes, " "))];

    [Fact]
    public void Records_of_sel_writeraw_are_read()
    {
        var file = SavedLogReader.Read(Hex.Parse($"{Record1} {Record6}"));
        Assert.Equal(SavedLogFormat.Raw, file.Format);
        Assert.Empty(file.Problems);
        Assert.Equal([1, 6], file.Logs[0].Records.Select(static record => (int)record.Id));
        var entries = SavedLogDecoder.Decode(file.Logs[0], null, new SelQuery());
        Assert.Equal("Correctable ECC", entries[0].Event);
        Assert.Equal(new DateTimeOffset(2026, 11, 16, 15, 4, 13, TimeSpan.Zero), entries[0].Timestamp);
        Assert.Equal(32473, entries[1].ManufacturerId);
    }

    [Fact]
    public void An_incomplete_record_is_an_entry_with_its_bytes_and_a_problem()
    {
        var file = SavedLogReader.Read(Hex.Parse($"{Record1} 06 00 C0 0D"));
        Assert.Equal("The last record is incomplete: 4 of 16 bytes.", Assert.Single(file.Problems));
        Assert.Equal("06 00 C0 0D", SavedLogDecoder.Decode(file.Logs[0], null, new SelQuery())[1].Raw.ToString());
    }

    [Fact]
    public void Lines_of_sel_save_are_events_without_time_and_other_lines_are_reported()
    {
        var file = Read(SelSave);
        Assert.Equal(SavedLogFormat.EventLines, file.Format);
        Assert.Equal("Line 3 was skipped, no event: its first byte is D9h and not 04h: 0xd9 0x01 0x02 0x03 0x04 0x05 0x06 # Temperature #0x02 Unkno…", Assert.Single(file.Problems));
        var entries = SavedLogDecoder.Decode(file.Logs[0], null, new SelQuery());
        Assert.Equal([1, 2], entries.Select(static entry => entry.Id));
        Assert.Equal((SelTimestampKind.Unspecified, "Memory", 0x83, EventDirection.Asserted), (entries[0].TimestampKind, entries[0].SensorType, entries[0].SensorNumber, entries[0].Direction));
        Assert.Equal(EventDirection.Deasserted, entries[1].Direction);
    }

    [Fact]
    public void Lines_of_ipmi_sel_hex_dump_are_records()
    {
        var file = Read(HexDump);
        Assert.Equal(SavedLogFormat.HexLines, file.Format);
        Assert.Equal([Record1, Record6], Records(file.Logs[0]));
        Assert.StartsWith("Line 1 was skipped", Assert.Single(file.Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Record1)]
    [InlineData("0100026D1BFB6A2000040C836F00FF21")]
    [InlineData("1, 0, 2, 6D, 1B, FB, 6A, 20, 0, 4, C, 83, 6F, 0, FF, 21")]
    [InlineData("0x01 0x00 0x02 0x6d 0x1b 0xfb 0x6a 0x20 0x00 0x04 0x0c 0x83 0x6f 0x00 0xff 0x21")]
    public void Bytes_are_read_however_they_are_written(string line) => Assert.Equal([Record1], Records(Read(line).Logs[0]));

    [Fact]
    public void Text_as_Windows_PowerShell_redirects_it_is_read() =>
        Assert.Equal([Record1], Records(SavedLogReader.Read([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Record1 + "\r\n")]).Logs[0]));

    [Theory]
    [InlineData("This is no log.")]
    [InlineData("{ \"a\": 1 }")]
    [InlineData("# IpmiPS event log 99")]
    public void Text_that_is_no_log_is_refused(string text) => Assert.Equal(IpmiErrorKind.InvalidParameter, Assert.Throws<IpmiException>(() => Read(text)).Kind);

    [Fact]
    public void Bytes_that_are_no_log_are_refused()
    {
        Assert.Throws<IpmiException>(() => SavedLogReader.Read([0x89, 0x50, 0x4E, 0x47, .. new byte[60]]));
        Assert.Throws<IpmiException>(() => SavedLogReader.Read(new byte[64]));
    }

    [Fact]
    public void An_empty_file_is_an_empty_log() => Assert.Empty(Read("").Logs[0].Records);

    private static SavedLog Log() => new()
    {
        ComputerName = "rack1-bmc01:6230",
        SavedAt = new DateTimeOffset(2026, 11, 29, 13, 0, 0, TimeSpan.FromHours(1)),
        UtcOffset = 120,
        Source = new SelSource(674, 0x0100, 0x02),
        Records = [new SavedRecord(1, Hex.Parse(Record1)), new SavedRecord(7, Hex.Parse(Record6))],
        SensorRecords = [new EventOnlyRecord { OwnerId = 0x20, SensorNumber = 0x83, SensorType = 0x0C, EventReadingType = 0x6F, IdString = "ECC Error" }.ToBytes()],
    };

    [Fact]
    public void Our_own_format_keeps_everything()
    {
        var file = SavedLogReader.Read(SavedLogWriter.Write(Log(), SavedLogFormat.IpmiPS));
        Assert.Equal(SavedLogFormat.IpmiPS, file.Format);
        Assert.Empty(file.Problems);
        SavedLog read = file.Logs[0], saved = Log();
        Assert.Equal((saved.ComputerName, saved.SavedAt, saved.UtcOffset, saved.Source), (read.ComputerName, read.SavedAt, read.UtcOffset, read.Source));
        Assert.Equal(Records(saved), Records(read));
        Assert.Equal([1, 7], read.Records.Select(static record => (int)record.Id));
        var entry = SavedLogDecoder.Decode(read, null, new SelQuery())[0];
        Assert.Equal(("rack1-bmc01:6230", "ECC Error", TimeSpan.FromHours(2)), (entry.ComputerName, entry.SensorName, entry.UtcOffset));
    }

    [Fact]
    public void Damaged_lines_of_our_own_format_are_reported_and_the_rest_is_read()
    {
        string text = Encoding.UTF8.GetString(SavedLogWriter.Write(Log(), SavedLogFormat.IpmiPS)).Replace("Record 7: 06 00", "Record 7: 06 0G") + "Nonsense\nComputerName: bmc2\nRecord 9: 09 00\n";
        var file = Read(text);
        Assert.Equal(2, file.Problems.Count);
        Assert.Equal(["rack1-bmc01:6230", "bmc2"], file.Logs.Select(static log => log.ComputerName));
        Assert.Equal("09 00", Assert.Single(Records(file.Logs[1])));
    }

    /// <summary>ipmitool swaps the manufacturer's bytes of OEM records with a time.</summary>
    [Theory]
    [InlineData("06 00 C0 0D 99 0A 6B 00 7E D9 01 02 03 04 05 06")]
    [InlineData(Record6)]
    public void The_manufacturer_of_a_raw_record_is_found_in_either_order(string record)
    {
        var log = SavedLogReader.Read(Hex.Parse(record)).Logs[0];
        Assert.Equal(Record6, Assert.Single(Records(log)));
        Assert.Equal(32473, SavedLogDecoder.Decode(log, null, new SelQuery())[0].ManufacturerId);
    }

    [Fact]
    public void The_raw_format_is_that_of_ipmitool() =>
        Assert.Equal($"{Record1} 06 00 C0 0D 99 0A 6B 00 7E D9 01 02 03 04 05 06", Hex.Format(SavedLogWriter.Write(Log(), SavedLogFormat.Raw), " "));

    [Fact]
    public void Event_lines_have_seven_bytes_and_OEM_records_are_comments()
    {
        string[] lines = Encoding.ASCII.GetString(SavedLogWriter.Write(Log(), SavedLogFormat.EventLines)).Split('\n');
        Assert.Equal("0x04 0x0c 0x83 0x6f 0x00 0xff 0x21", lines[0]);
        Assert.StartsWith("# Record 7 is no event", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_saved_log_the_newest_that_match_are_returned()
    {
        var entries = SavedLogDecoder.Decode(Log(), null, new SelQuery { Newest = 1 });
        Assert.Equal(7, Assert.Single(entries).Id);
    }

    [Fact]
    public void A_dump_of_sensor_records_gives_names()
    {
        byte[] dump = [.. Log().SensorRecords[0], .. Log().SensorRecords[0], 1, 2, 3];
        var sdr = SdrDump.Read(dump);
        Assert.Equal((2, "The last record is incomplete: 3 bytes were not read."), (sdr.Records.Count, sdr.Problem));
        Assert.Equal("ECC Error", SavedLogDecoder.Decode(SavedLogReader.Read(Hex.Parse(Record1)).Logs[0], sdr, new SelQuery())[0].SensorName);
        Assert.Throws<IpmiException>(() => SdrDump.Read(Encoding.ASCII.GetBytes("This is some text.")));
    }

    private static SelEntry Entry(string record = Record1) => SavedLogDecoder.Decode(SavedLogReader.Read(Hex.Parse(record)).Logs[0], null, new SelQuery())[0];

    [Fact]
    public void The_first_rule_that_matches_replaces_the_severity()
    {
        var rules = new SelRules([
            new SelRule { SensorType = static type => type == "Fan", Severity = SelSeverity.NonRecoverable },
            new SelRule { SensorType = static type => type == "Memory", Offset = 0, Direction = EventDirection.Asserted, Severity = SelSeverity.Critical },
            new SelRule { Severity = SelSeverity.Information },
        ]);
        Assert.Equal(SelSeverity.Critical, rules.Apply(Entry(), null)!.Severity);
        Assert.Equal(SelSeverity.Information, rules.Apply(Entry(Record6), null)!.Severity);
        Assert.Equal(SelSeverity.Warning, Entry().Severity);
    }

    [Fact]
    public void A_rule_of_a_manufacturer_needs_the_manufacturer()
    {
        var rules = new SelRules([new SelRule { Manufacturer = static name => name is "674" or "Dell", IsIgnored = true }]);
        Assert.Null(rules.Apply(Entry(), 674));
        Assert.NotNull(rules.Apply(Entry(), 343));
        Assert.NotNull(rules.Apply(Entry(), null));
    }

    [Fact]
    public void Filters_see_the_severity_of_the_rules()
    {
        var rules = new SelRules([new SelRule { Event = static text => text == "Correctable ECC", Severity = SelSeverity.Critical }]);
        var query = new SelQuery { Severities = [SelSeverity.Critical], Rules = rules };
        Assert.NotNull(query.Select(Entry(), null));
        Assert.Null((query with { Rules = null }).Select(Entry(), null));
    }
}
