using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using IpmiPS.Inventory;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;
using Xunit;
using static IpmiPS.Tests.Inventory.FruBytes;

namespace IpmiPS.Tests.Inventory;

/// <summary>Changes of FRU fields: what is encoded, what stays byte for byte, what moves.</summary>
public class FruEditTests
{
    private static byte[] Full(int size = 512) => new FruBytes()
        .Chassis([0x17, .. Latin1("CH-1"), .. Latin1("CS-1"), .. Latin1("chassis extra")])
        .Board([0x00, 0xA4, 0x53, 0x62, .. Latin1("Maker"), .. Latin1("Board X"), .. Latin1("BS-1"), .. Latin1("BP-1"), .. Latin1("file.b"), .. Latin1("extra 1"), 0xC0, .. Latin1("extra 2")])
        .Product([0x19, .. Latin1("Maker Inc."), .. Latin1("Server X"), .. Latin1("PP-1"), .. Latin1("v2"), .. Latin1("PS-1"), .. Latin1("Asset 7"), .. Latin1("file.p")])
        .Records((0x00, new byte[24]), (0xC0, [1, 2, 3, 4]))
        .ToImage(size);

    private static FruSettings Set(params (string Name, string Text)[] fields) => new() { Fields = fields.ToDictionary(field => field.Name, field => field.Text) };

    private static Fru Decode(byte[] image) => FruReader.Decode(image, "image");

    private static FruEdit Edit(byte[] image, FruSettings settings, bool force = false) => FruEdit.Of(image, settings, force);

    /// <summary>All fields as they are read, written again.</summary>
    private static FruSettings Same(Fru fru) => new()
    {
        Fields = FruField.All.Where(field => field.Read(fru) is not null).ToDictionary(field => field.Name, field => field.Read(fru)!),
        ChassisCustom = fru.ChassisCustom,
        BoardCustom = fru.BoardCustom,
        ProductCustom = fru.ProductCustom,
        BoardManufactureDate = fru.BoardManufactureDate,
        ChassisType = fru.ChassisType is { } type ? ChassisTypes.Find(type) : null,
    };

    [CaptureFact("fru/kontron_am4010.bin")]
    public void The_image_of_a_Kontron_AM4010_stays_byte_for_byte_where_nothing_changes() => AssertStays("fru/kontron_am4010.bin");

    [CaptureFact("fru/fru_supermicro_x11scz-f.bin")]
    public void The_image_of_a_Supermicro_X11SCZ_stays_byte_for_byte_where_nothing_changes() => AssertStays("fru/fru_supermicro_x11scz-f.bin");

    private static void AssertStays(string capture)
    {
        byte[] image = File.ReadAllBytes(CaptureFactAttribute.PathOf(capture));
        var edit = Edit(image, Same(Decode(image)));
        Assert.Empty(edit.Changes);
        Assert.Equal(image, edit.Image);
    }

    [Fact]
    public void An_image_stays_byte_for_byte_where_nothing_changes()
    {
        byte[] image = Full();
        var edit = Edit(image, Same(Decode(image)));
        Assert.Empty(edit.Changes);
        Assert.Equal(image, edit.Image);
    }

    [Fact]
    public void A_field_of_the_same_length_changes_itself_and_the_checksum_alone()
    {
        byte[] image = Full();
        var edit = Edit(image, Set(("ProductAssetTag", "Asset 8")));
        Assert.Equal(["ProductAssetTag Asset 7 -> Asset 8"], edit.Changes.Select(change => change.ToString()));
        Assert.Empty(edit.Moves);
        Assert.Equal(2, image.Where((value, i) => value != edit.Image[i]).Count());
        Assert.True(Decode(edit.Image).ChecksumValid.All);
    }

