using System;
using System.IO;
using System.Linq;
using IpmiPS.Inventory;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;
using Xunit;
using static IpmiPS.Tests.Inventory.FruBytes;

namespace IpmiPS.Tests.Inventory;

public class FruImageTests
{
    private static readonly byte[] PowerSupplyData =
        Hex.Parse("EE 02 FF FF 28 05 28 23 30 75 00 00 00 00 2F 3F 0C 1B EE 52 20 64 00 0A");

    private static Fru Decode(byte[] image, int? size = null) =>
        FruImage.Decode(new FruDescription { ComputerName = "bmc1", Id = 3, Name = "Board", Size = size ?? image.Length }, image);

    private static byte[] Full() => new FruBytes()
        .Internal(1, 2, 3)
        .Chassis([0x17, .. Latin1("CH-1"), .. Latin1("CS-1"), .. Latin1("chassis extra")])
        .Board([0x00, 0xA4, 0x53, 0x62, .. Latin1("Maker"), .. Latin1("Board X"), .. Latin1("BS-1"), .. Latin1("BP-1"), .. Latin1("file.b"), .. Latin1("extra 1"), 0xC0, .. Latin1("extra 2")])
        .Product([0x19, .. Latin1("Maker Inc."), .. Latin1("Server X"), .. Latin1("PP-1"), .. Latin1("v2"), .. Latin1("PS-1"), .. Latin1("Asset 7"), .. Latin1("file.p"), .. Latin1("p extra")])
        .Records((0x00, PowerSupplyData), (0xC0, Hex.Parse("5A 31 00 16 00")))
        .ToImage();

