using System.Linq;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Sdr;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Sdr;

public class SdrRecordTests
{
    private const string Full =
        "34 12 51 01 33  20 61 31 07 81 7F 69 01 01  95 7A 85 70 3B 1B  94 04 06  0B FF 41 FE BF C7 E2  07 80 A0 60 FF 01" +
        " B0 A0 90 10 20 30 02 03 00 00 5A  C8 56 43 4F 52 45 20 2B 56";

    private const string Compact =
        "02 00 51 02 20  20 00 70 0A 60 67 40 08 6F  0B 00 0B 00 0B 00  C0 00 00  92 85  01 02 00 00 00 5A  C5 50 53 55 20 23";

    private const string EventOnly = "03 00 51 03 12  41 04 E0 22 01 0F 6F 42 80 00 5A C6 50 4F 53 54 20 20";
    private const string Association = "04 00 51 08 0B  13 01 A0 0A 01 0A 02 0A 05 0A 07";

    private const string RelativeAssociation =
        "05 00 51 09 1B  13 61 20 10 C0 22 20 0A 62 24 30 0A 63 00 00 00 00 00 00 00 00 00 00 00 00 00 00";

    private const string GenericLocator = "06 00 51 10 10  20 A5 EB 03 00 08 01 07 01 5A C5 45 45 50 52 4F";
    private const string FruLocator = "07 00 51 11 0F  20 03 8D 60 00 10 02 0A 01 5A C4 50 53 55 31";
    private const string McLocator = "08 00 51 12 0E  2C 06 E5 2B 00 00 00 2E 01 5A C3 4D 45 20";

    private const string McConfirmation =
        "09 00 51 13 1B  2C 22 63 03 15 02 57 01 00 34 12 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F 10";

    private const string ChannelInfo = "0A 00 01 14 0B  A1 92 00 00 00 00 00 F5 14 FF 00";
    private const string Oem = "0B 00 51 C0 07  57 01 00 AA 55 AA 55";

    [Theory]
    [InlineData(Full, SdrRecordType.FullSensor, 48)]
    [InlineData(Compact, SdrRecordType.CompactSensor, 32)]
    [InlineData(EventOnly, SdrRecordType.EventOnly, 17)]
    [InlineData(Association, SdrRecordType.EntityAssociation, 16)]
    [InlineData(RelativeAssociation, SdrRecordType.DeviceRelativeEntityAssociation, 26)]
    [InlineData(GenericLocator, SdrRecordType.GenericDeviceLocator, 16)]
    [InlineData(FruLocator, SdrRecordType.FruDeviceLocator, 16)]
    [InlineData(McLocator, SdrRecordType.McDeviceLocator, 16)]
    [InlineData(McConfirmation, SdrRecordType.McConfirmation, 32)]
    [InlineData(ChannelInfo, SdrRecordType.BmcMessageChannelInfo, 15)]
    [InlineData(Oem, SdrRecordType.Oem, 8)]
    public void Every_type_is_read_and_written_and_its_fixed_fields_are_mandatory(string hex, SdrRecordType type, int mandatory)
    {
        byte[] bytes = Hex.Parse(hex);
        SdrRecord record = SdrRecord.Read(bytes);
        Assert.Equal(type, record.RecordType);
        Assert.Equal(Hex.Format(bytes), Hex.Format(record.ToBytes()));

        for (int length = 0; length < bytes.Length; length++)
        {
            byte[] cut = [.. bytes.Take(length)];
            if (length < mandatory)
                Assert.Throws<MalformedDataException>(() => SdrRecord.Read(cut));
            else
                Assert.Equal(type, SdrRecord.Read(cut).RecordType);
        }

        SdrRecord longer = SdrRecord.Read([.. bytes, 0xAA, 0x55]);
        Assert.Equal(Hex.Format(bytes), Hex.Format(longer.ToBytes()));
    }

