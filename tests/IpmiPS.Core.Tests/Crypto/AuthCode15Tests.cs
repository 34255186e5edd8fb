using System;
using System.Text;
using IpmiPS.Crypto;
using IpmiPS.Packets;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Crypto;

public class AuthCode15Tests
{
    private const string Message = "2018C881040174";

    /// <summary>IPMI 2.0 section 22.17.1. The MD5 code was computed with Python's hashlib.</summary>
    [Theory]
    [InlineData(0, "")]
    [InlineData(2, "C7C224BE8C737A659A59B95CD6A5FCF8")]
    [InlineData(4, "73656372657400000000000000000000")]
    public void Codes_are_made_as_the_specification_says(byte type, string code) => Assert.Equal(code, Compute((AuthType)type, "secret"));

    [Fact]
    public void Md2_takes_the_same_fields_as_md5()
    {
        byte[] password = new byte[16];
        Encoding.ASCII.GetBytes("secret").CopyTo(password, 0);
        byte[] fields = [.. password, 0x04, 0x03, 0x02, 0x01, .. Hex.Parse(Message), 0x0D, 0x0C, 0x0B, 0x0A, .. password];
        Assert.Equal(Hex.Format(LegacyCrypto.Md2(new ArraySegment<byte>(fields))), Compute(AuthType.Md2, "secret"));
    }

    [Fact]
    public void A_password_of_16_bytes_is_used_whole()
    {
        Assert.Equal(Hex.Format(Encoding.ASCII.GetBytes("0123456789abcdef")), Compute(AuthType.Straight, "0123456789abcdef"));
        Assert.NotEqual(Compute(AuthType.Md5, "0123456789abcdef"), Compute(AuthType.Md5, "0123456789abcde"));
    }

    private static string Compute(AuthType type, string password) =>
        Hex.Format(AuthCode15.Compute(type, Encoding.ASCII.GetBytes(password), 0x01020304, 0x0A0B0C0D, new ArraySegment<byte>(Hex.Parse(Message))));

    [Fact]
    public void An_unknown_type_is_refused() =>
        Assert.Contains("No such authentication type.", Assert.Throws<System.ArgumentOutOfRangeException>(() => Compute((AuthType)7, "secret")).Message);
}
