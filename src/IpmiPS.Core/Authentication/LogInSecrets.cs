using System;
using System.Security;
using System.Text;
using IpmiPS.Crypto;

namespace IpmiPS.Authentication;

/// <summary>The secrets of one log-in as bytes. They are wiped when it is over.</summary>
internal sealed class LogInSecrets : IDisposable
{
    private const int MaximumUserName = 16;
    private const int MaximumKey = 20;

    private readonly SecretBuffer _password;
    private readonly SecretBuffer _bmcKey;

    /// <exception cref="IpmiException">Kind InvalidParameter: a value is longer than IPMI can carry. Nothing is truncated.</exception>
    public LogInSecrets(IpmiConnectOptions options)
    {
        UserName = Encoding.UTF8.GetBytes(options.UserName);
        if (UserName.Length > MaximumUserName)
            throw TooLong("user name", UserName.Length, MaximumUserName);
        using var keyText = SecretBuffer.Take(SecretBytes.FromSecureString(options.BmcKey));
        _bmcKey = ReadKey(keyText.Bytes);
        _password = SecretBuffer.Take(SecretBytes.FromSecureString(options.Password));
        if (Password.Length <= MaximumKey && BmcKey.Length <= MaximumKey)
            return;
        Dispose();
        throw Password.Length > MaximumKey ? TooLong("password", Password.Length, MaximumKey) : TooLong("BMC key", BmcKey.Length, MaximumKey);
    }

    public byte[] UserName { get; }

    public byte[] Password => _password.Bytes;

    public byte[] BmcKey => _bmcKey.Bytes;

    public static IpmiException TooLong(string what, int length, int maximum) => new(
        IpmiErrorKind.InvalidParameter,
        $"The {what} has {length} bytes, and IPMI carries at most {maximum}. It was not cut, and nothing was sent.",
        $"Set a {what} of at most {maximum} bytes on the BMC; letters beyond ASCII take two bytes or more.");

    /// <summary>The bytes of a BMC key: those of the text, or those that 0x and hexadecimal digits give. The caller wipes them.</summary>
    /// <exception cref="IpmiException">Kind InvalidParameter: the key is malformed, or has more than 20 bytes.</exception>
    public static byte[] ReadKey(SecureString key)
    {
        using var text = SecretBuffer.Take(SecretBytes.FromSecureString(key));
        using SecretBuffer bytes = ReadKey(text.Bytes);
        return bytes.Bytes.Length <= MaximumKey ? (byte[])bytes.Bytes.Clone() : throw TooLong("BMC key", bytes.Bytes.Length, MaximumKey);
    }

    public void Dispose()
    {
        _password.Dispose();
        _bmcKey.Dispose();
    }

    /// <summary>Reads "0x" with hexadecimal digits; any other text is the key itself.</summary>
    private static SecretBuffer ReadKey(byte[] text)
    {
        if (text.Length < 2 || text[0] != '0' || (text[1] | 0x20) != 'x')
            return SecretBuffer.CopyOf(text, text.Length);
        var key = new SecretBuffer((text.Length - 2) / 2);
        bool valid = text.Length % 2 == 0;
        for (int i = 0; valid && i < key.Bytes.Length; i++)
        {
            int high = Digit(text[2 + 2 * i]), low = Digit(text[3 + 2 * i]);
            valid = high >= 0 && low >= 0;
            key.Bytes[i] = (byte)(high << 4 | low & 0xF);
        }

        if (valid)
            return key;
        key.Dispose();
        throw new IpmiException(IpmiErrorKind.InvalidParameter, "The BMC key begins with 0x but is not made of pairs of hexadecimal digits.", "Give the BMC key as text, or as 0x with up to 40 hexadecimal digits.");

        static int Digit(byte c) => c is >= (byte)'0' and <= (byte)'9' ? c - '0' : (c | 0x20) is >= 'a' and <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
    }
}