    [Fact]
    public void Full_sensor_by_field()
    {
        var record = Assert.IsType<FullSensorRecord>(SdrRecord.Read(Hex.Parse(Full)));
        Assert.Equal(0x1234, record.RecordId);
        Assert.Equal(0x51, record.Version);
        Assert.Equal((0x20, 6, 0, 1, 0x31), (record.OwnerId, record.Channel, record.FruLun, record.OwnerLun, record.SensorNumber));
        Assert.False(record.IsOwnedBySoftware);
        Assert.Equal((7, 1, true), (record.EntityId, record.EntityInstance, record.IsLogicalEntity));
        Assert.Equal((0x7F, 0x69), (record.Initialization, record.Capabilities));
        Assert.Equal(SensorAccess.ReadableAndSettable, record.ThresholdAccess);
        Assert.Equal(SensorAccess.ReadableAndSettable, record.HysteresisAccess);
        Assert.Equal((1, 1), (record.SensorType, record.EventReadingType));
        Assert.True(record.IsThresholdBased);
        Assert.Equal((0x7A95, 0x7085, 0x1B3B), (record.AssertionMask, record.DeassertionMask, record.ReadingMask));
        Assert.Equal(ThresholdMask.All, record.ComparedThresholds);
        Assert.Equal(ThresholdMask.All & ~ThresholdMask.LowerNonRecoverable, record.ReadableThresholds);
        Assert.Equal(
            new SensorUnits { Format = AnalogFormat.TwosComplement, Rate = 2, Relation = 2, BaseUnit = 4, ModifierUnit = 6 },
            record.Units);
        Assert.Equal(0x0B, record.Linearization);
        Assert.Equal(
            new ReadingFactors { M = 0x1FF, Tolerance = 1, B = -258, Accuracy = 0x33F, AccuracyExponent = 1, Direction = 3, ResultExponent = -2, BExponent = 2 },
            record.Factors);
        Assert.Equal((0x07, 0x80, 0xA0, 0x60, 0xFF, 0x01), (record.AnalogFlags, record.NominalReading, record.NormalMaximum, record.NormalMinimum, record.SensorMaximum, record.SensorMinimum));
        Assert.Equal(
            new Thresholds
            {
                Mask = ThresholdMask.All & ~ThresholdMask.LowerNonRecoverable,
                UpperNonRecoverable = 0xB0,
                UpperCritical = 0xA0,
                UpperNonCritical = 0x90,
                LowerNonRecoverable = 0x10,
                LowerCritical = 0x20,
                LowerNonCritical = 0x30,
            },
            record.Thresholds);
        Assert.Equal((2, 3, 0x5A), (record.PositiveHysteresis, record.NegativeHysteresis, record.Oem));
        Assert.Equal("VCORE +V", record.Name);
        Assert.Equal([record], record.Expand());
    }

    [Fact]
    public void Compact_sensor_by_field()
    {
        var record = Assert.IsType<CompactSensorRecord>(SdrRecord.Read(Hex.Parse(Compact)));
        Assert.Equal((0x70, 0x0A, 0x60, false), (record.SensorNumber, record.EntityId, record.EntityInstance, record.IsLogicalEntity));
        Assert.Equal((0x08, 0x6F, 0x0B), (record.SensorType, record.EventReadingType, record.ReadingMask));
        Assert.Equal(AnalogFormat.None, record.Units.Format);
        Assert.Equal(new RecordSharing { Direction = 2, UsesLetters = true, Count = 2, EntityInstanceIncrements = true, ModifierOffset = 5 }, record.Sharing);
        Assert.Equal((1, 2, 0x5A, "PSU #"), (record.PositiveHysteresis, record.NegativeHysteresis, record.Oem, record.Name));
    }

    [Fact]
    public void Event_only_sensor_by_field()
    {
        var record = Assert.IsType<EventOnlyRecord>(SdrRecord.Read(Hex.Parse(EventOnly)));
        Assert.Equal((0x41, 1, 0, 0xE0), (record.OwnerId, record.FruLun, record.OwnerLun, record.SensorNumber));
        Assert.True(record.IsOwnedBySoftware);
        Assert.Equal((0x22, 1, 0x0F, 0x6F), (record.EntityId, record.EntityInstance, record.SensorType, record.EventReadingType));
        Assert.Equal("POST  ", record.IdString);
        Assert.Equal("POST", record.Name);
        Assert.Equal((1, 2), (record.Sharing.Direction, record.Sharing.Count));
    }

    [Fact]
    public void Entity_associations_by_field()
    {
        var record = Assert.IsType<EntityAssociationRecord>(SdrRecord.Read(Hex.Parse(Association)));
        Assert.Equal(new EntityReference(0x13, 1), record.Container);
        Assert.True(record.IsRange);
        Assert.Equal([new(0x0A, 1), new(0x0A, 2), new(0x0A, 5), new(0x0A, 7)], record.Contained);

        var relative = Assert.IsType<DeviceRelativeEntityAssociationRecord>(SdrRecord.Read(Hex.Parse(RelativeAssociation)));
        Assert.Equal(new EntityReference(0x13, 0x61, 0x20, 1), relative.Container);
        Assert.True(relative.IsRange);
        Assert.Equal([new(0x0A, 0x62, 0x22, 2), new(0x0A, 0x63, 0x24, 3), default, default], relative.Contained);
        Assert.False(relative.Contained[3].IsSpecified);
    }

