using System;
using System.Linq;
using System.Text;
using IpmiPS.Alerts;
using IpmiPS.Tests.Fuzz;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Alerts;

public sealed class AlertDecoderTests
{
    // In the order of the corpus.
    private const int Dell = 0, Audit = 1, Test = 2, R300 = 3, Inform = 4, OtherName = 5, NumberAlone = 6, Foreign = 7, ColdStart = 8;

    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static byte[] Packet(int index) => Corpus.Load("trap")[index];

    private static Alert Decode(int index) => AlertDecoder.Decode(Packet(index), s_now);

    [Fact]
    public void A_platform_event_trap_has_the_event_in_the_words_of_the_event_log()
    {
        var alert = Decode(Dell);
        Assert.True(alert.IsPet);
        Assert.Equal(("192.0.2.10", SelSeverity.Information, "1", false), (alert.ComputerName, alert.Severity, alert.SnmpVersion, alert.IsInform));
        Assert.Equal(("Physical Security", 5, 0x73, 0x6F, 0), (alert.SensorType, alert.SensorTypeCode, alert.SensorNumber, alert.EventType, alert.Offset));
        Assert.Equal(("Physical Security (73h)", "General Chassis Intrusion", EventDirection.Deasserted), (alert.Sensor, alert.Event, alert.Direction));
        Assert.Equal(("80 01 FF", "Sub-chassis", 0x20), (alert.EventData!.ToString(), alert.Entity, alert.GeneratorId));
        Assert.Equal((2, 674, 0x0100), (alert.Sequence, alert.ManufacturerId, alert.ProductId));
        Assert.StartsWith("Dell", alert.Manufacturer, StringComparison.Ordinal);
        Assert.Equal(new Guid("4c4c4544-0050-5910-8043-b2c04f333358"), alert.SystemGuid);
        Assert.Equal(new DateTimeOffset(1998, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(0x19E87E26), alert.Timestamp);
        Assert.Null(alert.UtcOffset);
        Assert.Null(alert.OemData);
        Assert.Equal("1.3.6.1.4.1.3183.1.1.0.356224", alert.TrapOid);
        Assert.Equal(Packet(Dell), (byte[])alert.Raw);
    }

    [Fact]
    public void A_manufacturer_with_the_least_significant_byte_first_is_recognised()
    {
        var audit = Decode(Audit);
        Assert.Equal((47488, 0x040A, "Session Audit", 0xFF, 2), (audit.ManufacturerId, audit.ProductId, audit.SensorType, audit.SensorNumber, audit.Offset));
        Assert.Contains("Micro", audit.Manufacturer, StringComparison.Ordinal);
        var test = Decode(Test);
        Assert.Equal((10876, 0x0834), (test.ManufacturerId, test.ProductId));
    }

    [Fact]
    public void A_test_has_no_sensor_and_no_event()
    {
        var alert = Decode(Test);
        Assert.True(alert.IsPet);
        Assert.Equal(("10.0.10.118", "2c", 4), (alert.ComputerName, alert.SnmpVersion, alert.Sequence));
        Assert.Equal("Alert without an event, as for a test", alert.Event);
        Assert.Null(alert.Sensor);
        Assert.Null(alert.SensorNumber);
        Assert.Null(alert.Direction);
        Assert.Null(alert.Entity);
        Assert.Equal(new DateTime(2025, 1, 21), alert.Timestamp!.Value.Date);
    }

    [Fact]
    public void What_the_trap_leaves_out_is_null()
    {
        var alert = Decode(NumberAlone);
        Assert.True(alert.IsPet);
        Assert.Equal(("Drive Slot", "Drive Fault", 1), (alert.SensorType, alert.Event, alert.Offset));
        Assert.Equal(SelSeverity.Critical, alert.Severity);
        Assert.Equal("The trap has no data beside its number", alert.Details);
        Assert.Null(alert.Timestamp);
        Assert.Null(alert.SensorNumber);
        Assert.Null(alert.EventData);
        Assert.Null(alert.ManufacturerId);
    }

    [Fact]
    public void Informs_and_variables_named_like_the_enterprise_are_read()
    {
        var inform = Decode(Inform);
        Assert.Equal((true, true, "2c", ""), (inform.IsPet, inform.IsInform, inform.SnmpVersion, inform.ComputerName));
        Assert.Equal("10.1.2.3", AlertDecoder.Decode(Packet(Inform), s_now, s_now, "10.1.2.3").ComputerName);
        Assert.Equal(Decode(Dell).Event, inform.Event);
        Assert.Equal(0x73, Decode(OtherName).SensorNumber);
        Assert.Equal(SelSeverity.Critical, Decode(R300).Severity);
        Assert.Equal("6C 69 6F 6E 2D 34 2D 69 70 6D 69", Decode(R300).OemData!.ToString());
    }

    [Fact]
    public void Other_traps_are_told_as_such()
    {
        var alert = Decode(Foreign);
        Assert.False(alert.IsPet);
        Assert.Equal(("Not a platform event trap: 1.3.6.1.4.1.674.10892.5.0.1", SelSeverity.Unknown), (alert.Event, alert.Severity));
        Assert.Contains("= RAC1195", alert.Details, StringComparison.Ordinal);
        Assert.Contains("= 1B 5B 33 31 6D 78", alert.Details, StringComparison.Ordinal);
        Assert.Equal("Not a platform event trap: coldStart", Decode(ColdStart).Event);
    }

    [Theory]
    [InlineData("4C C3 BC 66 74 65 72 20 34 35 20 C2 B0 43", "Lüfter 45 °C")]
    [InlineData("74 77 6F 0D 0A 6C 69 6E 65 73 09 65 6E 64", "two lines end")]
    [InlineData("65 6E 64 0D 0A 00", "end")]
    [InlineData("", "")]
    [InlineData("00", "00")]
    [InlineData("0A 64 64 32", "0A 64 64 32")] // 10.100.100.50
    [InlineData("07 EA 0B 1E 0A 00 00 00", "07 EA 0B 1E 0A 00 00 00")]
    [InlineData("78 E2 80 AE 78", "78 E2 80 AE 78")] // would reorder the line
    [InlineData("C3 28", "C3 28")]
    public void Text_of_other_traps_is_text_and_the_rest_hexadecimal(string octets, string text) =>
        Assert.Equal(text, ValueOf(Hex.Parse(octets)));

    [Fact]
    public void Values_of_other_traps_are_cut()
    {
        Assert.Equal(Hex.Format(new byte[64], " ") + "…", ValueOf(new byte[300]));
        Assert.Equal(new string('x', 255), ValueOf(Encoding.UTF8.GetBytes(new string('x', 255))));
        Assert.Equal(new string('x', 254) + "…", ValueOf(Encoding.UTF8.GetBytes(new string('x', 254) + "\U0001F525\U0001F525")));
    }

    [Fact]
    public void Unix_time_is_recognised_because_it_would_be_in_the_future()
    {
        byte[] packet = Packet(Dell);
        int at = packet.Length - 47 + 18;
        var sent = new DateTimeOffset(2025, 12, 31, 12, 0, 0, TimeSpan.Zero);
        uint seconds = (uint)sent.ToUnixTimeSeconds();
        for (int i = 0; i < 4; i++)
            packet[at + i] = (byte)(seconds >> (24 - 8 * i));
        Assert.Equal(sent, AlertDecoder.Decode(packet, s_now).Timestamp);
        for (int i = 0; i < 4; i++)
            packet[at + i] = 0;
        Assert.Null(AlertDecoder.Decode(packet, s_now).Timestamp);
    }

    /// <summary>As some encoders write all lengths.</summary>
    [Fact]
    public void Lengths_may_have_four_bytes()
    {
        byte[] packet = Packet(Dell);
        byte[] padded = [0x30, 0x84, 0, 0, 0, packet[1], .. packet.Skip(2)];
        Assert.Equal(Decode(Dell).Event, AlertDecoder.Decode(padded, s_now).Event);
    }

    [Fact]
    public void Every_prefix_is_refused()
    {
        foreach (byte[] packet in Corpus.Load("trap"))
        {
            for (int length = 0; length < packet.Length; length++)
                Assert.Throws<MalformedDataException>(() => AlertDecoder.Decode([.. packet.Take(length)], s_now));
        }
    }

    [Theory]
    [InlineData("3003020103", "version 3")]
    [InlineData("3003020105", "version number 5")]
    [InlineData("300D02010004067075626C6963A200", "not a trap or inform")]
    [InlineData("300302010500", "after the SNMP message")]
    [InlineData("308005", "length of an element")]
    [InlineData("3084FFFFFFFF02", "data end")]
    [InlineData("30850000000002", "length of an element")]
    public void What_is_no_trap_is_refused_with_the_reason(string packet, string reason)
    {
        var error = Assert.ThrowsAny<IpmiException>(() => AlertDecoder.Decode(Hex.Parse(packet), s_now));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Equal(IpmiErrorKind.ProtocolError, error.Kind);
    }

    /// <summary>The octet string of a foreign trap as text.</summary>
    private static string ValueOf(byte[] octets)
    {
        byte[] name = Hex.Parse("06 06 2B 06 01 04 01 01");
        byte[] trap = [.. name, .. Hex.Parse("40 04 0A 00 00 05 02 01 06 02 01 01 43 01 00"), .. Element(0x30, Element(0x30, [.. name, .. Element(0x04, octets)]))];
        byte[] packet = Element(0x30, [.. Hex.Parse("02 01 00 04 00"), .. Element(0xA4, trap)]);
        var variable = Assert.Single(SnmpTrap.Read(packet).Variables);
        Assert.Equal(octets, variable.Octets);
        return variable.Text;

        static byte[] Element(byte tag, byte[] content) => [tag, 0x82, (byte)(content.Length >> 8), (byte)content.Length, .. content];
    }
}
