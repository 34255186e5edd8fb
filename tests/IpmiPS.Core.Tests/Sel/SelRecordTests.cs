using System;
using IpmiPS.Sel;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Sel;

public class SelRecordTests
{
    [Theory]
    [InlineData("34 12 02 78 56 34 60 20 00 04 01 30 81 59 5A 55")] // system event, deasserted
    [InlineData("01 00 02 FF FF FF FF 41 00 04 12 00 6F 05 00 FF")]
    [InlineData("01 00 C1 78 56 34 60 57 01 00 01 02 03 04 05 06")] // OEM with a time
    [InlineData("FE FF DF 00 00 00 00 FF FF FF FF FF FF FF FF FF")]
    [InlineData("01 00 E0 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D")] // OEM without
    [InlineData("AA AA AA AA AA AA AA AA AA AA AA AA AA AA AA AA")] // an undefined type without an event
    [InlineData("55 55 55 55 55 55 55 55 55 55 55 55 55 55 55 55")]
    [InlineData("01 00 10 78 56 34 60 20 00 04 01 30 01 57 5A 55")] // an undefined type with an event
    public void Records_are_read_and_written_as_the_same_bytes(string hex)
    {
        byte[] bytes = Hex.Parse(hex);
        var record = SelRecord.Read(new ByteReader(bytes));
        var writer = new ByteWriter();
        record.Write(writer);
        Assert.Equal(hex, Hex.Format(writer.ToArray(), " "));
        Assert.Equal(record, SelRecord.Read(new ByteReader(bytes)));

        for (int length = 0; length < bytes.Length; length++)
            Assert.Throws<MalformedDataException>(() => SelRecord.Read(new ByteReader(bytes, 0, length)));
    }

    [Fact]
    public void A_system_event_has_its_fields()
    {
        var record = SelRecord.Read(new ByteReader(Hex.Parse("34 12 02 78 56 34 60 B2 61 04 0C 30 EF A3 5A 55")));
        Assert.Equal((0x1234, 0x02, true), (record.Id, record.Type, record.IsStandardType));
        Assert.Equal(0x60345678u, record.Timestamp);
        var systemEvent = record.Event!.Value;
        Assert.Equal((0x61B2, 0x04, 0x0C, 0x30), (systemEvent.GeneratorId, systemEvent.Revision, systemEvent.SensorType, systemEvent.SensorNumber));
        Assert.Equal((0x6F, true, 3, 2, 2), (systemEvent.EventType, systemEvent.IsDeassertion, systemEvent.Offset, systemEvent.Data2Usage, systemEvent.Data3Usage));
    }

    [Fact]
    public void Oem_records_have_manufacturer_and_data()
    {
        var timed = SelRecord.Read(new ByteReader(Hex.Parse("01 00 C0 78 56 34 60 57 01 00 01 02 03 04 05 06")));
        Assert.Equal((343, 0x60345678u, "010203040506", null), (timed.ManufacturerId, timed.Timestamp, Hex.Format(timed.OemData), timed.Event));
        var untimed = SelRecord.Read(new ByteReader(Hex.Parse("01 00 FF 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D")));
        Assert.Equal((null, null, 13), (untimed.ManufacturerId, untimed.Timestamp, untimed.OemData.Length));
    }

    [Theory]
    [InlineData(0x00000000u, SelTimestampKind.PreInit)]
    [InlineData(0x20000000u, SelTimestampKind.PreInit)]
    [InlineData(0x20000001u, SelTimestampKind.Clock)]
    [InlineData(0xFFFFFFFEu, SelTimestampKind.Clock)]
    [InlineData(0xFFFFFFFFu, SelTimestampKind.Unspecified)]
    public void Times_are_of_three_kinds(uint time, SelTimestampKind kind)
    {
        var clock = new SelClock();
        Assert.Equal(kind, SelClock.KindOf(time));
        Assert.Equal(kind == SelTimestampKind.Clock, clock.ToDate(time) is not null);
        Assert.Equal(kind == SelTimestampKind.PreInit, SelClock.ToUptime(time) is not null);
    }

    [Theory]
    [InlineData(0, "2021-02-23T01:12:24+00:00")]
    [InlineData(0x07FF, "2021-02-23T01:12:24+00:00")] // unspecified counts as UTC
    [InlineData(-90, "2021-02-23T01:12:24-01:30")]
    [InlineData(840, "2021-02-23T01:12:24+14:00")]
    [InlineData(1440, "2021-02-22T01:12:24+00:00")] // more than .NET can write
    [InlineData(1441, "2021-02-23T01:12:24+00:00")] // more than the specification allows: not known
    [InlineData(-32768, "2021-02-23T01:12:24+00:00")]
    public void The_wall_clock_has_the_offset_of_the_bmc(short minutes, string expected)
    {
        var clock = new SelClock(minutes);
        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), clock.ToDate(0x60345678u));
        Assert.Equal(minutes is >= -1440 and <= 1440, clock.IsOffsetKnown);
    }
}
