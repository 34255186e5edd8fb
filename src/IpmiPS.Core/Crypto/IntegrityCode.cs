using System;
using System.Security.Cryptography;

namespace IpmiPS.Crypto;

/// <summary>Authentication codes of RMCP+ packets. IPMI 2.0 section 13.28.4. Not thread-safe.</summary>
internal sealed class IntegrityCode : IDisposable
{
    private readonly IncrementalHash? _hash;
    private readonly SecretBuffer? _password;

    /// <param name="algorithm">The suite's integrity algorithm.</param>
    /// <param name="k1">Key of the HMAC algorithms.</param>
    /// <param name="password">The user's password, which MD5-128 puts, padded with NUL to 20 bytes, before and behind the data.</param>
    public IntegrityCode(IntegrityAlgorithm algorithm, byte[] k1, byte[] password)
    {
        switch (algorithm)
        {
            case IntegrityAlgorithm.HmacSha1_96:
                _hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA1, k1);
                Length = 12;
                break;
            case IntegrityAlgorithm.HmacMd5_128:
                _hash = IncrementalHash.CreateHMAC(HashAlgorithmName.MD5, k1);
                Length = 16;
                break;
            case IntegrityAlgorithm.HmacSha256_128:
                _hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, k1);
                Length = 16;
                break;
            case IntegrityAlgorithm.Md5_128:
                _hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
                _password = SecretBuffer.CopyOf(password, 20);
                Length = 16;
                break;
            case IntegrityAlgorithm.None:
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(algorithm));
        }
    }

    /// <summary>Length of a code in bytes; 0 if the suite has no integrity.</summary>
    public int Length { get; }

    public ArraySegment<byte> Compute(ArraySegment<byte> data)
    {
        if (_hash is null)
            return new ArraySegment<byte>([]);
        if (_password is not null)
            _hash.AppendData(_password.Bytes);
        _hash.AppendData(data.Array!, data.Offset, data.Count);
        if (_password is not null)
            _hash.AppendData(_password.Bytes);
        return new ArraySegment<byte>(_hash.GetHashAndReset(), 0, Length);
    }

    public void Dispose()
    {
        _password?.Dispose();
        _hash?.Dispose();
    }
}
