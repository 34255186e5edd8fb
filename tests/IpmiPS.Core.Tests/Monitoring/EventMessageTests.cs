using System;
using System.Text;
using IpmiPS.Alerts;
using IpmiPS.Monitoring;
using IpmiPS.Tests.Fuzz;
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
        Assert.StartsWith(start, SyslogMessage.Of(MonitoringEvent.From(new SelEntry { Severity = severity })!, new(facility, "IpmiPS", 32473)).ToString());

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
            CefMessage.Format(MonitoringEvent.From(entry)!, "1.2.3"));
    }

    [Fact]
    public void Cef_escapes_bars_in_the_header_and_equal_signs_in_the_extension()
    {
        string text = CefMessage.Format(MonitoringEvent.From(new SelEntry { ComputerName = "10.0.0.5", RecordType = 0xC0, Event = "a|b=c\\d\ne" })!, "1");
        Assert.StartsWith("CEF:0|IpmiPS|IpmiPS|1|C0|a\\|b=c\\\\de|4|dvc=10.0.0.5 ", text);
        Assert.Contains(" msg=a|b\\=c\\\\de ", text + " ");
    }

    [Fact]
    public void A_long_message_loses_the_end_of_its_text_and_then_its_structured_data()
    {
        var message = new SyslogMessage("<29>1 - h a - m", "[x a=\"" + new string('d', 20) + "\"]", "\uFEFFäöü");
        byte[] whole = message.ToBytes(480, out bool isShortened);
        Assert.False(isShortened);
        Assert.Equal(message.ToString(), Encoding.UTF8.GetString(whole));
        Assert.Equal(message.ToString().Substring(0, message.ToString().Length - 1), Encoding.UTF8.GetString(message.ToBytes(whole.Length - 1, out isShortened)));
        Assert.True(isShortened);
        Assert.Equal("<29>1 - h a - m - \uFEFFäö", Encoding.UTF8.GetString(message.ToBytes(25, out _)));
    }

    [Fact]
    public void A_text_is_sent_as_it_is_if_it_is_a_message_of_syslog()
    {
        var options = new SyslogOptions(SyslogFacility.Local0, "app", 1);
        var now = new DateTimeOffset(2026, 11, 28, 18, 0, 5, TimeSpan.Zero);
        Assert.Equal("<191>1 - - - - - - x", SyslogMessage.Of("<191>1 - - - - - - x", options, now).ToString());
        foreach (string text in new[] { "x", "<>1 x", "<1234>1 x", "<1x>1 x", "<13>2 x", "<13", "<13>1" })
            Assert.Equal($"<133>1 2026-11-28T18:00:05.000000+00:00 {Environment.MachineName} app - - - {text}", SyslogMessage.Of(text, options, now).ToString());
    }

    [Fact]
    public void Json_is_one_flat_object_of_what_is_known()
    {
        var entry = new SelEntry { ComputerName = "bmc1", Id = 7, Severity = SelSeverity.Critical, Sensor = "a\"b\\c\n", Event = "e°", Value = 91.5, RecordType = 2, Raw = new([1]) };
        Assert.Equal(
            "{\"host\":\"bmc1\",\"source\":\"SEL\",\"message\":\"a\\\"b\\\\c: e\\u00b0, reading 91.5\",\"id\":7,\"severity\":\"Critical\",\"sensor\":\"a\\\"b\\\\c\",\"event\":\"e\\u00b0\",\"value\":91.5,\"recordType\":2,\"raw\":\"01\"}",
            JsonMessage.Format(MonitoringEvent.From(entry)!));
    }

    /// <summary>A byte order mark, as syslog wants it before other text, must not begin it (RFC 8259 section 8.1).</summary>
    [Fact]
    public void Json_is_ASCII_also_in_syslog()
    {
        var item = MonitoringEvent.From(new SelEntry { Sensor = "Lüfter\uD800", Event = "e", Unit = "°C", Value = 1 })!;
        string text = SyslogMessage.Of(item, new(SyslogFacility.Daemon, "IpmiPS", 32473, SyslogFormat.Json)).ToString();
        Assert.All(text, static c => Assert.InRange(c, ' ', '~'));
        Assert.Contains("\"sensor\":\"L\\u00fcfter\\ud800\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_lines_for_people_have_the_time_of_the_event()
    {
        var entry = new SelEntry { ComputerName = "bmc1", Event = "e", Timestamp = new DateTimeOffset(2026, 11, 28, 18, 0, 5, TimeSpan.Zero) };
        Assert.StartsWith("bmc1: e\r\n\r\ntime: 2026-11-28T18:00:05.000+00:00\r\nid: 0\r\n", MonitoringEvent.From(entry)!.ToLines());
        Assert.StartsWith("fe80::1% 12: 5%\r\n", MonitoringEvent.From(new SelEntry { ComputerName = "fe80::1%12", Event = "5%" })!.ToLines(), StringComparison.Ordinal);
        Assert.Contains("time: not known\r\n", MonitoringEvent.From(new SelEntry())!.ToLines(), StringComparison.Ordinal);
    }

    [Fact]
    public void Alerts_verdicts_and_what_a_watch_reports_are_messages_too()
    {
        var alert = AlertDecoder.Decode(Corpus.Load("trap")[0], new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), sender: "10.0.0.5");
        string text = SyslogMessage.Of(MonitoringEvent.From(alert)!, new(SyslogFacility.Daemon, "IpmiPS", 32473)).ToString();
        Assert.StartsWith("<30>1 2011-10-10T20:50:46+00:00 192.0.2.10 IpmiPS - PET [ipmi@32473 sequence=\"2\" ", text);
        Assert.EndsWith("] Physical Security (73h): General Chassis Intrusion (ended); OEM data 2: 01h", text);

        // The packet has the community in clear text.
        Assert.DoesNotContain("70 75 62 6C 69 63", text);
        Assert.StartsWith("CEF:0|IpmiPS|IpmiPS|1|6F-05-0|General Chassis Intrusion|3|rt=1318279846000 dvc=192.0.2.10 externalId=2 msg=", CefMessage.Format(MonitoringEvent.From(alert)!, "1"));

        var verdict = new HealthVerdict { ComputerName = "bmc1", Reasons = [new HealthReason { Severity = SensorHealth.Critical, Text = "Fan 1 stands still." }] };
        Assert.Contains(" bmc1 IpmiPS - HEALTH [ipmi@32473 severity=\"Critical\" health=\"Critical\" reasons=\"Fan 1 stands still.\"] Health is Critical: Fan 1 stands still.", Syslog(verdict));
        Assert.Contains(" bmc1 IpmiPS - WATCH [ipmi@32473 type=\"Unreachable\" ", Syslog(new WatchEvent { ComputerName = "bmc1", Type = WatchEventType.Unreachable, Event = "e" }));
        var change = new SensorChange { ComputerName = "bmc1", Sensor = "Inlet Temp", Type = "Temperature", Number = 5, Severity = SelSeverity.Critical, Health = SensorHealth.Critical, Event = "e", State = ["Upper Critical"], Value = 47 };
        Assert.Contains(" bmc1 IpmiPS - SENSOR [ipmi@32473 severity=\"Critical\" sensor=\"Inlet Temp\" sensorType=\"Temperature\" sensorNumber=\"5\" event=\"e\" health=\"Critical\" states=\"Upper Critical\" value=\"47\"] Inlet Temp: e", Syslog(change));
        Assert.Null(MonitoringEvent.From("text"));
    }

    private static string Syslog(object entry) => SyslogMessage.Of(MonitoringEvent.From(entry)!, new(SyslogFacility.Daemon, "IpmiPS", 32473)).ToString();
}
