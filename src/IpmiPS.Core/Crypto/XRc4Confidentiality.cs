using System;
using System.Security.Cryptography;
using IpmiPS.Wire;

namespace IpmiPS.Crypto;

/// <summary>
/// xRC4. IPMI 2.0 section 13.30: data offset (4, most significant byte first), initialization vector (16, only if the offset is 0),
/// encrypted payload. The RC4 key is MD5 over K2 and the vector, in full or its first 5 bytes. The offset is the position of the
/// payload in the key stream. Each packet that is sent starts a new stream, so that none depends on another that may be lost.
/// </summary>
internal sealed class XRc4Confidentiality(byte[] k2, int keyLength) : Confidentiality
{
    private const int VectorLength = 16;

    /// <summary>The maximum offset in a key stream; a BMC starts a new stream long before.</summary>
    private const uint MaximumOffset = 1 << 20;

    private const uint BlockLength = 1024;

    private readonly SecretBuffer _k2 = SecretBuffer.CopyOf(k2, k2.Length);
    private SecretBuffer? _receiveKey;
    private LegacyCrypto.Rc4? _receive;
    private uint _receiveOffset;

    public override ArraySegment<byte> Encrypt(ArraySegment<byte> payload)
    {
        byte[] vector = SecretBytes.Random(VectorLength);
        var writer = new ByteWriter(4 + VectorLength + payload.Count);
        writer.WriteUInt32BigEndian(0);
        writer.WriteBytes(vector);
        using var key = KeyFor(vector);
        writer.WriteBytes(new LegacyCrypto.Rc4(key.Bytes).Transform(payload));
        return writer.AsSegment();
    }

    public override ArraySegment<byte> Decrypt(ArraySegment<byte> data)
    {
        var reader = new ByteReader(data);
        uint offset = reader.ReadUInt32BigEndian();
        if (offset == 0)
        {
            byte[] vector = reader.ReadBytes(VectorLength);
            _receiveKey?.Dispose();
            _receiveKey = KeyFor(vector);
            Restart();
        }

        if (_receiveKey is null || offset > MaximumOffset)
            throw new MalformedDataException($"An xRC4 payload at offset {offset} belongs to no key stream that was begun.");
        if (_receive is null || offset < _receiveOffset)
            Restart();
        Advance(offset - _receiveOffset);
        var payload = reader.ReadSegment(reader.Remaining);
        _receiveOffset += (uint)payload.Count;
        return new ArraySegment<byte>(_receive!.Transform(payload));
    }

    public override void Dispose()
    {
        _k2.Dispose();
        _receiveKey?.Dispose();
        _receive = null;
    }

    private void Restart()
    {
        _receive = new LegacyCrypto.Rc4(_receiveKey!.Bytes);
        _receiveOffset = 0;
    }

    private void Advance(uint count)
    {
        var block = new byte[Math.Min(count, BlockLength)];
        for (uint left = count; left > 0; left -= Math.Min(left, BlockLength))
            _receive!.Transform(new ArraySegment<byte>(block, 0, (int)Math.Min(left, BlockLength)));
        _receiveOffset += count;
    }

    private SecretBuffer KeyFor(byte[] vector)
    {
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        md5.AppendData(_k2.Bytes);
        md5.AppendData(vector);
        byte[] hash = md5.GetHashAndReset();
        var key = SecretBuffer.CopyOf(hash, keyLength);
        SecretBytes.Wipe(hash);
        return key;
    }
}
