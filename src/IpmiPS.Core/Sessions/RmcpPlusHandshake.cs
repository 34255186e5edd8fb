using System;
using IpmiPS.Commands.App;
using IpmiPS.Crypto;
using IpmiPS.Packets;
using IpmiPS.Wire;

namespace IpmiPS.Sessions;

/// <summary>The stage of an RMCP+ log-in: the response that it waits for, or its end.</summary>
internal enum HandshakeStage
{
    OpenSession,
    Rakp2,
    Rakp4,
    Done,
    Failed,
}

/// <summary>Why an RMCP+ log-in failed. <see cref="Status"/> is null if the console, not the BMC, ended it.</summary>
internal sealed record HandshakeFailure(HandshakeStage Stage, RmcpStatus? Status, IpmiErrorKind Kind, string Reason);

/// <summary>
/// The console's side of an RMCP+ log-in: Open Session, RAKP 1 to 4. IPMI 2.0 section 13.17 to 13.23 and 13.31.
/// Packets in, packets out; no socket, no clock. Open Session and RAKP 1 contain the same explicit privilege, because some BMCs use one and some the
/// other for the keys.
/// </summary>
internal sealed class RmcpPlusHandshake : IDisposable
{
    /// <summary>How many message tags a log-in uses at most.</summary>
    public const int TagCount = 4;

    private readonly CipherSuite _suite;
    private readonly PrivilegeLevel _privilege;
    private readonly byte[] _password;
    private readonly byte[] _bmcKey;
    private readonly RakpAuthentication _rakp;
    private byte _tag;
    private SecretBuffer? _integrityKey;
    private RmcpPlusSession? _opened;

    /// <param name="suite">The suite to request.</param>
    /// <param name="privilege">The session's highest privilege.</param>
    /// <param name="userName">At most 16 bytes.</param>
    /// <param name="password">At most 20 bytes; the caller wipes it after the log-in.</param>
    /// <param name="bmcKey">Kg, empty if the BMC has none; the caller wipes it.</param>
    /// <param name="random">Returns random bytes; tests with known packets replace it.</param>
    /// <param name="firstTag">The first of its message tags; null for a random one. A refusal has no other mark of the log-in that it is about, so log-ins that follow each other need different tags.</param>
    /// <param name="plainRakp3">Whether the look-up bit is left out of the code of RAKP 3: some BMCs expect that, which shows only in a refusal.</param>
    public RmcpPlusHandshake(CipherSuite suite, PrivilegeLevel privilege, byte[] userName, byte[] password, byte[] bmcKey, Func<int, byte[]>? random = null, byte? firstTag = null, bool plainRakp3 = false)
    {
        random ??= SecretBytes.Random;
        _suite = suite;
        _privilege = privilege;
        _password = password;
        _bmcKey = bmcKey;
        _tag = firstTag ?? random(1)[0];
        _rakp = new RakpAuthentication(suite.Authentication, password)
        {
            ConsoleSessionId = Math.Max(1, new ByteReader(random(4)).ReadUInt32()),
            ConsoleRandom = random(16),
            Role = (byte)((byte)privilege | Rakp1.NameOnlyLookup),
            UserName = userName,
            Rakp3User = plainRakp3 ? ((byte)privilege, userName) : null,
        };
        Outgoing = Write(PayloadType.OpenSessionRequest, writer =>
            new OpenSessionRequest(_tag, (byte)privilege, _rakp.ConsoleSessionId, suite.Authentication, suite.Integrity, suite.Confidentiality).Write(writer));
    }

    public HandshakeStage Stage { get; private set; } = HandshakeStage.OpenSession;

    /// <summary>The packet to send, and to resend until its response comes; null if there is none.</summary>
    public byte[]? Outgoing { get; private set; }

    /// <summary>Why it ended, when <see cref="Stage"/> is Failed.</summary>
    public HandshakeFailure? Failure { get; private set; }

    /// <summary>The managed system's GUID from RAKP 2; empty before that.</summary>
    public byte[] SystemGuid => _rakp.BmcGuid;

    /// <summary>The session, when <see cref="Stage"/> is Done.</summary>
    public RmcpPlusSession? Session { get; private set; }

    /// <summary>
    /// Handles a packet. Returns true if it advanced the log-in to the next stage, the end or a failure. Packets of other log-ins, late and duplicate ones
    /// are ignored.
    /// </summary>
    /// <exception cref="MalformedDataException">The payload is shorter than its fields.</exception>
    public bool Receive(in SessionPacket packet)
    {
        if (!packet.IsRmcpPlus || packet.SessionId != 0 || packet.Encrypted || packet.Authenticated)
            return false;
        var reader = new ByteReader(packet.Payload);
        return (Stage, packet.PayloadType) switch
        {
            (HandshakeStage.OpenSession, PayloadType.OpenSessionResponse) => Take(OpenSessionResponse.Read(reader)),
            (HandshakeStage.Rakp2, PayloadType.Rakp2) => Take(Rakp2.Read(reader)),
            (HandshakeStage.Rakp4, PayloadType.Rakp4) => Take(Rakp4.Read(reader)),
            _ => false,
        };
    }