    [Fact]
    public void Every_field_can_be_changed_at_once()
    {
        var wanted = FruField.All.ToDictionary(field => field.Name, field => field.Name + " is new now");
        byte[] image = Full();
        var settings = new FruSettings
        {
            Fields = wanted,
            ChassisType = 0x11,
            BoardManufactureDate = new DateTimeOffset(2026, 3, 31, 16, 5, 30, TimeSpan.FromHours(2)),
            ProductCustom = ["one", "two"],
            BoardCustom = ["extra 1"],
            ChassisCustom = [],
        };
        var fru = Decode(Edit(image, settings).Image);
        Assert.Equal(wanted, FruField.All.ToDictionary(field => field.Name, field => field.Read(fru)!));
        Assert.Equal("Main Server Chassis", fru.ChassisType);
        Assert.Equal(new DateTimeOffset(2026, 3, 31, 14, 5, 0, TimeSpan.Zero), fru.BoardManufactureDate);
        Assert.Equal(["one", "two"], fru.ProductCustom);
        Assert.Equal(["extra 1"], fru.BoardCustom);
        Assert.Empty(fru.ChassisCustom);
        Assert.True(fru.ChecksumValid.All);
        Assert.Equal(Decode(image).MultiRecord.Select(record => Hex.Format(record.Data)), fru.MultiRecord.Select(record => Hex.Format(record.Data)));
    }

    [Fact]
    public void Later_areas_move_and_the_header_says_where()
    {
        byte[] image = Full();
        var edit = Edit(image, Set(("BoardManufacturer", new string('M', 40))));
        // Chassis at 8, 32 bytes; board at 28h, 56 bytes, now 96; product at 60h, 56 bytes; records at 98h, 38 bytes.
        Assert.Equal(["product area 60h -> 88h", "MultiRecord area 98h -> C0h"], edit.Moves);
        Assert.Equal("01 00 01 05 11 18 00 D0", Hex.Format(edit.Image.Take(8).ToArray(), " "));
        Assert.Equal(image.Skip(0x60).Take(56).ToArray(), edit.Image.Skip(0x88).Take(56).ToArray());
        Assert.Equal(image.Skip(0x98).Take(38).ToArray(), edit.Image.Skip(0xC0).Take(38).ToArray());
        Assert.Equal("PS-1", Decode(edit.Image).ProductSerial);
    }

    [Fact]
    public void An_area_that_is_absent_is_added_behind_the_others()
    {
        byte[] image = new FruBytes().Board([0x19, 0, 0, 0, .. Latin1("Maker"), 0xC0, 0xC0, 0xC0, 0xC0]).ToImage(256);
        var edit = Edit(image, new FruSettings { Fields = new Dictionary<string, string> { ["ProductAssetTag"] = "A1" }, ChassisType = 0x17 });
        var fru = Decode(edit.Image);
        Assert.Equal(("Maker", "A1", "Rack Mount Chassis", null), (fru.BoardManufacturer, fru.ProductAssetTag, fru.ChassisType, fru.ProductManufacturer));
        Assert.True(fru.ChecksumValid.All);
        Assert.Equal(2, edit.Moves.Count);
        Assert.Equal(image.Skip(8).Take(24).ToArray(), edit.Image.Skip(8).Take(24).ToArray());
    }

    [Fact]
    public void The_internal_use_area_stays_where_it_is()
    {
        byte[] image = new FruBytes().Chassis([0x17, .. Latin1("CH"), .. Latin1("CS")]).Internal(1, 2, 3, 4, 5, 6, 7).Board([0, 0, 0, 0, .. Latin1("M"), .. Latin1("P")]).ToImage(256);
        int start = image[1] * 8, board = image[3] * 8;
        var edit = Edit(image, Set(("ChassisPartNumber", new string('C', 30))));
        Assert.Equal(image[1], edit.Image[1]);
        Assert.Equal(image.Skip(start).Take(board - start).ToArray(), edit.Image.Skip(start).Take(board - start).ToArray());
        Assert.Equal(new string('C', 30), Decode(edit.Image).ChassisPartNumber);
        Assert.True(edit.Image[2] * 8 >= board, "the chassis area moved behind it");
    }