    [Fact]
    public void Locators_by_field()
    {
        var generic = Assert.IsType<GenericDeviceLocatorRecord>(SdrRecord.Read(Hex.Parse(GenericLocator)));
        Assert.Equal((0x20, 0xA4, 15, 1, 3, 3), (generic.AccessAddress, generic.SlaveAddress, generic.Channel, generic.AccessLun, generic.BusId, generic.AddressSpan));
        Assert.Equal((8, 1, 7, 1, 0x5A, "EEPRO"), (generic.DeviceType, generic.DeviceTypeModifier, generic.EntityId, generic.EntityInstance, generic.Oem, generic.Name));

        var fru = Assert.IsType<FruDeviceLocatorRecord>(SdrRecord.Read(Hex.Parse(FruLocator)));
        Assert.Equal((0x20, 3, true, 1, 5, 6), (fru.AccessAddress, fru.DeviceId, fru.IsLogical, fru.AccessLun, fru.BusId, fru.Channel));
        Assert.Equal((0x10, 2, 0x0A, 1, "PSU1"), (fru.DeviceType, fru.DeviceTypeModifier, fru.EntityId, fru.EntityInstance, fru.Name));

        var mc = Assert.IsType<McDeviceLocatorRecord>(SdrRecord.Read(Hex.Parse(McLocator)));
        Assert.Equal((0x2C, 6, 0xE5, 0x2B, "ME"), (mc.SlaveAddress, mc.Channel, mc.PowerStateAndInit, mc.Capabilities, mc.Name));
        Assert.Equal((true, true, true), (mc.HasFru, mc.HasSdrs, mc.HasSensors));
    }

    [Fact]
    public void Controller_records_by_field()
    {
        var confirmation = Assert.IsType<McConfirmationRecord>(SdrRecord.Read(Hex.Parse(McConfirmation)));
        Assert.Equal((0x2C, 0x22, 6, 3), (confirmation.SlaveAddress, confirmation.DeviceId, confirmation.Channel, confirmation.DeviceRevision));
        Assert.Equal((3, 0x15, 2, 343, 0x1234), (confirmation.FirmwareMajor, confirmation.FirmwareMinor, confirmation.IpmiVersion, confirmation.ManufacturerId, confirmation.ProductId));
        Assert.Equal(0x10, confirmation.DeviceGuid[15]);

        var channels = Assert.IsType<BmcMessageChannelInfoRecord>(SdrRecord.Read(Hex.Parse(ChannelInfo)));
        Assert.Equal([0xA1, 0x92, 0, 0, 0, 0, 0, 0xF5], channels.Channels);
        Assert.Equal((0x14, 0xFF, 0x01), (channels.MessagingInterrupt, channels.EventBufferInterrupt, channels.Version));

        var oem = Assert.IsType<OemRecord>(SdrRecord.Read(Hex.Parse(Oem)));
        Assert.Equal(343, oem.ManufacturerId);
        Assert.Equal([0xAA, 0x55, 0xAA, 0x55], oem.Data);
    }

