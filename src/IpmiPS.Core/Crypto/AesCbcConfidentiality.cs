using System;
using System.Security.Cryptography;
using IpmiPS.Wire;

namespace IpmiPS.Crypto;

/// <summary>
/// AES-CBC-128. IPMI 2.0 section 13.29: initialization vector (16), then encrypted: payload, pad 01h 02h 03h .., pad length.
/// The key is the first 16 bytes of K2.
/// </summary>
internal sealed class AesCbcConfidentiality : Confidentiality
{
    private const int BlockLength = 16;

    private readonly Aes _aes;
    private readonly RandomNumberGenerator _random = RandomNumberGenerator.Create();

    public AesCbcConfidentiality(byte[] k2)
    {
        _aes = Aes.Create();
        _aes.Mode = CipherMode.CBC;
        _aes.Padding = PaddingMode.None;
        var key = new byte[BlockLength];
        Buffer.BlockCopy(k2, 0, key, 0, key.Length);
        _aes.Key = key;
        SecretBytes.Wipe(key);
    }

    public override ArraySegment<byte> Encrypt(ArraySegment<byte> payload)
    {
        int padLength = (BlockLength - (payload.Count + 1) % BlockLength) % BlockLength;
        var plain = new byte[payload.Count + padLength + 1];
        Buffer.BlockCopy(payload.Array!, payload.Offset, plain, 0, payload.Count);
        for (int i = 0; i < padLength; i++)
            plain[payload.Count + i] = (byte)(i + 1);
        plain[plain.Length - 1] = (byte)padLength;

        var vector = new byte[BlockLength];
        _random.GetBytes(vector);
        var sealedData = new byte[BlockLength + plain.Length];
        Buffer.BlockCopy(vector, 0, sealedData, 0, BlockLength);
        using var encryptor = _aes.CreateEncryptor(_aes.Key, vector);
        encryptor.TransformBlock(plain, 0, plain.Length, sealedData, BlockLength);
        return new ArraySegment<byte>(sealedData);
    }

    public override ArraySegment<byte> Decrypt(ArraySegment<byte> data)
    {
        int length = data.Count - BlockLength;
        if (length < BlockLength || length % BlockLength != 0)
            throw new MalformedDataException($"An AES-CBC payload of {data.Count} bytes is not a vector and whole blocks.");
        var vector = new byte[BlockLength];
        Buffer.BlockCopy(data.Array!, data.Offset, vector, 0, BlockLength);
        using var decryptor = _aes.CreateDecryptor(_aes.Key, vector);
        byte[] plain = decryptor.TransformFinalBlock(data.Array!, data.Offset + BlockLength, length);

        // Only the length is checked, not the pad bytes: some BMCs fill them with what was there, and the authentication
        // code, checked before, already covers them.
        int padLength = plain[plain.Length - 1];
        if (padLength >= BlockLength || padLength + 1 > plain.Length)
            throw new MalformedDataException($"An AES-CBC payload claims {padLength} pad bytes.");
        return new ArraySegment<byte>(plain, 0, plain.Length - padLength - 1);
    }

    public override void Dispose()
    {
        _aes.Dispose();
        _random.Dispose();
    }
}
