using System;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Wire;

public class TypeLengthTextTests
{
    [Theory]
    [InlineData("C4 46 61 6E 31", "Fan1")]
    [InlineData("C0", "")]
    [InlineData("C5 54 65 6D 70 20", "Temp ")]
    [InlineData("C6 46 61 6E 31 00 00", "Fan1")]
    [InlineData("C3 35 B0 43", "5°C")]
    [InlineData("83 29 DC A6", "IPMI")] // section 43.16
    [InlineData("84 29 DC A6 15", "IPMI5")]
    [InlineData("82 29 DC", "IP")]
    [InlineData("43 12 3A B4", "123 -4")]
    [InlineData("42 CD EF", ".:,_")]
    [InlineData("04 41 00 AC 20", "A€")]
    [InlineData("05 41 00 AC 20 42", "A€")]
    public void Sdr_texts_are_read_in_every_encoding(string bytes, string expected)
    {
        var reader = new ByteReader(Hex.Parse(bytes));
        Assert.Equal(expected, TypeLengthText.ReadSdr(reader));
        Assert.True(reader.IsAtEnd);
    }

    [Theory]
    [InlineData("C8 46 61 6E", "Fan")]
    [InlineData("DF", "")]
    [InlineData("9F 29 DC A6", "IPMI")]
    public void An_sdr_text_whose_record_ends_early_is_cut(string bytes, string expected) =>
        Assert.Equal(expected, TypeLengthText.ReadSdr(new ByteReader(Hex.Parse(bytes))));

    [Fact]
    public void A_length_counted_in_characters_reads_the_same_as_one_counted_in_bytes() =>
        Assert.Equal("IPMI", TypeLengthText.ReadSdr(new ByteReader([0x84, 0x29, 0xDC, 0xA6, 0x00])).TrimEnd());

    [Fact]
    public void Nothing_at_all_is_refused() =>
        Assert.Throws<MalformedDataException>(() => TypeLengthText.ReadSdr(new ByteReader([])));

    [Theory]
    [InlineData(TextEncoding.BinaryOrUnicode, "Lüfter €")]
    [InlineData(TextEncoding.BcdPlus, "12-3.4")]
    [InlineData(TextEncoding.PackedAscii, "CPU 1 TEMP")]
    [InlineData(TextEncoding.PackedAscii, "!\"#$%&'()*+_")]
    [InlineData(TextEncoding.Latin1, "Lüfter")]
    public void What_is_written_is_read_back(TextEncoding encoding, string text)
    {
        var writer = new ByteWriter();
        TypeLengthText.WriteSdr(writer, text, encoding);
        Assert.Equal(text, TypeLengthText.ReadSdr(new ByteReader(writer.ToArray())));
    }

    [Theory]
    [InlineData(TextEncoding.BcdPlus, "1A")]
    [InlineData(TextEncoding.PackedAscii, "cpu")]
    [InlineData(TextEncoding.Latin1, "€")]
    [InlineData(TextEncoding.Latin1, "a name of more than 31 characters")]
    public void Text_that_does_not_fit_is_refused(TextEncoding encoding, string text) =>
        Assert.Throws<ArgumentException>(() => TypeLengthText.WriteSdr(new ByteWriter(), text, encoding));

    [Fact]
    public void Fru_fields_have_a_longer_length_and_an_end()
    {
        byte[] area = [0xE1, .. new byte[33], 0x02, 0xBE, 0xEF, 0xC1, 0x00];
        var reader = new ByteReader(area);
        Assert.Equal(33, TypeLengthText.ReadFru(reader)!.Value.Bytes.Length);
        var binary = TypeLengthText.ReadFru(reader)!.Value;
        Assert.Equal(TextEncoding.BinaryOrUnicode, binary.Encoding);
        Assert.Equal("BEEF", binary.ToText());
        Assert.Null(TypeLengthText.ReadFru(reader));
        Assert.Equal(1, reader.Remaining);
    }

    [Fact]
    public void A_fru_field_in_another_language_than_English_is_Unicode() =>
        Assert.Equal("é€", new TypeLengthField(TextEncoding.Latin1, [0xE9, 0x00, 0xAC, 0x20]).ToText(isEnglish: false));

    [Fact]
    public void A_fru_field_that_runs_over_the_area_is_refused() =>
        Assert.Throws<MalformedDataException>(() => TypeLengthText.ReadFru(new ByteReader([0xC4, 0x41, 0x42])));

    [Fact]
    public void A_fru_field_that_would_read_as_the_end_is_not_written() =>
        Assert.Throws<ArgumentException>(() => TypeLengthText.WriteFru(new ByteWriter(), new TypeLengthField(TextEncoding.Latin1, [0x41])));
}
