using System;
using System.Security.Cryptography;
using IpmiPS.Wire;

namespace IpmiPS.Crypto;

/// <summary>
/// AES-CBC-128. IPMI 2.0 section 13.29: initialization vector (16), then encrypted: payload, pad 01h 02h 03h .., pad length.
/// The key is the first 16 bytes of K2. The blocks are chained here, so that the transforms, which handle single blocks, are
/// reused within the session: creating them for each packet would cost more than everything else.
/// </summary>
internal sealed class AesCbcConfidentiality : Confidentiality
{
    private const int BlockLength = 16;

    private readonly Aes _aes;
    private readonly ICryptoTransform _encryptor;
    private readonly ICryptoTransform _decryptor;
    private readonly RandomNumberGenerator _random = RandomNumberGenerator.Create();

    public AesCbcConfidentiality(byte[] k2)
    {
        _aes = Aes.Create();
        _aes.Mode = CipherMode.ECB;
        _aes.Padding = PaddingMode.None;
        var key = new byte[BlockLength];
        Buffer.BlockCopy(k2, 0, key, 0, key.Length);
        _aes.Key = key;
        SecretBytes.Wipe(key);
        _encryptor = _aes.CreateEncryptor();
        _decryptor = _aes.CreateDecryptor();
    }

    public override ArraySegment<byte> Encrypt(ArraySegment<byte> payload)
    {
        int padLength = (BlockLength - (payload.Count + 1) % BlockLength) % BlockLength;
        var data = new byte[BlockLength + payload.Count + padLength + 1];
        _random.GetBytes(data, 0, BlockLength);
        int padAt = BlockLength + payload.Count;
        Buffer.BlockCopy(payload.Array!, payload.Offset, data, BlockLength, payload.Count);
        for (int i = 0; i < padLength; i++)
            data[padAt + i] = (byte)(i + 1);
        data[data.Length - 1] = (byte)padLength;

        for (int block = BlockLength; block < data.Length; block += BlockLength)
        {
            Combine(data, block, data, block - BlockLength, BlockLength);
            _encryptor.TransformBlock(data, block, BlockLength, data, block);
        }

        return new ArraySegment<byte>(data);
    }

    public override ArraySegment<byte> Decrypt(ArraySegment<byte> data)
    {
        int length = data.Count - BlockLength;
        if (length < BlockLength || length % BlockLength != 0)
            throw new MalformedDataException($"An AES-CBC payload of {data.Count} bytes is not a vector and whole blocks.");
        var plain = new byte[length];
        _decryptor.TransformBlock(data.Array!, data.Offset + BlockLength, length, plain, 0);
        Combine(plain, 0, data.Array!, data.Offset, length);

        // Only the length is checked, not the pad bytes: some BMCs leave old memory in them, and the authentication code,
        // which was checked before, covers them.
        int padLength = plain[plain.Length - 1];
        if (padLength >= BlockLength || padLength + 1 > plain.Length)
            throw new MalformedDataException($"An AES-CBC payload claims {padLength} pad bytes.");
        return new ArraySegment<byte>(plain, 0, plain.Length - padLength - 1);
    }

    public override void Dispose()
    {
        _encryptor.Dispose();
        _decryptor.Dispose();
        _aes.Dispose();
        _random.Dispose();
    }

    /// <summary>Chains the blocks: exclusive or of a block with the preceding one, or with the vector.</summary>
    private static void Combine(byte[] data, int offset, byte[] with, int withOffset, int count)
    {
        for (int i = 0; i < count; i++)
            data[offset + i] ^= with[withOffset + i];
    }
}
