using System;
using IpmiPS.Wire;

namespace IpmiPS.Crypto;

/// <summary>Encryption of payloads, one object for each end of a session. IPMI 2.0 section 13.28.5. Not thread-safe.</summary>
internal abstract class Confidentiality : IDisposable
{
    public static Confidentiality Create(ConfidentialityAlgorithm algorithm, byte[] k2) => algorithm switch
    {
        ConfidentialityAlgorithm.None => new NoConfidentiality(),
        ConfidentialityAlgorithm.AesCbc128 => new AesCbcConfidentiality(k2),
        ConfidentialityAlgorithm.XRc4_128 => new XRc4Confidentiality(k2, 16),
        ConfidentialityAlgorithm.XRc4_40 => new XRc4Confidentiality(k2, 5),
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm)),
    };

    /// <summary>Whether payloads are encrypted.</summary>
    public virtual bool IsNone => false;

    /// <summary>Encrypts a payload with its confidentiality header and trailer.</summary>
    public abstract ArraySegment<byte> Encrypt(ArraySegment<byte> payload);

    /// <summary>Decrypts a payload of the other end.</summary>
    /// <exception cref="MalformedDataException">Lengths or padding are invalid.</exception>
    public abstract ArraySegment<byte> Decrypt(ArraySegment<byte> data);

    public abstract void Dispose();

    private sealed class NoConfidentiality : Confidentiality
    {
        public override bool IsNone => true;

        public override ArraySegment<byte> Encrypt(ArraySegment<byte> payload) => payload;

        public override ArraySegment<byte> Decrypt(ArraySegment<byte> data) => data;

        public override void Dispose()
        {
        }
    }
}
