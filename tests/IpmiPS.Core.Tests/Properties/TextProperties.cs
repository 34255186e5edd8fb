using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IpmiPS.Hosts;
using IpmiPS.Inventory;
using IpmiPS.Simulator;
using IpmiPS.Sol;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Properties;

/// <summary>Texts as records, areas, consoles and people write them read back as what they were.</summary>
public sealed class TextProperties
{
    private const string Latin1 = "ABCabc 019._-+/°µßéÿ";
    private const string Packed = " !\"#$%&'()*+,-./0123456789:;<=>?@ABCXYZ[\\]^_";
    private const string BcdPlus = "0123456789 -.:,_";

    [Fact]
    public void Bytes_as_digits_read_back() => Hold.For(
        from bytes in Hold.Bytes(64)
        from separator in Gen.Elements("", " ", "-", ":", ", ")
        select (bytes, separator),
        written => Hex.Parse(Hex.Format(written.bytes, written.separator)).SequenceEqual(written.bytes));

    /// <summary>Encodings that fill up their last byte give the filling back as blanks.</summary>
    [Theory]
    [InlineData(TextEncoding.Latin1, Latin1)]
    [InlineData(TextEncoding.PackedAscii, Packed)]
    [InlineData(TextEncoding.BcdPlus, BcdPlus)]
    public void Encoded_texts_read_back(TextEncoding encoding, string characters) => Hold.For(Hold.Text(characters, 60), text =>
    {
        string read = TypeLengthText.Decode(encoding, TypeLengthText.Encode(encoding, text));
        return read.StartsWith(text, StringComparison.Ordinal) && read.Length <= text.Length + 1 && read.TrimEnd(' ') == text.TrimEnd(' ');
    });

    [Theory]
    [InlineData(Latin1, 31)]
    [InlineData("ABC 12", 40)]
    [InlineData(BcdPlus, 31)]
    [InlineData("αβγ 漢字", 15)]
    public void Names_in_an_SDR_read_back_in_whatever_encoding_they_fit_into(string characters, int most) => Hold.For(Hold.Text(characters, most), text =>
    {
        var writer = new ByteWriter();
        TypeLengthText.WriteSdr(writer, text);
        return writer.Length <= 32 && TypeLengthText.ReadSdr(new ByteReader(writer.ToArray())).TrimEnd(' ') == text.TrimEnd(' ');
    });

    /// <summary>From 1996 to 2000; dates before are those of boards that have none.</summary>
    private const int MinutesTo2000 = 1461 * 24 * 60;

    [Fact]
    public void An_inventory_reads_back() => Hold.For(
        from fields in Hold.Text("ABC xyz 019-.", 30).Where(text => text.Length != 1).ArrayOf(8)
        from type in Gen.Choose(1, 30)
        from minutes in Gen.Choose(MinutesTo2000, 0xFFFFFE)
        select (fields, type, minutes),
        written =>
        {
            var made = new DateTime(1996, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(written.minutes);
            var (f, writer) = (written.fields, new FruWriter { Size = 1024 });
            writer.Chassis((byte)written.type, f[0], f[1]);
            writer.Board(made, f[2], f[3], f[4], f[5]);
            writer.Product(f[6], f[7], f[0], f[1], f[2]);
            byte[] image = writer.ToImage();
            var fru = FruImage.Decode(new FruDescription { Size = image.Length }, image);
            string?[] read = [fru.ChassisPartNumber, fru.ChassisSerial, fru.BoardManufacturer, fru.BoardProductName, fru.BoardSerial, fru.BoardPartNumber, fru.ProductManufacturer, fru.ProductName, fru.ProductPartNumber, fru.ProductVersion, fru.ProductSerial];
            return fru.Problem is null && fru.BoardManufactureDate == made && FruImage.LengthNeeded(image, image.Length) <= image.Length
                && read.Select(text => text ?? "").SequenceEqual([.. f.Select(text => text.Trim()), f[0].Trim(), f[1].Trim(), f[2].Trim()]);
        });

    [Fact]
    public void A_range_of_hosts_stands_for_each_of_them_in_order() => Hold.For(
        from head in Hold.Text("abc-", 6)
        from tail in Hold.Text("xyz.", 6)
        from width in Gen.Choose(1, 5)
        from first in Gen.Choose(0, 900)
        from count in Gen.Choose(1, 60)
        select (head, tail, width, first, count),
        range =>
        {
            string Number(int number) => number.ToString("D" + range.width.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            string text = $"h{range.head}[{Number(range.first)}-{Number(range.first + range.count - 1)}]{range.tail}";
            int width = Number(range.first).Length;
            var expected = Enumerable.Range(range.first, range.count).Select(number => $"h{range.head}{number.ToString(CultureInfo.InvariantCulture).PadLeft(width, '0')}{range.tail}");
            return HostRange.Expand(text).SequenceEqual(expected) && HostRange.Expand(string.Join(",", HostRange.Expand(text))).SequenceEqual(expected);
        });

    [Fact]
    public void Hosts_with_ports_read_back() => Hold.For(
        from host in Gen.OneOf(
            Hold.Text("abc-.09", 20).Where(text => text.Length > 0),
            Gen.Elements("::1", "fe80::1%eth0", "2001:db8::a:1", "10.0.0.1"))
        from port in Gen.Choose(1, 65535)
        select (host, port),
        address => new LanEndpoint(address.host, address.port) is var endpoint
            && LanEndpoint.Parse(endpoint.ToString()).Equals(endpoint) && LanEndpoint.Parse(endpoint.Address).Equals(endpoint));

    [Fact]
    public void Console_output_reads_the_same_in_whatever_pieces_it_comes() => Hold.For(
        from text in Hold.Text("login: äß漢字€\r\n", 60)
        from cuts in Gen.Choose(1, 7).ArrayOf(80)
        select (text, cuts),
        output =>
        {
            byte[] bytes = Encoding.UTF8.GetBytes(output.text);
            var decoder = new SolTextDecoder();
            var read = new StringBuilder();
            for (int at = 0, piece = 0; at < bytes.Length; at += output.cuts[piece++])
                read.Append(decoder.Decode([.. bytes.Skip(at).Take(output.cuts[piece])]));
            return read.Append(decoder.Flush()).ToString() == output.text;
        });
}