    [Theory]
    [InlineData("83 29 DC A6", "ABCD", "83 A1 38 92")] // 6-bit ASCII: A = 21h, B = 22h, C = 23h, D = 24h
    [InlineData("83 29 DC A6", "abcd", "C4 61 62 63 64")] // which 6-bit ASCII does not have
    [InlineData("82 29 DC", "X", "81 38")]
    [InlineData("42 12 34", "56-7", "42 56 B7")] // BCD plus
    [InlineData("42 12 34", "56x7", "C4 35 36 78 37")]
    [InlineData("02 12 34", "ABCD", "02 AB CD")] // binary
    [InlineData("C4 41 42 43 44", "é1", "C2 E9 31")]
    [InlineData("C4 41 42 43 44", "Z", "C2 5A 20")] // one byte would be the end of the fields
    [InlineData("C4 41 42 43 44", "", "C0")]
    [InlineData("C0", "AB", "C2 41 42")]
    public void The_encoding_of_a_field_is_kept_where_it_has_the_text(string present, string text, string expected)
    {
        byte[] image = new FruBytes().Product([0x19, .. Hex.Parse(present), 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0]).ToImage(128);
        var edit = Edit(image, Set(("ProductManufacturer", text)));
        byte[] field = Hex.Parse(expected);
        Assert.Equal(expected, Hex.Format(edit.Image.Skip(11).Take(field.Length).ToArray(), " "));
        Assert.Equal(text, Decode(edit.Image).ProductManufacturer ?? "");
    }

    [Fact]
    public void In_another_language_texts_are_UTF_16_and_serial_numbers_are_not()
    {
        byte[] image = new FruBytes().Product([22, .. Unicode("Größe"), 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0]).ToImage(256);
        var edit = Edit(image, Set(("ProductManufacturer", "ΑΒΓ"), ("ProductSerial", "SN-1")));
        Assert.Equal("C6 91 03 92 03 93 03", Hex.Format(edit.Image.Skip(11).Take(7).ToArray(), " "));
        var fru = Decode(edit.Image);
        Assert.Equal(("ΑΒΓ", "SN-1", 22), (fru.ProductManufacturer, fru.ProductSerial, fru.ProductLanguage));
        Assert.Contains("SN-1", Encoding.ASCII.GetString(edit.Image), StringComparison.Ordinal);
    }

    [Fact]
    public void An_area_whose_texts_are_ASCII_in_spite_of_its_language_stays_so()
    {
        byte[] image = new FruBytes().Product([22, .. Latin1("Maker"), .. Latin1("Name"), 0xC0, 0xC0, 0xC0, 0xC0, 0xC0]).ToImage(256);
        var edit = Edit(image, Set(("ProductAssetTag", "TAG")));
        Assert.Equal("TAG", Decode(edit.Image).ProductAssetTag);
        Assert.Contains("TAG", Encoding.ASCII.GetString(edit.Image), StringComparison.Ordinal);
    }

    [Fact]
    public void Custom_fields_with_the_same_text_keep_their_bytes_and_empty_ones_stay()
    {
        byte[] image = new FruBytes().Chassis([0x17, 0xC0, 0xC0, 0x83, 0x29, 0xDC, 0xA6, 0xC0, .. Latin1("two")]).ToImage(128);
        var edit = Edit(image, new FruSettings { ChassisCustom = ["IPMI", "zwei", "drei"] });
        Assert.Equal("17 C0 C0 83 29 DC A6 C0 C4 7A 77 65 69 C4 64 72 65 69 C1", Hex.Format(edit.Image.Skip(10).Take(19).ToArray(), " "));
        Assert.Equal(["IPMI", "zwei", "drei"], Decode(edit.Image).ChassisCustom);
    }

    [Theory]
    [InlineData(0xFF)]
    [InlineData(0x00)]
    public void Padding_keeps_its_value(byte pad)
    {
        byte[] image = new FruBytes().Chassis([0x17, .. Latin1("ABCDEFGH"), .. Latin1("SN")]).ToImage(64);
        for (int i = 8 + 2 + 1 + 9 + 3 + 1; i < 8 + 23; i++)
            image[i] = pad;
        image[31] = 0;
        image[31] = Negative(image.Skip(8).Take(24).ToArray());
        var edit = Edit(image, Set(("ChassisPartNumber", "ABC")));
        Assert.All(edit.Image.Skip(19).Take(12).ToArray(), value => Assert.Equal(pad, value));
        Assert.Empty(edit.Moves);
    }

