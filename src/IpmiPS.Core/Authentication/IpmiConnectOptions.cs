using System;
using System.Net;
using System.Security;
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

    /// <summary>Password: at most 20 bytes of UTF-8, 16 for IPMI 1.5. Longer ones are refused, never cut. Null is the empty password. Read at each log-in, so it stays the caller's to dispose.</summary>
    public SecureString? Password { get; init; }

    /// <summary>BMC key Kg for two-key log-in: text of at most 20 bytes, or "0x" with up to 40 hexadecimal digits. Null where the BMC has none set.</summary>
    public SecureString? BmcKey { get; init; }

    /// <summary>The session's highest privilege. Null: ask for Administrator and step down to what the BMC grants, but not below <see cref="MinimumPrivilege"/>.</summary>
    public PrivilegeLevel? Privilege { get; init; }

    /// <summary>
    /// Where <see cref="Privilege"/> is null: the level to ask for, rather than the highest. Where it is refused, the ones above it are asked for, one after
    /// the other: some BMCs grant a user's own limit and nothing less.
    /// </summary>
    public PrivilegeLevel? PreferredPrivilege { get; init; }

    /// <summary>Below this level a session is of no use to the caller.</summary>
    public PrivilegeLevel MinimumPrivilege { get; init; } = PrivilegeLevel.User;

    /// <summary>Cipher suite 0 to 19. Null: the best that the BMC has, of 17 and 3.</summary>
    public byte? CipherSuite { get; init; }

    /// <summary>Accept weaker suites than 3 and 17 and IPMI 1.5. Each use gives a warning. It does not allow a password in clear text.</summary>
    public bool AllowInsecure { get; init; }

    /// <summary>
    /// Together with <see cref="AllowInsecure"/>: log in also where the BMC offers only "straight password" of IPMI 1.5, which sends the password in
    /// clear text to whoever answers at the address. IPMI 2.0 section 22.17.1.
    /// </summary>
    public bool AllowClearTextPassword { get; init; }

    /// <summary>Protocol version.</summary>
    public IpmiProtocol Protocol { get; init; }

    /// <summary>Time for opening the session as a whole, and for one command with its repetitions.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often one packet is sent again when no answer comes.</summary>
    public int RetryCount { get; init; } = 4;

    /// <summary>
    /// A command that is sent together with the last message of the log-in (RAKP 3), which saves a round trip; the same object is to be
    /// given to <see cref="IpmiClient.SendAsync"/> then. Its answer is taken only once RAKP 4 has proved that the BMC is the right one. A BMC
    /// that drops it, because it came too early, is asked again. Commands that may not be repeated, or that need more than a user,
    /// are not sent so. Null: nothing is sent before the log-in is complete.
    /// </summary>
    public IpmiCommand? FirstCommand { get; init; }

    /// <summary>What is known of the BMC, to begin with and to be added to, as by <see cref="BmcProfileCache"/>. Null: nothing is known, and what is learnt goes with the session.</summary>
    public BmcProfile? Profile { get; init; }

    /// <summary>Listener, or null.</summary>
    public IIpmiTrace? Trace { get; init; }

    /// <summary>Holds the log-in back while others of the same run may show that it would be refused. Null: it is tried at once.</summary>
    public LogInGuard? Guard { get; init; }

    /// <summary>The BMCs that the run works on, each once, whatever it is called. Null where it may be worked on under two names.</summary>
    internal BmcClaims? Claims { get; init; }

    /// <summary>The time of the work that the log-in is for, which does not run while the log-in is held back. Null for no limit.</summary>
    internal TimeLimit? Within { get; init; }

    /// <summary>Whether payloads such as SOL are to go through the session, so that one of IPMI 1.5 is of no use.</summary>
    internal bool NeedsPayloads { get; init; }

    /// <summary>The log-in must not be weaker than this, whatever else is allowed: a session that logs in again stays at what it had. Null for no such limit.</summary>
    internal LogInStrength? AtLeast { get; init; }

    /// <summary>How time passes.</summary>
    internal Clock Clock { get; init; } = Clock.System;

    /// <summary>What the channels need of these options.</summary>
    internal ChannelOptions Channel => new(Timeout, RetryCount, Clock, Profile);

    /// <summary>How datagrams travel.</summary>
    internal Func<IPEndPoint, IDatagramTransport> OpenTransport { get; init; } = static remote => new UdpTransport(remote);
}
