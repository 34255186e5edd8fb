using IpmiPS.Channels;
using IpmiPS.Crypto;
using IpmiPS.Packets;
using IpmiPS.Sessions;

namespace IpmiPS.Authentication;

/// <summary>An open session and what was agreed on.</summary>
/// <param name="Session">The session.</param>
/// <param name="Privilege">The highest privilege level it may ask for.</param>
/// <param name="Suite">The cipher suite; null for IPMI 1.5.</param>
internal sealed record LogInResult(Session Session, PrivilegeLevel Privilege, CipherSuite? Suite)
{
    /// <summary>The managed system's GUID, as it came; null for IPMI 1.5.</summary>
    public byte[]? SystemGuid { get; init; }

    /// <summary>How well it protects.</summary>
    public LogInStrength Strength => new(Suite, Session is LanSession15 session ? session.AuthType : AuthType.RmcpPlus);

    /// <summary>The command that was sent together with the last message of the log-in; null where none was.</summary>
    public PendingRequest? Early { get; init; }
}
