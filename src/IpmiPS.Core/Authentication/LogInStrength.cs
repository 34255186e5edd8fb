using System;
using IpmiPS.Crypto;
using IpmiPS.Packets;

namespace IpmiPS.Authentication;

/// <summary>The strength of a log-in: the cipher suite, or the authentication type of IPMI 1.5.</summary>
/// <param name="Suite">The cipher suite; null for IPMI 1.5.</param>
/// <param name="AuthType">The authentication type of IPMI 1.5; RmcpPlus with a suite.</param>
internal readonly record struct LogInStrength(CipherSuite? Suite, AuthType AuthType)
{
    /// <summary>The authentication types of IPMI 1.5 from the strongest to the weakest. IPMI 2.0 section 22.17.1.</summary>
    public static AuthType[] TypesByStrength { get; } = [AuthType.Md5, AuthType.Md2, AuthType.Straight, AuthType.None];

    /// <summary>Whether a log-in with this suite is no weaker.</summary>
    public bool Allows(CipherSuite suite) => Suite is { } own ? !suite.IsWeakerThan(own) : suite.IsSecure;

    /// <summary>Whether an IPMI 1.5 log-in with this type is no weaker.</summary>
    public bool Allows(AuthType type) => Suite is null && Array.IndexOf(TypesByStrength, type) <= Array.IndexOf(TypesByStrength, AuthType);

    /// <inheritdoc/>
    public override string ToString() => Suite is { } suite ? $"cipher suite {suite.Id}" : $"IPMI 1.5 with authentication type {NameOf(AuthType)}";

    /// <summary>The name of the type in table 13-8 of the specification.</summary>
    public static string NameOf(AuthType type) => type switch
    {
        AuthType.Md2 => "MD2",
        AuthType.Md5 => "MD5",
        AuthType.Straight => "straight password",
        _ => type.ToString(),
    };
}
