using System;
using System.Security.Cryptography;
using IpmiPS.Wire;

namespace IpmiPS.Crypto;

/// <summary>
/// The computations of both ends of an RMCP+ log-in, from the values of RAKP messages 1 and 2 and the secret keys. IPMI 2.0 section 13.31. The key is the
/// user's password, padded with NUL to 20 bytes (HMAC does that itself).
/// </summary>
internal sealed class RakpAuthentication(AuthenticationAlgorithm algorithm, byte[] userKey)
{
    public uint ConsoleSessionId { get; set; }

    public uint BmcSessionId { get; set; }

    public byte[] ConsoleRandom { get; set; } = [];

    public byte[] BmcRandom { get; set; } = [];

    public byte[] BmcGuid { get; set; } = [];

    /// <summary>The role byte of RAKP message 1: privilege level, and bit 4 for name-only look-up.</summary>
    public byte Role { get; set; }

    public byte[] UserName { get; set; } = [];

    /// <summary>Role and name for the code of RAKP message 3, for BMCs that deviate from the specification in that code; null if they are the same.</summary>
    public (byte Role, byte[] UserName)? Rakp3User { get; set; }

    /// <summary>Key exchange authentication code of RAKP message 2: HMAC over SIDm, SIDc, Rm, Rc, GUIDc, ROLEm, ULENGTHm, UNAMEm.</summary>
    public byte[] Rakp2Code(byte role) => Hmac(userKey, writer =>
    {
        writer.WriteUInt32(ConsoleSessionId);
        writer.WriteUInt32(BmcSessionId);
        writer.WriteBytes(ConsoleRandom);
        writer.WriteBytes(BmcRandom);
        writer.WriteBytes(BmcGuid);
        WriteUser(writer, role, UserName);
    });

    /// <summary>Key exchange authentication code of RAKP message 3: HMAC over Rc, SIDm, ROLEm, ULENGTHm, UNAMEm.</summary>
    public byte[] Rakp3Code() => Hmac(userKey, writer =>
    {
        writer.WriteBytes(BmcRandom);
        writer.WriteUInt32(ConsoleSessionId);
        var (role, userName) = Rakp3User ?? (Role, UserName);
        WriteUser(writer, role, userName);
    });

    /// <summary>
    /// Session integrity key: HMAC over Rm, Rc, ROLEm, ULENGTHm, UNAMEm with Kg, or with the user's key if the BMC has no Kg or one of zeros
    /// (section 13.33).
    /// </summary>
    public byte[] SessionIntegrityKey(byte[]? bmcKey) => Hmac(bmcKey is not null && Array.Exists(bmcKey, value => value != 0) ? bmcKey : userKey, writer =>
    {
        writer.WriteBytes(ConsoleRandom);
        writer.WriteBytes(BmcRandom);
        WriteUser(writer, Role, UserName);
    });

    /// <summary>Integrity check value of RAKP message 4: HMAC with the SIK over Rm, SIDc, GUIDc, truncated as the algorithm requires.</summary>
    public byte[] Rakp4Code(byte[] sessionIntegrityKey)
    {
        byte[] code = Hmac(sessionIntegrityKey, writer =>
        {
            writer.WriteBytes(ConsoleRandom);
            writer.WriteUInt32(BmcSessionId);
            writer.WriteBytes(BmcGuid);
        });
        Array.Resize(ref code, Rakp4CodeLength(algorithm));
        return code;
    }

    public static int CodeLength(AuthenticationAlgorithm algorithm) => algorithm switch
    {
        AuthenticationAlgorithm.HmacSha1 => 20,
        AuthenticationAlgorithm.HmacMd5 => 16,
        AuthenticationAlgorithm.HmacSha256 => 32,
        _ => 0,
    };

    public static int Rakp4CodeLength(AuthenticationAlgorithm algorithm) => algorithm switch
    {
        AuthenticationAlgorithm.None => 0,
        AuthenticationAlgorithm.HmacSha1 => 12,
        _ => 16,
    };

    public static IncrementalHash CreateHmac(AuthenticationAlgorithm algorithm, byte[] key) => IncrementalHash.CreateHMAC(
        algorithm switch
        {
            AuthenticationAlgorithm.HmacSha1 => HashAlgorithmName.SHA1,
            AuthenticationAlgorithm.HmacMd5 => HashAlgorithmName.MD5,
            AuthenticationAlgorithm.HmacSha256 => HashAlgorithmName.SHA256,
            _ => throw new ArgumentOutOfRangeException(nameof(algorithm)),
        },
        key);

    private static void WriteUser(ByteWriter writer, byte role, byte[] userName)
    {
        writer.WriteByte(role);
        writer.WriteByte((byte)userName.Length);
        writer.WriteBytes(userName);
    }

    private byte[] Hmac(byte[] key, Action<ByteWriter> write)
    {
        if (algorithm == AuthenticationAlgorithm.None)
            return [];
        var writer = new ByteWriter(80);
        write(writer);
        using var hmac = CreateHmac(algorithm, key);
        hmac.AppendData(writer.AsSegment().Array!, 0, writer.Length);
        return hmac.GetHashAndReset();
    }
}