    /// <summary>
    /// Gives the log-in up. Returns a Close Session request if RAKP 3 was sent, so that the BMC may hold a session open; otherwise null. It frees the slot
    /// before the BMC's idle timeout, whether RAKP 4 was lost or is still on its way.
    /// </summary>
    public byte[]? GiveUp()
    {
        if (Stage is not (HandshakeStage.Rakp4 or HandshakeStage.Done))
            return null;
        using var session = OpenSession();
        Stage = HandshakeStage.Failed;
        var message = new ByteWriter();
        LanMessage.WriteRequest(message, new CloseSession(_rakp.BmcSessionId), sequence: 0);
        return session.Seal(PayloadType.Ipmi, message.AsSegment());
    }

    public void Dispose()
    {
        _integrityKey?.Dispose();
        if (Session is null)
            _opened?.Dispose();
    }

    private bool Take(OpenSessionResponse response)
    {
        if (response.HasTag && response.Tag != _tag || response.Status == RmcpStatus.NoErrors && response.ConsoleSessionId != _rakp.ConsoleSessionId)
            return false;
        if (response.Status != RmcpStatus.NoErrors)
            return Fail(response.Status, OpenSessionKind(response.Status));
        if ((response.Authentication, response.Integrity, response.Confidentiality) != (_suite.Authentication, _suite.Integrity, _suite.Confidentiality))
            return Fail(null, IpmiErrorKind.CipherSuiteRefused, $"the BMC answered with other algorithms than those of suite {_suite.Id}");
        if (response.BmcSessionId == 0)
            return Fail(null, IpmiErrorKind.ProtocolError, "the BMC gave the session the id 0");
        _rakp.BmcSessionId = response.BmcSessionId;
        return Advance(HandshakeStage.Rakp2, PayloadType.Rakp1, writer =>
            new Rakp1(_tag, _rakp.BmcSessionId, _rakp.ConsoleRandom, _rakp.Role, _rakp.UserName).Write(writer));
    }

    private bool Take(Rakp2 message)
    {
        if (message.Tag != _tag || message.Status == RmcpStatus.NoErrors && message.ConsoleSessionId != _rakp.ConsoleSessionId)
            return false;
        if (message.Status != RmcpStatus.NoErrors)
            return Fail(message.Status, RakpKind(message.Status));
        _rakp.BmcRandom = message.BmcRandom;
        _rakp.BmcGuid = message.BmcGuid;
        if (message.Code.Length < RakpAuthentication.CodeLength(_suite.Authentication))
            return Fail(null, IpmiErrorKind.ProtocolError, $"the authentication code of RAKP 2 has only {message.Code.Length} bytes");
        if (!FindHashed(message.Code))
        {
            // RAKP 3 with this status makes the BMC free the session slot. There is no need to wait for RAKP 4.
            Fail(null, IpmiErrorKind.BadCredential, "the BMC has another password than the one given (RAKP 2 authentication code)");
            Outgoing = Write(PayloadType.Rakp3, writer => new Rakp3(++_tag, RmcpStatus.InvalidIntegrityCheckValue, _rakp.BmcSessionId, []).Write(writer));
            return true;
        }

        _integrityKey = SecretBuffer.Take(_rakp.SessionIntegrityKey(_bmcKey));
        return Advance(HandshakeStage.Rakp4, PayloadType.Rakp3, writer =>
            new Rakp3(_tag, RmcpStatus.NoErrors, _rakp.BmcSessionId, _rakp.Rakp3Code()).Write(writer));
    }

    private bool Take(Rakp4 message)
    {
        if (message.Tag != _tag || message.Status == RmcpStatus.NoErrors && message.ConsoleSessionId != _rakp.ConsoleSessionId)
            return false;

        // RAKP 2 has proved the password, so this refusal is about something else.
        if (message.Status != RmcpStatus.NoErrors)
            return Fail(message.Status, message.Status == RmcpStatus.InvalidIntegrityCheckValue ? IpmiErrorKind.ProtocolError : RakpKind(message.Status));
        byte[] expected = _rakp.Rakp4Code(_integrityKey!.Bytes);
        if (message.Code.Length < expected.Length)
            return Fail(null, IpmiErrorKind.ProtocolError, $"the integrity check value of RAKP 4 has only {message.Code.Length} bytes");
        if (!StartsWith(message.Code, expected))
        {
            return Fail(null, IpmiErrorKind.BadCredential, _bmcKey.Length > 0
                ? "the password is right, but the BMC key (Kg) given is not the BMC's (RAKP 4 integrity check value)"
                : "the password is right, but the BMC has a BMC key (Kg) set and none was given (RAKP 4 integrity check value)");
        }

        Session = OpenSession();
        Stage = HandshakeStage.Done;
        Outgoing = null;
        return true;
    }

