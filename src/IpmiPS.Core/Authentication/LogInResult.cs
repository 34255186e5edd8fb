using IpmiPS.Channels;
using IpmiPS.Crypto;
using IpmiPS.Packets;
using IpmiPS.Sessions;

namespace IpmiPS.Authentication;

/// <summary>An open session and what was negotiated.</summary>
/// <param name="Session">The session.</param>
/// <param name="Privilege">The highest privilege level that it may use.</param>
/// <param name="Suite">The cipher suite; null for IPMI 1.5.</param>
internal sealed record LogInResult(Session Session, PrivilegeLevel Privilege, CipherSuite? Suite)
{
    /// <summary>The managed system's GUID as RAKP 2 contains it; null for IPMI 1.5.</summary>
    public byte[]? SystemGuid { get; init; }

    /// <summary>How strong the log-in is.</summary>
    public LogInStrength Strength => new(Suite, Session is LanSession15 session ? session.AuthType : AuthType.RmcpPlus);

    /// <summary>The command that was sent together with the last message of the log-in; null if there was none.</summary>
    public PendingRequest? EarlyRequest { get; init; }
}
