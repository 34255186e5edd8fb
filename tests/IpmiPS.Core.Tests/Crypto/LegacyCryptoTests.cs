using System;
using System.Text;
using IpmiPS.Crypto;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Crypto;

public class LegacyCryptoTests
{
    /// <summary>RFC 1319, appendix A.5.</summary>
    [Theory]
    [InlineData("", "8350E5A3E24C153DF2275C9F80692773")]
    [InlineData("a", "32EC01EC4A6DAC72C0AB96FB34C0B5D1")]
    [InlineData("abc", "DA853B0D3F88D99B30283A69E6DED6BB")]
    [InlineData("message digest", "AB4F496BFB2A530B219FF33031FE06B0")]
    [InlineData("abcdefghijklmnopqrstuvwxyz", "4E8DDFF3650292AB5A4108C3AA47940B")]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", "DA33DEF2A42DF13975352846C30338CD")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345678901234567890", "D5976F79D83D3A0DC9806C3C66F3EFD8")]
    public void Md2_is_that_of_rfc_1319(string text, string digest)
    {
        byte[] padded = Encoding.ASCII.GetBytes("--" + text + "--");
        Assert.Equal(digest, Hex.Format(LegacyCrypto.Md2(new ArraySegment<byte>(padded, 2, text.Length))));
    }

    /// <summary>RFC 6229, section 2: key stream at some offsets.</summary>
    [Theory]
    [InlineData("0102030405", 0, "B2396305F03DC027CCC3524A0A1118A8")]
    [InlineData("0102030405", 16, "6982944F18FC82D589C403A47A0D0919")]
    [InlineData("0102030405", 4096, "FF25B58995996707E51FBDF08B34D875")]
    [InlineData("0102030405060708090A0B0C0D0E0F10", 0, "9AC7CC9A609D1EF7B2932899CDE41B97")]
    [InlineData("0102030405060708090A0B0C0D0E0F10", 240, "065902E4B620F6CC36C8589F66432F2B")]
    public void Rc4_is_that_of_rfc_6229(string key, int offset, string keyStream)
    {
        var rc4 = new LegacyCrypto.Rc4(Hex.Parse(key));
        rc4.Transform(new ArraySegment<byte>(new byte[offset]));
        Assert.Equal(keyStream, Hex.Format(rc4.Transform(new ArraySegment<byte>(new byte[16]))));
    }

    [Fact]
    public void An_empty_text_is_transformed_to_nothing() =>
        Assert.Empty(new LegacyCrypto.Rc4([1, 2, 3, 4, 5]).Transform(new ArraySegment<byte>([])));
}
