using System;
using System.Linq;
using System.Security;
using System.Text;
using IpmiPS.Users;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Users;

public sealed class PasswordSealTests
{
    private static readonly byte[] s_salt = [.. Enumerable.Range(0, PasswordSeal.SaltLength).Select(static i => (byte)i)];
    private static readonly byte[] s_entry = [.. Enumerable.Range(16, PasswordSeal.EntryIdLength).Select(static i => (byte)i)];

    /// <summary>RFC 7914 section 11.</summary>
    [Theory]
    [InlineData("passwd", "salt", 1, "55AC046E56E3089FEC1691C22544B605F94185216DDE0465E68B9D57C20DACBC49CA9CCCF179B645991664B39D77EF317C71B845B1E30BD509112041D3A19783")]
    [InlineData("Password", "NaCl", 80000, "4DDCD8F60B98BE21830CEE5EF22701F9641A4418D04C0414AEFF08876B34AB56A1D425A1225833549ADB841B51C9B3176A272BDEBBA1D078478F62B397F33C8D")]
    public void Keys_are_those_of_PBKDF2(string password, string salt, int iterations, string expected)
    {
        int length = expected.Length / 2;
        Assert.Equal(expected, Hex.Format(Pbkdf2.DeriveHere(Encoding.UTF8.GetBytes(password), Encoding.UTF8.GetBytes(salt), iterations, length)));
        Assert.Equal(expected, Hex.Format(Pbkdf2.Derive(Encoding.UTF8.GetBytes(password), Encoding.UTF8.GetBytes(salt), iterations, length)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("Twenty-bytes-of-text")]
    [InlineData("Grün-7.Wald")]
    public void A_password_is_unsealed_and_its_length_does_not_show(string text)
    {
        using PasswordSeal seal = PasswordSeal.Derive(Secret("old"), s_salt, 1);
        (byte[] iv, byte[] encrypted) = seal.Encrypt(Secret(text), s_entry);
        Assert.Equal(PasswordSeal.SealedLength, encrypted.Length);
        Assert.Equal(text, TextOf(seal.Decrypt(iv, encrypted, s_entry)));
    }

    [Fact]
    public void The_same_password_looks_different_each_time()
    {
        using PasswordSeal seal = PasswordSeal.Derive(Secret("old"), s_salt, 1);
        var (first, second) = (seal.Encrypt(Secret("new"), s_entry), seal.Encrypt(Secret("new"), s_entry));
        Assert.NotEqual(first.Iv, second.Iv);
        Assert.NotEqual(first.Sealed, second.Sealed);
    }

    [Fact]
    public void Each_entry_has_keys_of_its_own()
    {
        using PasswordSeal seal = PasswordSeal.Derive(Secret("old"), s_salt, 1), other = PasswordSeal.Derive(Secret("older"), s_salt, 1);
        byte[] text = [1, 2, 3], tag = seal.Tag(text, s_entry);
        Assert.Equal(tag, seal.Tag(text, s_entry));
        Assert.NotEqual(tag, seal.Tag(text, s_salt));
        Assert.NotEqual(tag, other.Tag(text, s_entry));
    }

    internal static SecureString Secret(string text)
    {
        var secret = new SecureString();
        foreach (char c in text)
            secret.AppendChar(c);
        return secret;
    }

    internal static string TextOf(SecureString secret) => new System.Net.NetworkCredential("", secret).Password;
}
