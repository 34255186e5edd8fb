using System;
using System.Runtime.InteropServices;

namespace IpmiPS.Crypto;

/// <summary>
/// Bytes of a secret that are needed for a while. They are pinned, because the garbage collector would otherwise leave copies when it moves them, and
/// wiped at the end. Copies of keys in the HMAC and AES objects of .NET are outside of its control.
/// </summary>
internal sealed class SecretBuffer : IDisposable
{
    private GCHandle _pin;

    public SecretBuffer(int length)
    {
        Bytes = new byte[length];
        _pin = GCHandle.Alloc(Bytes, GCHandleType.Pinned);
    }

    /// <summary>Only frees the pin: the bytes may still be in use when the buffer is no longer referenced.</summary>
    ~SecretBuffer() => Unpin();

    public byte[] Bytes { get; }

    /// <summary>Copies a secret. The caller keeps the original.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="length">The length to which the copy is truncated or padded with NUL.</param>
    public static SecretBuffer CopyOf(byte[] secret, int length)
    {
        var copy = new SecretBuffer(length);
        Buffer.BlockCopy(secret, 0, copy.Bytes, 0, Math.Min(secret.Length, length));
        return copy;
    }

    /// <summary>Moves a secret into a buffer and wipes the original.</summary>
    public static SecretBuffer Take(byte[] secret)
    {
        var taken = CopyOf(secret, secret.Length);
        SecretBytes.Wipe(secret);
        return taken;
    }

    public void Dispose()
    {
        SecretBytes.Wipe(Bytes);
        Unpin();
        GC.SuppressFinalize(this);
    }

    private void Unpin()
    {
        if (_pin.IsAllocated)
            _pin.Free();
    }
}
