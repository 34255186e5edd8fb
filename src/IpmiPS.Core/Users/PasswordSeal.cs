using System;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using IpmiPS.Crypto;

namespace IpmiPS.Users;

/// <summary>
/// Seals new passwords with a key that is derived from the present one: AES-256-CBC, then HMAC-SHA256 over everything that goes with it. Each entry has
/// keys of its own, so that the slow derivation is needed once for each present password of a journal.
/// </summary>
internal sealed class PasswordSeal : IDisposable
{
    /// <summary>Recommended for PBKDF2 with HMAC-SHA256 by the OWASP Password Storage Cheat Sheet.</summary>
    public const int Iterations = 600_000;

    /// <summary>For a journal that is deleted at the end of its run. In a fleet where each BMC has its own password, more would take most of the time.</summary>
    public const int TemporaryIterations = 10_000;

    /// <summary>A journal that asks for more is refused, or it could keep this computer busy for days.</summary>
    public const int MaximumIterations = 20_000_000;

    public const int SaltLength = 16;
    public const int EntryIdLength = 16;
    public const int IvLength = 16;

    /// <summary>One byte with the length of the password, the password, and zeros: always two blocks, so that the length does not show.</summary>
    public const int SealedLength = 32;

    private const string ForEncryption = "IpmiPS password journal 1 encryption", ForTag = "IpmiPS password journal 1 tag";

    private readonly byte[] _master;

    private PasswordSeal(byte[] master) => _master = master;

    /// <summary>Derives the keys from the present password. With the usual iterations, this takes 0.15 to 1 s of processor time.</summary>
    public static PasswordSeal Derive(SecureString? present, byte[] salt, int iterations)
    {
        byte[] password = SecretBytes.FromSecureString(present);
        try
        {
            return new PasswordSeal(Pbkdf2.Derive(password, salt, iterations, 32));
        }
        finally
        {
            SecretBytes.Wipe(password);
        }
    }

    /// <summary>Encrypts a password of at most 20 bytes.</summary>
    public (byte[] Iv, byte[] Sealed) Encrypt(SecureString password, byte[] entryId)
    {
        byte[] text = SecretBytes.FromSecureString(password), block = new byte[SealedLength];
        block[0] = (byte)text.Length;
        Array.Copy(text, 0, block, 1, text.Length);
        try
        {
            using Aes aes = CreateAes(entryId);
            using ICryptoTransform encryptor = aes.CreateEncryptor();
            return (aes.IV, encryptor.TransformFinalBlock(block, 0, block.Length));
        }
        finally
        {
            SecretBytes.Wipe(text);
            SecretBytes.Wipe(block);
        }
    }

    /// <summary>Decrypts a password, whose tag was compared before.</summary>
    public SecureString Decrypt(byte[] iv, byte[] encrypted, byte[] entryId)
    {
        using Aes aes = CreateAes(entryId);
        aes.IV = iv;
        using ICryptoTransform decryptor = aes.CreateDecryptor();
        byte[] block = decryptor.TransformFinalBlock(encrypted, 0, encrypted.Length);
        char[] characters = Encoding.UTF8.GetChars(block, 1, Math.Min(block[0], block.Length - 1));
        var password = new SecureString();
        foreach (char character in characters)
            password.AppendChar(character);
        password.MakeReadOnly();
        Array.Clear(characters, 0, characters.Length);
        SecretBytes.Wipe(block);
        return password;
    }

    /// <summary>Computes the tag over the text of an entry.</summary>
    public byte[] Tag(byte[] text, byte[] entryId)
    {
        byte[] key = KeyFor(ForTag, entryId);
        using var hmac = new HMACSHA256(key);
        SecretBytes.Wipe(key);
        return hmac.ComputeHash(text);
    }

    /// <summary>Overwrites the keys.</summary>
    public void Dispose() => SecretBytes.Wipe(_master);

    private Aes CreateAes(byte[] entryId)
    {
        Aes aes = Aes.Create();
        byte[] key = KeyFor(ForEncryption, entryId);
        (aes.Mode, aes.Padding, aes.Key) = (CipherMode.CBC, PaddingMode.None, key);
        SecretBytes.Wipe(key);
        return aes;
    }

    private byte[] KeyFor(string purpose, byte[] entryId)
    {
        using var hmac = new HMACSHA256(_master);
        return hmac.ComputeHash([.. Encoding.ASCII.GetBytes(purpose), .. entryId]);
    }
}
