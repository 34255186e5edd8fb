using System;
using System.Runtime.InteropServices;

namespace IpmiPS.Crypto;

/// <summary>
/// Bytes of a secret that live for more than a moment. They are pinned, because the garbage collector would otherwise move them about and
/// leave copies behind, and wiped at the end. What the framework's own HMAC and AES objects copy of a key is theirs to care for.
/// </summary>
internal sealed class SecretBuffer : IDisposable
{
    private GCHandle _pin;

    public SecretBuffer(int length)
    {
        Bytes = new byte[length];
        _pin = GCHandle.Alloc(Bytes, GCHandleType.Pinned);
    }

    /// <summary>Only frees the pin: somebody may still work with the bytes of a buffer that nobody holds any more.</summary>
    ~SecretBuffer() => Unpin();

    public byte[] Bytes { get; }

    /// <summary>Copies a secret that stays its owner's.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="length">How many bytes to keep of it, or to fill up to with NUL.</param>
    public static SecretBuffer CopyOf(byte[] secret, int length)
    {
        var copy = new SecretBuffer(length);
        Buffer.BlockCopy(secret, 0, copy.Bytes, 0, Math.Min(secret.Length, length));
        return copy;
    }

    /// <summary>Takes a secret over and wipes where it came from.</summary>
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