    [Theory]
    [InlineData(0xAA)]
    [InlineData(0x55)]
    [InlineData(0x00)]
    [InlineData(0xFF)]
    public void Patterns_of_any_type_are_read_or_kept(byte pattern)
    {
        for (int type = 0; type <= 0xFF; type++)
        {
            byte[] bytes = [.. Enumerable.Repeat(pattern, 64)];
            bytes[3] = (byte)type;
            Assert.Equal((SdrRecordType)type, SdrRecord.ReadOrUnknown(bytes).RecordType);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("01")]
    [InlineData("01 00 51")]
    [InlineData("01 00 51 01 00")]
    [InlineData("01 00 51 12 03 20 00 00")]
    public void A_record_that_cannot_be_read_is_kept_with_the_reason(string hex)
    {
        var record = Assert.IsType<UnknownRecord>(SdrRecord.ReadOrUnknown(Hex.Parse(hex)));
        Assert.NotNull(record.Problem);
        Assert.Equal(hex.Length > 4 ? 1 : record.RecordId, record.RecordId);
    }

    [Fact]
    public void A_length_that_is_overstated_is_cut_to_the_data()
    {
        byte[] bytes = Hex.Parse(Compact);
        bytes[4] = 0xF0;
        Assert.Equal("PSU #", Assert.IsType<CompactSensorRecord>(SdrRecord.Read(bytes)).Name);
    }

    [Theory]
    [InlineData("Temp ", false, 3, 5, "Temp 5|Temp 6|Temp 7")] // the examples of section 43.2
    [InlineData("Temp ", true, 3, 26, "Temp AA|Temp AB|Temp AC")]
    [InlineData("Fan", false, 2, 9, "Fan9|Fan10")]
    [InlineData("Drive 15", false, 3, 0, "Drive 15|Drive 16|Drive 17")]
    [InlineData("P1", false, 2, 3, "P1 3|P1 4")]
    [InlineData("P1", true, 2, 0, "P1 A|P1 B")]
    [InlineData("Slot", false, 2, 0, "Slot0|Slot1")]
    [InlineData("", false, 2, 0, "0|1")]
    [InlineData("DIMM     ", true, 3, 24, "DIMM Y|DIMM Z|DIMM AA")]
    [InlineData("Alone ", false, 1, 5, "Alone")]
    [InlineData("Alone ", false, 0, 5, "Alone")]
    public void Sensors_that_share_a_record_are_told_apart_by_name(string id, bool letters, byte count, byte offset, string names)
    {
        var sharing = new RecordSharing { UsesLetters = letters, Count = count, ModifierOffset = offset };
        var compact = new CompactSensorRecord { IdString = id, SensorNumber = 10, Sharing = sharing };
        Assert.Equal(names.Split('|'), compact.Expand().Select(s => s.Name));
        Assert.Equal(Enumerable.Range(10, names.Split('|').Length), compact.Expand().Select(s => (int)s.SensorNumber));
        Assert.Equal(names.Split('|'), new EventOnlyRecord { IdString = id, Sharing = sharing }.Expand().Select(s => s.Name));
    }

    [Fact]
    public void Sensors_that_share_a_record_have_entities_of_their_own_where_it_says_so()
    {
        var record = new CompactSensorRecord { EntityInstance = 3, Sharing = new RecordSharing { Count = 3 } };
        Assert.Equal([3, 3, 3], record.Expand().Select(s => (int)s.EntityInstance));
        record = record with { Sharing = record.Sharing with { EntityInstanceIncrements = true } };
        Assert.Equal([3, 4, 5], record.Expand().Select(s => (int)s.EntityInstance));
    }

    [Fact]
    public void Sharing_stops_before_the_reserved_sensor_number()
    {
        var record = new CompactSensorRecord { SensorNumber = 0xFC, Sharing = new RecordSharing { Count = 15 } };
        Assert.Equal([0xFC, 0xFD, 0xFE], record.Expand().Select(s => (int)s.SensorNumber));
    }

    [Theory]
    [InlineData("00 00 00", null)]
    [InlineData("80 01 00", "°C")]
    [InlineData("00 02 00", "°F")]
    [InlineData("00 03 00", "K")]
    [InlineData("00 04 00", "V")]
    [InlineData("00 05 00", "A")]
    [InlineData("00 06 00", "W")]
    [InlineData("00 07 00", "J")]
    [InlineData("00 11 00", "CFM")]
    [InlineData("00 12 00", "RPM")]
    [InlineData("00 13 00", "Hz")]
    [InlineData("01 00 00", "%")]
    [InlineData("01 12 00", "% RPM")]
    [InlineData("02 07 16", "J/s")]
    [InlineData("04 06 18", "W*h")]
    [InlineData("06 06 18", "W")]
    [InlineData("18 46 00", "byte/s")]
    [InlineData("20 05 00", "A/min")]
    [InlineData("08 59 00", "correctable errors/µs")]
    [InlineData("00 5C 00", "g")]
    [InlineData("00 5D 00", "unit 93")]
    public void Units_are_written_as_people_write_them(string bytes, string? expected) =>
        Assert.Equal(expected, SensorUnits.Read(new ByteReader(Hex.Parse(bytes))).ToText());

    [Theory]
    [InlineData(0x07, 0x01, "System Board 1")]
    [InlineData(0x0A, 0x62, "Power Supply 2")]
    [InlineData(0x03, 0x81, "Processor 1")]
    public void Entities_are_told_in_words(byte id, byte instance, string expected) =>
        Assert.Equal(expected, EntityReference.Describe(id, instance));
}
