using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security;
using System.Security.Cryptography;
using System.Text;

namespace IpmiPS.Crypto;

/// <summary>Handles bytes that must not leak: compares in constant time and wipes.</summary>
internal static class SecretBytes
{
    /// <summary>Compares in constant time: the duration does not reveal where the first difference is.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    public static bool Equal(ArraySegment<byte> a, ArraySegment<byte> b)
    {
        if (a.Count != b.Count)
            return false;
        int difference = 0;
        for (int i = 0; i < a.Count; i++)
            difference |= a.Array![a.Offset + i] ^ b.Array![b.Offset + i];
        return difference == 0;
    }

    /// <inheritdoc cref="Equal(ArraySegment{byte}, ArraySegment{byte})"/>
    public static bool Equal(byte[] a, ArraySegment<byte> b) => Equal(new ArraySegment<byte>(a), b);

    /// <summary>Whether two secrets have the same text. Null counts as empty.</summary>
    public static bool Equal(SecureString? a, SecureString? b)
    {
        byte[] first = FromSecureString(a), second = FromSecureString(b);
        bool same = Equal(first, new ArraySegment<byte>(second));
        Wipe(first);
        Wipe(second);
        return same;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    public static void Wipe(byte[]? bytes)
    {
        if (bytes is not null)
            Array.Clear(bytes, 0, bytes.Length);
    }

    public static byte[] Random(int count)
    {
        var bytes = new byte[count];
        using var generator = RandomNumberGenerator.Create();
        generator.GetBytes(bytes);
        return bytes;
    }

    /// <summary>Returns the UTF-8 bytes of a secret; the caller wipes them.</summary>
    public static byte[] FromSecureString(SecureString? secret)
    {
        if (secret is null || secret.Length == 0)
            return [];
        IntPtr pointer = Marshal.SecureStringToGlobalAllocUnicode(secret);
        var characters = new char[secret.Length];
        var pin = GCHandle.Alloc(characters, GCHandleType.Pinned);
        try
        {
            Marshal.Copy(pointer, characters, 0, characters.Length);
            return Encoding.UTF8.GetBytes(characters);
        }
        finally
        {
            Array.Clear(characters, 0, characters.Length);
            pin.Free();
            Marshal.ZeroFreeGlobalAllocUnicode(pointer);
        }
    }
}
