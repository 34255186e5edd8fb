using System;
using System.Security.Cryptography;
using IpmiPS.Packets;
using IpmiPS.Wire;

namespace IpmiPS.Crypto;

/// <summary>
/// Authentication codes of IPMI 1.5 packets. IPMI 2.0 section 22.17.1: MD2 and MD5 over password, session id, message,
/// sequence, password; straight is the password itself. The password is padded with NUL to 16 bytes.
/// </summary>
internal static class AuthCode15
{
    public const int PasswordLength = 16;

    public static byte[] Compute(AuthType type, byte[] password, uint sessionId, uint sequence, ArraySegment<byte> message)
    {
        if (type == AuthType.None)
            return [];
        var padded = new byte[PasswordLength];
        Buffer.BlockCopy(password, 0, padded, 0, Math.Min(password.Length, padded.Length));
        if (type == AuthType.Straight)
            return padded;

        var writer = new ByteWriter(2 * PasswordLength + 8 + message.Count);
        writer.WriteBytes(padded);
        writer.WriteUInt32(sessionId);
        writer.WriteBytes(message);
        writer.WriteUInt32(sequence);
        writer.WriteBytes(padded);
        var data = writer.AsSegment();
        try
        {
            return type switch
            {
                AuthType.Md2 => LegacyCrypto.Md2(data),
                AuthType.Md5 => Md5(data),
                _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No such authentication type."),
            };
        }
        finally
        {
            SecretBytes.Wipe(data.Array);
            SecretBytes.Wipe(padded);
        }
    }

    private static byte[] Md5(ArraySegment<byte> data)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        hash.AppendData(data.Array!, data.Offset, data.Count);
        return hash.GetHashAndReset();
    }
}
