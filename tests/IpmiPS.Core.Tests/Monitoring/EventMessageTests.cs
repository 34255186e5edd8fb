using System;
using IpmiPS.Monitoring;
using Xunit;

namespace IpmiPS.Tests.Monitoring;

/// <summary>RFC 5424 and CEF: fields, severities and what is escaped where.</summary>
public sealed class EventMessageTests
{
    [Fact]
    public void Syslog_has_all_fields_of_an_entry()
    {
        var entry = new SelEntry
        {
            ComputerName = "bmc1", Id = 7, Timestamp = new DateTimeOffset(2026, 11, 28, 18, 0, 5, TimeSpan.FromHours(-5)), Severity = SelSeverity.Critical, Sensor = "CPU 1", SensorType = "Processor",
            SensorNumber = 3, Event = "IERR", Direction = EventDirection.Deasserted, GeneratorId = 32, RecordType = 2, EventType = 0x6F, SensorTypeCode = 7, Raw = new([1, 0xAB]),
        };
        Assert.Equal(
            "<26>1 2026-11-28T18:00:05-05:00 bmc1 IpmiPS - SEL [ipmi@32473 id=\"7\" severity=\"Critical\" sensor=\"CPU 1\" sensorType=\"Processor\" sensorNumber=\"3\" event=\"IERR\" direction=\"Deasserted\" "
            + "generatorId=\"32\" recordType=\"2\" eventType=\"111\" raw=\"01 AB\"] CPU 1: IERR (ended)",
            Syslog(entry));
    }

    [Theory]
    [InlineData(SelSeverity.NonRecoverable, SyslogFacility.Kernel, "<1>1 ")]
    [InlineData(SelSeverity.Critical, SyslogFacility.Daemon, "<26>1 ")]
    [InlineData(SelSeverity.Warning, SyslogFacility.Daemon, "<28>1 ")]
    [InlineData(SelSeverity.Information, SyslogFacility.Local7, "<190>1 ")]
    [InlineData(SelSeverity.Unknown, SyslogFacility.Daemon, "<29>1 ")]
    public void Syslog_has_its_priority(SelSeverity severity, SyslogFacility facility, string start) =>
        Assert.StartsWith(start, SyslogMessage.Format(new SelEntry { Severity = severity }, facility, "IpmiPS", 32473));

    [Fact]
    public void Syslog_has_a_hyphen_for_a_time_or_name_that_is_not_known() =>
        Assert.StartsWith("<29>1 - - IpmiPS - SEL [", Syslog(new SelEntry()));

    [Fact]
    public void Syslog_escapes_values_and_not_the_message()
    {
        string text = Syslog(new SelEntry { Sensor = "a\"b\\c]d\r\n", Event = "e" });
        Assert.Contains(" sensor=\"a\\\"b\\\\c\\]d\" ", text);
        Assert.EndsWith("] a\"b\\c]d: e", text);
    }

    [Fact]
    public void Syslog_has_a_byte_order_mark_only_where_the_message_is_not_ASCII()
    {
        Assert.DoesNotContain('\uFEFF', Syslog(new SelEntry { Event = "e" }));
        Assert.EndsWith("] \uFEFFTemp: Upper Critical, reading 91.5 °C, threshold 90 °C", Syslog(new SelEntry { Sensor = "Temp", Event = "Upper Critical", Value = 91.5, Threshold = 90, Unit = "°C" }), StringComparison.Ordinal);
    }

    [Fact]
    public void Header_fields_are_printable_ASCII_and_bounded()
    {
        Assert.Contains(" serv?r?1 IpmiPS ", Syslog(new SelEntry { ComputerName = "servér 1" }));
        Assert.Contains(" " + new string('x', 255) + " IpmiPS ", Syslog(new SelEntry { ComputerName = new string('x', 300) }));
    }

    [Fact]
    public void Cef_has_all_fields_of_an_entry()
    {
        var entry = new SelEntry
        {
            ComputerName = "bmc1", Id = 7, Timestamp = new DateTimeOffset(1970, 1, 1, 0, 0, 1, TimeSpan.Zero), Severity = SelSeverity.Critical, Sensor = "Temp", SensorType = "Temperature", Event = "Upper Critical",
            Direction = EventDirection.Asserted, Value = 91.5, Threshold = 90, Unit = "°C", EventType = 1, SensorTypeCode = 1, EventData = new([0x59, 1, 2]), RecordType = 2, Raw = new([1, 0xAB]),
        };
        Assert.Equal(
            "CEF:0|IpmiPS|IpmiPS|1.2.3|01-01-9|Upper Critical|8|rt=1000 dvchost=bmc1 externalId=7 msg=Temp: Upper Critical, reading 91.5 °C, threshold 90 °C cs1Label=Sensor cs1=Temp "
            + "cs2Label=SensorType cs2=Temperature cs3Label=Direction cs3=Asserted cs6Label=Raw cs6=01 AB cfp1Label=Value cfp1=91.5 cfp2Label=Threshold cfp2=90",
            CefMessage.Format(entry, "1.2.3"));
    }

    [Fact]
    public void Cef_escapes_bars_in_the_header_and_equal_signs_in_the_extension()
    {
        string text = CefMessage.Format(new SelEntry { ComputerName = "10.0.0.5", RecordType = 0xC0, Event = "a|b=c\\d\ne" }, "1");
        Assert.StartsWith("CEF:0|IpmiPS|IpmiPS|1|C0|a\\|b=c\\\\de|4|dvc=10.0.0.5 ", text);
        Assert.Contains(" msg=a|b\\=c\\\\de ", text + " ");
    }

    private static string Syslog(SelEntry entry) => SyslogMessage.Format(entry, SyslogFacility.Daemon, "IpmiPS", 32473);
}