    [Fact]
    public void All_areas_are_read()
    {
        var fru = Decode(Full());
        Assert.Equal(("bmc1", 3, "Board", null), (fru.ComputerName, fru.Id, fru.Name, fru.Problem));
        Assert.Equal(("Rack Mount Chassis", "CH-1", "CS-1"), (fru.ChassisType, fru.ChassisPartNumber, fru.ChassisSerial));
        Assert.Equal(["chassis extra"], fru.ChassisCustom);
        Assert.Equal(("Maker", "Board X", "BS-1", "BP-1", "file.b"), (fru.BoardManufacturer, fru.BoardProductName, fru.BoardSerial, fru.BoardPartNumber, fru.BoardFruFileId));
        Assert.Equal(["extra 1", "extra 2"], fru.BoardCustom);
        Assert.Equal(new DateTimeOffset(1996, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(0x6253A4), fru.BoardManufactureDate);
        Assert.Equal(("Maker Inc.", "Server X", "PP-1", "v2"), (fru.ProductManufacturer, fru.ProductName, fru.ProductPartNumber, fru.ProductVersion));
        Assert.Equal(("PS-1", "Asset 7", "file.p"), (fru.ProductSerial, fru.ProductAssetTag, fru.ProductFruFileId));
        Assert.Equal(["p extra"], fru.ProductCustom);
        Assert.Equal(["Power Supply Information", "OEM"], fru.MultiRecord.Select(record => record.Type));
        var valid = fru.ChecksumValid;
        Assert.Equal((true, true, true, true, true), (valid.Header, valid.Chassis, valid.Board, valid.Product, valid.MultiRecord));
        Assert.True(valid.All);
    }

    [Fact]
    public void Areas_that_are_absent_leave_nulls()
    {
        var fru = Decode(new FruBytes().Product([0, .. Latin1("Maker"), 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0]).ToImage());
        Assert.Equal((null, null, null, "Maker", null), (fru.ChassisType, fru.BoardProductName, fru.BoardManufactureDate, fru.ProductManufacturer, fru.ProductSerial));
        var valid = fru.ChecksumValid;
        Assert.Equal((true, null, null, true, null), (valid.Header, valid.Chassis, valid.Board, valid.Product, valid.MultiRecord));
        Assert.Empty(fru.MultiRecord);
    }

    [Theory]
    [InlineData(7, "header")] // the header's checksum
    [InlineData(19, "chassis")]
    [InlineData(60, "board")]
    [InlineData(150, "product")]
    [InlineData(-3, "MultiRecord")]
    public void A_wrong_checksum_is_flagged_and_the_fields_are_read(int offset, string area)
    {
        byte[] image = Full();
        image[offset < 0 ? image.Length + offset : offset] ^= 0x20; // upper case and lower case of a letter
        var fru = Decode(image);
        Assert.Null(fru.Problem);
        Assert.Equal($"wrong: {area}", fru.ChecksumValid.ToString());
        Assert.False(fru.ChecksumValid.All);
        Assert.Equal("PS-1", fru.ProductSerial);
        Assert.Equal(2, fru.MultiRecord.Length);
    }

    [Theory]
    [InlineData("C5 41 42 43 44 45", "ABCDE")]
    [InlineData("C5 41 42 20 20 00", "AB")] // padding
    [InlineData("C5 20 41 FF FF FF", "A")] // erased memory
    [InlineData("C3 E9 41 0A", "éA")] // Latin-1; no control characters
    [InlineData("83 29 DC A6", "IPMI")] // 6-bit ASCII, the specification's example
    [InlineData("43 12 3A BC", "123 -.")] // BCD plus
    [InlineData("03 DE AD BE", "DEADBE")] // binary
    [InlineData("C0", null)]
    [InlineData("00", null)]
    [InlineData("C2 20 00", null)]
    public void Every_encoding(string field, string? expected) =>
        Assert.Equal(expected, Decode(new FruBytes().Product([0, .. Hex.Parse(field), .. Latin1("after")]).ToImage()).ProductManufacturer);

    [Fact]
    public void Texts_of_another_language_are_unicode_but_serial_numbers_are_not()
    {
        byte[] fields = [53, .. Unicode("東京"), .. Unicode("サーバー"), 0xC0, 0xC0, .. Latin1("S-1"), .. Unicode("資産"), .. Latin1("f.1")];
        var fru = Decode(new FruBytes().Product(fields).ToImage());
        Assert.Equal(("東京", "サーバー", "S-1", "資産", "f.1"), (fru.ProductManufacturer, fru.ProductName, fru.ProductSerial, fru.ProductAssetTag, fru.ProductFruFileId));
    }

    [Fact]
    public void Ascii_in_an_area_of_another_language_is_taken_for_what_it_is()
    {
        var fru = Decode(new FruBytes().Product([135, .. Latin1("Quanta"), .. Latin1("D51B-1U")]).ToImage());
        Assert.Equal(("Quanta", "D51B-1U"), (fru.ProductManufacturer, fru.ProductName));
    }

    [Fact]
    public void Fields_without_an_end_mark_end_with_the_area()
    {
        byte[] image = new FruBytes().Chassis([0x11, .. Latin1("PN"), .. Latin1("SN"), .. Latin1("abc")]).ToImage();
        int end = Array.LastIndexOf(image, (byte)0xC1);
        image[end] = 0;
        var fru = Decode(image);
        Assert.Equal(("PN", "SN"), (fru.ChassisPartNumber, fru.ChassisSerial));
        Assert.Equal(["abc"], fru.ChassisCustom);

        // A length that leads out of the area takes what is in it, and not the next area.
        image[end] = 0xFF;
        Assert.Equal(["abc"], Decode(image).ChassisCustom);
    }

    [Fact]
    public void An_area_of_length_zero_is_read_to_its_end_mark()
    {
        byte[] image = new FruBytes().Product([0, .. Latin1("Maker"), .. Latin1("Name")]).ToImage();
        image[9] = 0;
        var fru = Decode(image);
        Assert.Equal(("Maker", "Name", false), (fru.ProductManufacturer, fru.ProductName, fru.ChecksumValid.Product));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0xFFFFFF)]
    public void A_date_of_zero_or_erased_memory_is_none(int minutes) => Assert.Null(FruImage.ToDate(minutes));

