using System;
using System.Security.Cryptography;
using System.Text;
using IpmiPS.Crypto;

namespace IpmiPS.Cmdlets;

/// <summary>A secret that whoever asks the dashboard has to know. Compared in constant time.</summary>
internal sealed class AccessToken(string text)
{
    private const int RandomBytes = 24;

    private readonly byte[] _bytes = Encoding.UTF8.GetBytes(text);

    /// <summary>The token; letters, digits, - and _ if it is a random one.</summary>
    public string Text => text;

    /// <summary>A random token of 192 bits.</summary>
    public static AccessToken Create()
    {
        byte[] random = new byte[RandomBytes];
        using (var source = RandomNumberGenerator.Create())
            source.GetBytes(random);
        return new AccessToken(Convert.ToBase64String(random).Replace('+', '-').Replace('/', '_'));
    }

    /// <summary>Whether a text is this token.</summary>
    public bool Is(string? other) => other is not null && SecretBytes.Equal(_bytes, new ArraySegment<byte>(Encoding.UTF8.GetBytes(other)));
}
