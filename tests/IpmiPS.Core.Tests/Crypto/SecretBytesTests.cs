using System;
using System.Linq;
using System.Security;
using IpmiPS.Crypto;
using Xunit;

namespace IpmiPS.Tests.Crypto;

public class SecretBytesTests
{
    [Theory]
    [InlineData(new byte[] { 1, 2, 3 }, new byte[] { 1, 2, 3 }, true)]
    [InlineData(new byte[] { 1, 2, 3 }, new byte[] { 1, 2, 4 }, false)]
    [InlineData(new byte[] { 1, 2, 3 }, new byte[] { 0, 2, 3 }, false)]
    [InlineData(new byte[] { 1, 2, 3 }, new byte[] { 1, 2 }, false)]
    [InlineData(new byte[] { 1, 2, 3 }, new byte[] { 1, 2, 3, 0 }, false)]
    [InlineData(new byte[0], new byte[0], true)]
    public void Two_secrets_are_equal_when_every_byte_is(byte[] a, byte[] b, bool equal) =>
        Assert.Equal(equal, SecretBytes.Equal(a, new ArraySegment<byte>([0xEE, .. b, 0xEE], 1, b.Length)));

    [Fact]
    public void A_secure_string_becomes_utf_8()
    {
        using var secret = new SecureString();
        foreach (char c in "pä€\ud83d\ude00")
            secret.AppendChar(c);
        Assert.Equal([0x70, 0xC3, 0xA4, 0xE2, 0x82, 0xAC, 0xF0, 0x9F, 0x98, 0x80], SecretBytes.FromSecureString(secret));
        using var empty = new SecureString();
        Assert.Empty(SecretBytes.FromSecureString(empty));
        Assert.Empty(SecretBytes.FromSecureString(null));
    }

    [Fact]
    public void Wiping_leaves_zeros()
    {
        byte[] secret = [1, 2, 3];
        SecretBytes.Wipe(secret);
        SecretBytes.Wipe(null);
        Assert.True(secret.All(value => value == 0));
    }

    [Fact]
    public void Random_bytes_differ_each_time() => Assert.NotEqual(SecretBytes.Random(16), SecretBytes.Random(16));
}
