using System;
using System.Net;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Authentication;
using IpmiPS.Channels;
using IpmiPS.Commands;
using IpmiPS.Transport;

namespace IpmiPS;

/// <summary>How to reach a BMC and log in to it.</summary>
public sealed record IpmiConnectOptions
{
    private readonly string? _computerName;

    /// <summary>Where the BMC is reached. Required to connect.</summary>
    public BmcEndpoint? Endpoint { get; init; }

    /// <summary>The BMC as the user named it, for results and messages. The endpoint's own text unless it is set.</summary>
    public string ComputerName
    {
        get => _computerName ?? Endpoint?.ToString() ?? "";
        init => _computerName = value;
    }

    /// <summary>User name, at most 16 bytes; empty for the null user.</summary>
    public string UserName { get; init; } = "";

    /// <summary>Password: at most 20 bytes of UTF-8, 16 for IPMI 1.5. Longer ones are rejected, never truncated. Null is the empty password. It is read at each log-in; the caller disposes of it.</summary>
    public SecureString? Password { get; init; }

    /// <summary>BMC key Kg for two-key log-in: text of at most 20 bytes, or "0x" with up to 40 hexadecimal digits. Null if the BMC has none.</summary>
    public SecureString? BmcKey { get; init; }

    /// <summary>The session's highest privilege level. If null, Administrator is requested first, then lower levels down to <see cref="MinimumPrivilege"/>.</summary>
    public PrivilegeLevel? Privilege { get; init; }

    /// <summary>
    /// The level to request first if <see cref="Privilege"/> is null. If it is refused, the levels above it are requested one after the other: some BMCs
    /// grant a user's own limit and nothing less. Then those below it, down to <see cref="MinimumPrivilege"/>.
    /// </summary>
    public PrivilegeLevel? PreferredPrivilege { get; init; }

    /// <summary>The lowest level that is sufficient for the caller.</summary>
    public PrivilegeLevel MinimumPrivilege { get; init; } = PrivilegeLevel.User;

    /// <summary>Cipher suite 0 to 19. If null, the better one of 17 and 3 that the BMC supports.</summary>
    public byte? CipherSuite { get; init; }

    /// <summary>Accepts suites that are weaker than 3 and 17, and IPMI 1.5. Each use gives a warning. It does not allow a password in clear text.</summary>
    public bool AllowInsecure { get; init; }

    /// <summary>
    /// Together with <see cref="AllowInsecure"/>: accepts a BMC that offers only "straight password" of IPMI 1.5, which sends the password in clear text
    /// to any host that answers at the address. IPMI 2.0 section 22.17.1.
    /// </summary>
    public bool AllowClearTextPassword { get; init; }

    /// <summary>Protocol version.</summary>
    public IpmiProtocol Protocol { get; init; }

    /// <summary>The timeout for opening the session, and for one command with its retries.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a packet is resent if no response comes.</summary>
    public int RetryCount { get; init; } = 4;

    /// <summary>
    /// A command that is sent together with the last message of the log-in (RAKP 3), which saves a round trip. Pass the same object to
    /// <see cref="IIpmiConnection.SendAsync"/> then. Its response is accepted only after RAKP 4 has proved the BMC. It is resent if the BMC drops it
    /// because it came too early. Commands that are not idempotent, or that need more than User, are not sent early. If null, nothing is sent before
    /// the log-in is complete.
    /// </summary>
    public IpmiCommand? FirstCommand { get; init; }

    /// <summary>What is known of the BMC, such as from <see cref="BmcProfileCache"/>; the session adds to it. If null, nothing is known, and what the session measures is discarded with it.</summary>
    public BmcProfile? Profile { get; init; }

    /// <summary>The listener; null for none.</summary>
    public IIpmiTrace? Trace { get; init; }

    /// <summary>Delays the log-in while others of the same run may show that it would be refused. If null, it is tried at once.</summary>
    public LogInGuard? Guard { get; init; }

    /// <summary>The BMCs that the run works on. If null, a BMC may be used under two names.</summary>
    internal BmcClaims? Claims { get; init; }

    /// <summary>Called with each address before anything is sent to it; may wait, or refuse the log-in. Null to log in at once.</summary>
    internal Func<BmcEndpoint, CancellationToken, Task>? HoldBack { get; init; }

    /// <summary>The time limit of the work that needs the log-in. It is stopped while the guard delays the log-in. Null for no limit.</summary>
    internal TimeLimit? Within { get; init; }

    /// <summary>Whether the session is to carry payloads such as SOL, which IPMI 1.5 cannot.</summary>
    internal bool NeedsPayloads { get; init; }

    /// <summary>The minimum strength of the log-in, whatever else is allowed: a session that logs in again must not be weaker than before. Null for no limit.</summary>
    internal LogInStrength? AtLeast { get; init; }

    /// <summary>The time.</summary>
    internal Clock Clock { get; init; } = Clock.System;

    /// <summary>The part of these options that the channels need.</summary>
    internal ChannelOptions Channel => new(Timeout, RetryCount, Clock, Profile);

    /// <summary>Opens the transport to an address.</summary>
    internal Func<IPEndPoint, IDatagramTransport> OpenTransport { get; init; } = static remote => new UdpTransport(remote);
}
