using System;
using System.Collections.Generic;
using System.Linq;

namespace IpmiPS.Crypto;

/// <summary>How the two ends prove that they know the password. IPMI 2.0 section 13.28, table 13-17.</summary>
public enum AuthenticationAlgorithm : byte
{
    /// <summary>RAKP-none: no proof.</summary>
    None = 0,

    /// <summary>RAKP-HMAC-SHA1.</summary>
    HmacSha1 = 1,

    /// <summary>RAKP-HMAC-MD5.</summary>
    HmacMd5 = 2,

    /// <summary>RAKP-HMAC-SHA256.</summary>
    HmacSha256 = 3,
}

/// <summary>How packets are protected against changes. IPMI 2.0 section 13.28.4, table 13-18.</summary>
public enum IntegrityAlgorithm : byte
{
    /// <summary>Not at all.</summary>
    None = 0,

    /// <summary>HMAC-SHA1-96.</summary>
    HmacSha1_96 = 1,

    /// <summary>HMAC-MD5-128.</summary>
    HmacMd5_128 = 2,

    /// <summary>MD5-128, keyed with the password.</summary>
    Md5_128 = 3,

    /// <summary>HMAC-SHA256-128.</summary>
    HmacSha256_128 = 4,
}

/// <summary>How payloads are encrypted. IPMI 2.0 section 13.28.5, table 13-19.</summary>
public enum ConfidentialityAlgorithm : byte
{
    /// <summary>Not at all.</summary>
    None = 0,

    /// <summary>AES-CBC-128.</summary>
    AesCbc128 = 1,

    /// <summary>xRC4-128.</summary>
    XRc4_128 = 2,

    /// <summary>xRC4-40.</summary>
    XRc4_40 = 3,
}

/// <summary>A cipher suite: three algorithms under one number. IPMI 2.0 section 22.15.2, table 22-20.</summary>
public sealed class CipherSuite
{
    private CipherSuite(byte id, AuthenticationAlgorithm authentication, IntegrityAlgorithm integrity, ConfidentialityAlgorithm confidentiality)
    {
        Id = id;
        Authentication = authentication;
        Integrity = integrity;
        Confidentiality = confidentiality;
    }

    /// <summary>The standard suites 0 to 19, in order.</summary>
    public static IReadOnlyList<CipherSuite> All { get; } = Build();

    /// <summary>The number.</summary>
    public byte Id { get; }

    /// <summary>Authentication at log-in.</summary>
    public AuthenticationAlgorithm Authentication { get; }

    /// <summary>Integrity of each packet.</summary>
    public IntegrityAlgorithm Integrity { get; }

    /// <summary>Confidentiality of payloads.</summary>
    public ConfidentialityAlgorithm Confidentiality { get; }

    /// <summary>Whether the suite proves the password with SHA, protects each packet and encrypts it with AES: suites 3 and 17.</summary>
    public bool IsSecure => Authentication is AuthenticationAlgorithm.HmacSha1 or AuthenticationAlgorithm.HmacSha256
        && Integrity is IntegrityAlgorithm.HmacSha1_96 or IntegrityAlgorithm.HmacSha256_128
        && Confidentiality == ConfidentialityAlgorithm.AesCbc128;

    /// <summary>The standard suite of that number, or null.</summary>
    public static CipherSuite? Find(byte id) => id < All.Count ? All[id] : null;

    /// <inheritdoc/>
    public override string ToString() => $"{Id} ({NameOf(Authentication)}, {NameOf(Integrity)}, {NameOf(Confidentiality)})";

    /// <summary>The suites from the strongest to the weakest, which is the order in which they are tried.</summary>
    internal static IReadOnlyList<CipherSuite> ByStrength { get; } =
        Array.ConvertAll<byte, CipherSuite>([17, 3, 8, 12, 16, 2, 7, 11, 18, 4, 9, 13, 19, 5, 10, 14, 15, 1, 6, 0], id => All[id]);

    /// <summary>Whether the other suite is tried first.</summary>
    internal bool IsWeakerThan(CipherSuite other) => Rank > other.Rank;

    private int Rank => ByStrength.TakeWhile(suite => suite != this).Count();

    private static CipherSuite[] Build()
    {
        var suites = new List<CipherSuite> { new(0, AuthenticationAlgorithm.None, IntegrityAlgorithm.None, ConfidentialityAlgorithm.None) };
        Add(AuthenticationAlgorithm.HmacSha1, IntegrityAlgorithm.None);
        Add(AuthenticationAlgorithm.HmacSha1, IntegrityAlgorithm.HmacSha1_96);
        Add(AuthenticationAlgorithm.HmacMd5, IntegrityAlgorithm.None);
        Add(AuthenticationAlgorithm.HmacMd5, IntegrityAlgorithm.HmacMd5_128);
        Add(AuthenticationAlgorithm.HmacMd5, IntegrityAlgorithm.Md5_128);
        Add(AuthenticationAlgorithm.HmacSha256, IntegrityAlgorithm.None);
        Add(AuthenticationAlgorithm.HmacSha256, IntegrityAlgorithm.HmacSha256_128);
        return [.. suites];

        // Without integrity there is no confidentiality; with it there are four choices, in the order of their numbers.
        void Add(AuthenticationAlgorithm authentication, IntegrityAlgorithm integrity)
        {
            int choices = integrity == IntegrityAlgorithm.None ? 1 : 4;
            for (int confidentiality = 0; confidentiality < choices; confidentiality++)
                suites.Add(new CipherSuite((byte)suites.Count, authentication, integrity, (ConfidentialityAlgorithm)confidentiality));
        }
    }

    private static string NameOf(AuthenticationAlgorithm algorithm) => algorithm switch
    {
        AuthenticationAlgorithm.HmacSha1 => "RAKP-HMAC-SHA1",
        AuthenticationAlgorithm.HmacMd5 => "RAKP-HMAC-MD5",
        AuthenticationAlgorithm.HmacSha256 => "RAKP-HMAC-SHA256",
        _ => "RAKP-none",
    };

    private static string NameOf(IntegrityAlgorithm algorithm) => algorithm switch
    {
        IntegrityAlgorithm.HmacSha1_96 => "HMAC-SHA1-96",
        IntegrityAlgorithm.HmacMd5_128 => "HMAC-MD5-128",
        IntegrityAlgorithm.Md5_128 => "MD5-128",
        IntegrityAlgorithm.HmacSha256_128 => "HMAC-SHA256-128",
        _ => "no integrity",
    };

    private static string NameOf(ConfidentialityAlgorithm algorithm) => algorithm switch
    {
        ConfidentialityAlgorithm.AesCbc128 => "AES-CBC-128",
        ConfidentialityAlgorithm.XRc4_128 => "xRC4-128",
        ConfidentialityAlgorithm.XRc4_40 => "xRC4-40",
        _ => "no encryption",
    };
}