    [Fact]
    public void Content_that_is_no_fru_is_kept_raw_with_a_reason()
    {
        byte[] spd = [0x92, 0x11, 0x0B, 0x02, .. new byte[252]];
        Assert.Contains("not in FRU format", Decode(spd).Problem, StringComparison.Ordinal);
        Assert.Equal(256, Decode(spd).Raw.Length);
        Assert.Null(Decode(spd).ChecksumValid.Header);

        var typed = FruImage.Decode(new FruDescription { Size = 256, TypeName = "DIMM Memory ID" }, spd);
        Assert.Contains("DIMM Memory ID", typed.Problem, StringComparison.Ordinal);

        Assert.Equal("The device is empty.", Decode(Enumerable.Repeat((byte)0xFF, 256).ToArray()).Problem);
        Assert.Equal("The device is empty.", Decode(new byte[256]).Problem);
        Assert.Contains("checksum", Decode([1, 0, 0, 0xF0, 0, 0, 0, 0]).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_prefix_is_read_as_far_as_it_goes()
    {
        byte[] image = Full();
        for (int length = 0; length < image.Length; length++)
        {
            var fru = Decode(image.Take(length).ToArray(), image.Length);
            Assert.NotNull(fru.Problem);
            Assert.Equal(length, fru.Raw.Length);
            if (length > 200)
                Assert.Equal("CS-1", fru.ChassisSerial);
        }
    }

    [Fact]
    public void No_content_throws()
    {
        var random = new Random(7);
        byte[] image = Full();
        for (int i = 0; i < 3000; i++)
        {
            byte[] broken = (byte[])image.Clone();
            for (int changes = random.Next(1, 8); changes > 0; changes--)
                broken[random.Next(i % 2 == 0 ? broken.Length : 16)] = (byte)random.Next(256);
            broken[0] = 1;
            Assert.NotNull(Decode(broken));
            Assert.InRange(FruImage.LengthNeeded(broken, broken.Length), 8, broken.Length);
        }
    }

    [Fact]
    public void Power_supply_information()
    {
        var supply = Assert.IsType<FruPowerSupply>(Decode(Full()).MultiRecord[0]);
        Assert.Equal((750, null, 40, 5), (supply.Capacity, supply.PeakVA, supply.InrushCurrent, supply.InrushInterval));
        Assert.Equal((90.0, 300.0, null, null), (supply.InputVoltageLow1, supply.InputVoltageHigh1, supply.InputVoltageLow2, supply.InputVoltageHigh2));
        Assert.Equal((47, 63, 12), (supply.InputFrequencyLow, supply.InputFrequencyHigh, supply.DropoutTolerance));
        Assert.Equal((true, true, false, true, true), (supply.PredictiveFail, supply.PowerFactorCorrection, supply.Autoswitch, supply.HotSwap, supply.TwoPulsesPerRotation));
        Assert.Equal((750, 5, "5 V and 12 V", 100, 10), (supply.PeakCapacity, supply.HoldUpTime, supply.CombinedVoltages, supply.CombinedCapacity, supply.TachometerThreshold));
        Assert.True(supply.ChecksumValid);
    }

    [Fact]
    public void Outputs_and_loads()
    {
        byte[] data = Hex.Parse("82 B0 04 74 04 EC 04 78 00 00 00 10 27");
        byte[] minus = Hex.Parse("03 50 FB 00 00 00 00 00 00 00 00 00 00");
        byte[] extended = Hex.Parse("11 B0 04 74 04 EC 04 78 00 0A 00 10 27");
        var records = Decode(new FruBytes().Records((0x01, data), (0x01, minus), (0x09, extended), (0x02, data), (0x0A, extended)).ToImage()).MultiRecord;

        var output = Assert.IsType<FruDCOutput>(records[0]);
        Assert.Equal((2, true, 12.0, 11.4, 12.6), (output.Output, output.Standby, output.NominalVoltage, output.MaximumNegativeVoltage, output.MaximumPositiveVoltage));
        Assert.Equal((0.12, 0.0, 10.0), (output.RippleAndNoise, output.MinimumCurrent, output.MaximumCurrent));
        Assert.Equal(-12.0, Assert.IsType<FruDCOutput>(records[1]).NominalVoltage);
        var large = Assert.IsType<FruDCOutput>(records[2]);
        Assert.Equal((1, false, 1.0, 1000.0), (large.Output, large.Standby, large.MinimumCurrent, large.MaximumCurrent));
        var load = Assert.IsType<FruDCLoad>(records[3]);
        Assert.Equal((2, 12.0, 11.4, 12.6, 10.0), (load.Output, load.NominalVoltage, load.MinimumVoltage, load.MaximumVoltage, load.MaximumCurrent));
        Assert.Equal(("Extended DC Load", 1000.0), (records[4].Type, Assert.IsType<FruDCLoad>(records[4]).MaximumCurrent));
    }

    [Fact]
    public void Access_compatibility_and_oem_records()
    {
        byte[] guid = Hex.Parse("00112233445566778899AABBCCDDEEFF");
        var records = Decode(new FruBytes().Records(
            (0x03, [0x01, .. Latin1("http://bmc1").Skip(1)]),
            (0x03, [0x07, .. guid]),
            (0x04, Hex.Parse("57 01 00 0A 01 0A 3F 18")),
            (0xC5, Hex.Parse("57 01 00 01 02")),
            (0x20, [1, 2]),
            (0x01, [1, 2])).ToImage()).MultiRecord;

        var access = Assert.IsType<FruManagementAccess>(records[0]);
        Assert.Equal(("System Management URL", "http://bmc1"), (access.Access, access.Value));
        Assert.Equal(new Guid(guid), Assert.IsType<FruManagementAccess>(records[1]).SystemGuid);
        var compatibility = Assert.IsType<FruCompatibility>(records[2]);
        Assert.Equal((343, "Power Supply", 1), (compatibility.ManufacturerId, compatibility.Entity, compatibility.CompatibilityBase));
        Assert.Equal([10, 11, 12, 13, 14, 15, 16, 22, 23], compatibility.CompatibleCodes); // the specification's example
        var oem = Assert.IsType<FruOemRecord>(records[3]);
        Assert.Equal((343, "0102", 0xC5), (oem.ManufacturerId, Hex.Format(oem.OemData), oem.TypeId));
        Assert.Equal("Reserved (20h)", records[4].Type);

        // Too short for an output: its bytes are what there is of it.
        Assert.Equal((typeof(FruMultiRecord), "DC Output", "0102"), (records[5].GetType(), records[5].Type, Hex.Format(records[5].Data)));
    }

    [Fact]
    public void Records_that_forgot_their_end_stop_at_unused_memory()
    {
        byte[] chain = [.. Record(0xC0, [1, 2, 3, 4], isLast: false), .. Record(0xC0, [5, 6, 7, 8], isLast: false)];
        foreach (byte unused in (byte[])[0x00, 0xFF])
        {
            byte[] image = [1, 0, 0, 0, 0, 1, 0, 0xFE, .. chain, .. Enumerable.Repeat(unused, 64)];
            var fru = Decode(image);
            Assert.Equal((2, null, true), (fru.MultiRecord.Length, fru.Problem, fru.ChecksumValid.MultiRecord));
        }
    }

    [Fact]
    public void A_record_with_a_wrong_checksum_does_not_hide_those_after_it()
    {
        byte[] image = new FruBytes().Records((0xC0, [1, 2, 3, 4]), (0xC0, [5, 6, 7, 8]), (0xC0, [9, 9, 9, 9])).ToImage();
        image[8 + 4] ^= 0x01; // header checksum of the first
        image[8 + 9 + 7] ^= 0x01; // a byte of the second's data
        var fru = Decode(image);
        Assert.Equal([false, false, true], fru.MultiRecord.Select(record => record.ChecksumValid));
        Assert.False(fru.ChecksumValid.MultiRecord);
    }

    [Fact]
    public void An_erased_record_area_has_no_records()
    {
        byte[] image = [1, 0, 0, 0, 0, 1, 0, 0xFE, .. Enumerable.Repeat((byte)0xFF, 64)];
        var fru = Decode(image);
        Assert.Empty(fru.MultiRecord);
        Assert.False(fru.ChecksumValid.MultiRecord);
    }

    [Theory]
    [InlineData(0x00, "Unspecified")]
    [InlineData(0x11, "Main Server Chassis")]
    [InlineData(0x17, "Rack Mount Chassis")]
    [InlineData(0x97, "Rack Mount Chassis")]
    [InlineData(0x1C, "Blade")]
    [InlineData(0x24, "Stick PC")]
    [InlineData(0x25, "Reserved (25h)")]
    public void Chassis_types(byte type, string expected) => Assert.Equal(expected, ChassisTypes.Describe(type));

    [CaptureFact("fru/fru_supermicro_x11scz-f.bin")]
    public void A_supermicro_board()
    {
        var fru = Decode(File.ReadAllBytes(CaptureFactAttribute.PathOf("fru/fru_supermicro_x11scz-f.bin")));
        Assert.Equal(("Supermicro", "X11SCZ-F", "VM211S003599", "MDB-X11SCZ-F-B"), (fru.BoardManufacturer, fru.BoardProductName, fru.BoardSerial, fru.BoardPartNumber));
        Assert.Equal(("RNT Rausch", "SRV-RNT-1U-DED-3-0002", "PO-00003902", "DS03210109"), (fru.ProductManufacturer, fru.ProductName, fru.ProductVersion, fru.ProductSerial));
        Assert.Equal((null, null, null), (fru.ProductPartNumber, fru.ProductAssetTag, fru.Problem));
        Assert.True(fru.ChecksumValid.All);
    }

    [CaptureFact("fru/kontron_am4010.bin")]
    public void A_kontron_module()
    {
        var fru = Decode(File.ReadAllBytes(CaptureFactAttribute.PathOf("fru/kontron_am4010.bin")));
        Assert.Equal(("Kontron", "AM4010", "0023721003", "35943", "EF_0100"), (fru.BoardManufacturer, fru.BoardProductName, fru.BoardSerial, fru.BoardPartNumber, fru.BoardFruFileId));
        Assert.Equal(("0012", new string('0', 25), new string('_', 25)), (fru.ProductPartNumber, fru.ProductVersion, fru.ProductAssetTag));
        Assert.Equal(["MAC=00:80:82:74:09:78"], fru.ProductCustom);
        Assert.All(fru.MultiRecord, record => Assert.Equal(0x00315A, Assert.IsType<FruPicmgRecord>(record).ManufacturerId));
        Assert.True(fru.ChecksumValid.All);
    }
}
