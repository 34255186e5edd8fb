using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Wire;

public class ByteReaderTests
{
    [Fact]
    public void Numbers_are_little_endian_unless_named_otherwise()
    {
        var reader = new ByteReader([0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0A, 0x0B, 0x0C]);
        Assert.Equal(0x01, reader.ReadByte());
        Assert.Equal(0x0302, reader.ReadUInt16());
        Assert.Equal(0x060504, reader.ReadUInt24());
        Assert.Equal(0x0A090807u, reader.ReadUInt32());
        Assert.Equal(0x0B0C, reader.ReadUInt16BigEndian());
        Assert.True(reader.IsAtEnd);
    }

    [Fact]
    public void Reading_past_the_end_fails_and_keeps_the_bytes()
    {
        var reader = new ByteReader([0xAA, 0x01, 0x02, 0xBB], 1, 2);
        reader.Skip(1);
        var error = Assert.Throws<MalformedDataException>(() => reader.ReadUInt16());
        Assert.Equal([0x01, 0x02], error.Bytes);
        Assert.Equal(IpmiErrorKind.ProtocolError, error.Kind);
        Assert.Equal(0x02, reader.ReadByte());
    }

    [Theory]
    [InlineData("0x06 0x01", new byte[] { 6, 1 })]
    [InlineData("06,01-ff:0A", new byte[] { 6, 1, 255, 10 })]
    [InlineData("", new byte[0])]
    public void Hexadecimal_text_is_read_in_the_usual_spellings(string text, byte[] expected) =>
        Assert.Equal(expected, Hex.Parse(text));

    [Theory]
    [InlineData("6")]
    [InlineData("zz")]
    [InlineData("0 6")]
    public void Hexadecimal_text_that_is_none_is_refused(string text) =>
        Assert.Throws<System.FormatException>(() => Hex.Parse(text));
}
