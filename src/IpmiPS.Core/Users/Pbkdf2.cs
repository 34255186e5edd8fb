using System;
using System.Security.Cryptography;
using IpmiPS.Crypto;

namespace IpmiPS.Users;

/// <summary>PBKDF2 with HMAC-SHA256 (RFC 8018 section 5.2), which derives a key from a password so slowly that guessing is expensive.</summary>
internal static class Pbkdf2
{
    private const int HashLength = 32;

    /// <summary>The one of .NET 6 and later, four times as fast as ours; null where there is none, as in .NET Framework.</summary>
    private static readonly Func<byte[], byte[], int, HashAlgorithmName, int, byte[]>? OfRuntime = (Func<byte[], byte[], int, HashAlgorithmName, int, byte[]>?)typeof(Rfc2898DeriveBytes)
        .GetMethod("Pbkdf2", [typeof(byte[]), typeof(byte[]), typeof(int), typeof(HashAlgorithmName), typeof(int)])
        ?.CreateDelegate(typeof(Func<byte[], byte[], int, HashAlgorithmName, int, byte[]>));

    /// <summary>Derives a key.</summary>
    public static byte[] Derive(byte[] password, byte[] salt, int iterations, int length)
    {
        try
        {
            return OfRuntime is { } derive ? derive(password, salt, iterations, HashAlgorithmName.SHA256, length) : DeriveHere(password, salt, iterations, length);
        }
        catch (CryptographicException)
        {
            // The library of the system does not have it, as that of Wine.
            return DeriveHere(password, salt, iterations, length);
        }
    }

    /// <summary>Derives a key with code of our own.</summary>
    internal static byte[] DeriveHere(byte[] password, byte[] salt, int iterations, int length)
    {
        using var hmac = new HMACSHA256(password);
        var key = new byte[length];
        for (int block = 1, start = 0; start < length; block++, start += HashLength)
        {
            byte[] round = hmac.ComputeHash([.. salt, (byte)(block >> 24), (byte)(block >> 16), (byte)(block >> 8), (byte)block]);
            byte[] sum = (byte[])round.Clone();
            for (int i = 1; i < iterations; i++)
            {
                round = hmac.ComputeHash(round);
                for (int j = 0; j < HashLength; j++)
                    sum[j] ^= round[j];
            }

            Array.Copy(sum, 0, key, start, Math.Min(HashLength, length - start));
            SecretBytes.Wipe(sum);
        }

        return key;
    }
}
