using System.Linq;
using System.Text;
using IpmiPS.Sol;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Sol;

public class SolTextDecoderTests
{
    private const string Sample = "plain \u00E9 \u20AC \u2554\u2550 \U0001F600 end\r\n";

    [Fact]
    public void Valid_utf8_is_read_however_it_is_cut()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Sample);
        for (int size = 1; size <= bytes.Length; size++)
        {
            var decoder = new SolTextDecoder();
            var text = new StringBuilder();
            for (int at = 0; at < bytes.Length; at += size)
                text.Append(decoder.Decode([.. bytes.Skip(at).Take(size)]));
            Assert.Equal(Sample, text.ToString());
            Assert.Equal("", decoder.Flush());
        }
    }

    [Theory]
    [InlineData("41 E9 42", "A\u00E9B")] // Latin-1
    [InlineData("C9 CD CD BB", "\u00C9\u00CD\u037B")] // a box of code page 437: a pair that happens to be valid UTF-8 cannot be distinguished
    [InlineData("C0 AF", "\u00C0\u00AF")] // overlong
    [InlineData("ED A0 80", "\u00ED\u00A0\u0080")] // surrogate
    [InlineData("F4 90 80 80", "\u00F4\u0090\u0080\u0080")] // beyond Unicode
    [InlineData("E0 80 80", "\u00E0\u0080\u0080")] // overlong
    [InlineData("FF FE 00", "\u00FF\u00FE\0")]
    [InlineData("E2 82 41", "\u00E2\u0082A")] // broken off
    [InlineData("E2 C3 A9", "\u00E2\u00E9")] // broken off by another sequence
    public void What_is_no_utf8_is_shown_byte_by_byte(string hex, string expected)
    {
        var decoder = new SolTextDecoder();
        Assert.Equal(expected, decoder.Decode(Hex.Parse(hex)) + decoder.Flush());
    }

    [Fact]
    public void The_beginning_of_a_character_is_kept_until_it_is_given_up()
    {
        var decoder = new SolTextDecoder();
        Assert.Equal("a", decoder.Decode([0x61, 0xE2, 0x82]));
        Assert.Equal("\u00E2\u0082", decoder.Flush());
        Assert.Equal("b", decoder.Decode([0x62]));
    }
}
