using System;

namespace IpmiPS.Crypto;

/// <summary>
/// The additional keys of a session, derived from its integrity key. IPMI 2.0 section 13.32:
/// K1 and K2 are the HMAC with the SIK over 20 bytes of 01h and of 02h.
/// </summary>
internal sealed class SessionKeys : IDisposable
{
    private const int ConstantLength = 20;

    public SessionKeys(AuthenticationAlgorithm algorithm, byte[] sessionIntegrityKey)
    {
        K1 = Derive(algorithm, sessionIntegrityKey, 1);
        K2 = Derive(algorithm, sessionIntegrityKey, 2);
    }

    /// <summary>Key of the integrity algorithm.</summary>
    public byte[] K1 { get; }

    /// <summary>Key of the confidentiality algorithm.</summary>
    public byte[] K2 { get; }

    public void Dispose()
    {
        SecretBytes.Wipe(K1);
        SecretBytes.Wipe(K2);
    }

    private static byte[] Derive(AuthenticationAlgorithm algorithm, byte[] key, byte constant)
    {
        if (algorithm == AuthenticationAlgorithm.None)
            return [];
        var data = new byte[ConstantLength];
        for (int i = 0; i < data.Length; i++)
            data[i] = constant;
        using var hmac = RakpAuthentication.CreateHmac(algorithm, key);
        hmac.AppendData(data);
        return hmac.GetHashAndReset();
    }
}