    /// <summary>
    /// Opens the session as soon as its keys are known, with RAKP 3. Only RAKP 4 proves that the BMC has them too, so responses before it must not be
    /// trusted.
    /// </summary>
    public RmcpPlusSession OpenSession()
    {
        if (_opened is not null)
            return _opened;
        using var keys = new SessionKeys(_suite.Authentication, _integrityKey!.Bytes);
        return _opened = new RmcpPlusSession(_suite, _rakp.ConsoleSessionId, _rakp.BmcSessionId, keys, _password);
    }

    /// <summary>
    /// Checks the code of RAKP 2 as the specification computes it, and as some BMCs do: with the role byte without the look-up bit, or with the user name
    /// padded to its maximum length, where RAKP 3 uses neither. Each of them proves the password; the log-in continues with the one that matches.
    /// </summary>
    private bool FindHashed(byte[] code)
    {
        foreach (byte role in (byte[])[_rakp.Role, (byte)_privilege])
        {
            if (!StartsWith(code, _rakp.Rakp2Code(role)))
                continue;
            _rakp.Role = role;
            return true;
        }

        byte[] userName = _rakp.UserName, padded = userName;
        Array.Resize(ref padded, Rakp1.MaximumUserName);
        _rakp.UserName = padded;
        _rakp.Rakp3User = ((byte)_privilege, userName);
        return StartsWith(code, _rakp.Rakp2Code(_rakp.Role));
    }

    /// <summary>Compares the beginning, because some BMCs append bytes to the code. The caller has checked the length.</summary>
    private static bool StartsWith(byte[] code, byte[] expected) => SecretBytes.Equal(expected, new ArraySegment<byte>(code, 0, expected.Length));

    private bool Advance(HandshakeStage stage, PayloadType type, Action<ByteWriter> write)
    {
        _tag++;
        Stage = stage;
        Outgoing = Write(type, write);
        return true;
    }

    private bool Fail(RmcpStatus? status, IpmiErrorKind kind, string? reason = null)
    {
        Failure = new HandshakeFailure(Stage, status, kind, reason ?? $"the BMC answered {status!.Value.Describe()} (status {(byte)status:X2}h)");
        Stage = HandshakeStage.Failed;
        Outgoing = null;
        return true;
    }

    /// <summary>
    /// What a refusal of Open Session means. BMCs report an unsupported suite with nearly any of these codes. That includes "insufficient resources", which
    /// counts as a lack of slots only if every suite gets it. For an unauthorized role, lower levels are tried, because a suite may be limited to
    /// them, and then the next suite.
    /// </summary>
    private static IpmiErrorKind OpenSessionKind(RmcpStatus status) => status switch
    {
        RmcpStatus.InsufficientResources or RmcpStatus.InsufficientResourcesForRole => IpmiErrorKind.NoSessionSlot,
        RmcpStatus.InvalidRole or RmcpStatus.UnauthorizedRole => IpmiErrorKind.InsufficientPrivilege,
        RmcpStatus.InvalidAuthenticationAlgorithm or RmcpStatus.InvalidIntegrityAlgorithm or RmcpStatus.NoMatchingAuthenticationPayload
            or RmcpStatus.NoMatchingIntegrityPayload or RmcpStatus.UnauthorizedName
            or RmcpStatus.InvalidConfidentialityAlgorithm or RmcpStatus.NoCipherSuiteMatch or RmcpStatus.IllegalParameter => IpmiErrorKind.CipherSuiteRefused,
        _ => IpmiErrorKind.ProtocolError,
    };

    private static IpmiErrorKind RakpKind(RmcpStatus status) => status switch
    {
        RmcpStatus.UnauthorizedName or RmcpStatus.InvalidNameLength or RmcpStatus.InvalidIntegrityCheckValue => IpmiErrorKind.BadCredential,
        RmcpStatus.InvalidRole or RmcpStatus.UnauthorizedRole => IpmiErrorKind.InsufficientPrivilege,
        RmcpStatus.InsufficientResources or RmcpStatus.InsufficientResourcesForRole => IpmiErrorKind.NoSessionSlot,
        RmcpStatus.InvalidAuthenticationAlgorithm or RmcpStatus.InvalidIntegrityAlgorithm or RmcpStatus.NoMatchingAuthenticationPayload
            or RmcpStatus.NoMatchingIntegrityPayload or RmcpStatus.InvalidConfidentialityAlgorithm or RmcpStatus.NoCipherSuiteMatch
            or RmcpStatus.IllegalParameter => IpmiErrorKind.CipherSuiteRefused,
        _ => IpmiErrorKind.ProtocolError,
    };

    private static byte[] Write(PayloadType type, Action<ByteWriter> write)
    {
        var writer = new ByteWriter();
        write(writer);
        return SessionPacket.WriteSessionless20(type, writer.AsSegment());
    }
}