    [Fact]
    public void Data_of_a_vendor_behind_the_fields_are_kept()
    {
        byte[] image = new FruBytes().Chassis([0x17, .. Latin1("AB"), .. Latin1("CD"), 0xC1, 0x11, 0x22, 0x33]).ToImage(128);
        var edit = Edit(image, Set(("ChassisSerial", "CDEFGHIJKLMNOP")));
        Assert.Contains("C1 11 22 33", Hex.Format(edit.Image, " "), StringComparison.Ordinal);
        Assert.Equal("CDEFGHIJKLMNOP", Decode(edit.Image).ChassisSerial);
    }

    [Fact]
    public void Unknown_data_in_the_way_are_not_overwritten()
    {
        byte[] image = Full();
        image[0xBE + 9] = 0x42;
        var refused = Assert.Throws<IpmiException>(() => Edit(image, Set(("BoardManufacturer", new string('M', 40)))));
        Assert.Contains("data of unknown meaning", refused.Message, StringComparison.Ordinal);
        Assert.Equal("Asset 8", Decode(Edit(image, Set(("ProductAssetTag", "Asset 8"))).Image).ProductAssetTag);
    }

    [Fact]
    public void A_device_without_room_is_an_error()
    {
        var refused = Assert.Throws<IpmiException>(() => Edit(Full(200), Set(("BoardManufacturer", new string('M', 60)))));
        Assert.Equal(IpmiErrorKind.CommandFailed, refused.Kind);
        Assert.Contains("no room", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(7, "the checksum of its header")]
    [InlineData(19, "the checksum of its chassis area")]
    [InlineData(0xAA, "a checksum of its MultiRecord area")]
    public void Damaged_content_is_changed_only_by_force(int offset, string what)
    {
        byte[] image = Full();
        image[offset] ^= 0x20;
        var refused = Assert.Throws<IpmiException>(() => Edit(image, Set(("ProductAssetTag", "Asset 8"))));
        Assert.Contains(what, refused.Message, StringComparison.Ordinal);
        Assert.Equal("Asset 8", Decode(Edit(image, Set(("ProductAssetTag", "Asset 8")), force: true).Image).ProductAssetTag);
    }

    [Fact]
    public void An_empty_device_gets_a_header_by_force()
    {
        byte[] image = [.. Enumerable.Repeat((byte)0xFF, 128)];
        Assert.Throws<IpmiException>(() => Edit(image, Set(("ProductAssetTag", "A1"))));
        var fru = Decode(Edit(image, Set(("ProductAssetTag", "A1")), force: true).Image);
        Assert.Equal(("A1", true), (fru.ProductAssetTag, fru.ChecksumValid.All));
    }

    [Theory]
    [InlineData("a\u0007b")]
    [InlineData("日本")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123")]
    public void A_text_that_the_field_cannot_have_is_refused(string text) =>
        Assert.Equal(IpmiErrorKind.InvalidParameter, Assert.Throws<IpmiException>(() => Edit(Full(), Set(("ProductName", text)))).Kind);

    [Fact]
    public void A_date_out_of_range_is_refused() =>
        Assert.Throws<IpmiException>(() => Edit(Full(), new FruSettings { BoardManufactureDate = new DateTimeOffset(1995, 12, 31, 0, 0, 0, TimeSpan.Zero) }));

    [Fact]
    public void Overlapping_areas_and_a_broken_chain_are_found()
    {
        byte[] image = Full();
        image[4] = image[3];
        image[7] = 0;
        image[7] = Negative(image.Take(8).ToArray());
        Assert.Contains(FruImageCheck.Problems(image), problem => problem.Contains("overlap"));
        image = Full();
        image[0x98 + 29 + 1] = 0x02; // the last record is no longer marked
        Assert.Contains(FruImageCheck.Problems(image), problem => problem.Contains("MultiRecord"));
        Assert.Empty(FruImageCheck.Problems(Full()));
    }
}
