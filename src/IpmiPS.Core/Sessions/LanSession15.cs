using System;
using IpmiPS.Crypto;
using IpmiPS.Packets;
using IpmiPS.Wire;

namespace IpmiPS.Sessions;

/// <summary>An IPMI 1.5 session. IPMI 2.0 section 13.6 (header), 22.17.1 (authentication codes), 6.12.13 (sequence numbers).</summary>
internal sealed class LanSession15 : Session
{
    private const uint Near = 8;

    private readonly object _gate = new();
    private readonly SecretBuffer _password;
    private readonly SequenceWindow _window;
    private readonly bool _isConsole;
    private readonly uint _firstInbound;
    private bool _isHeard;
    private bool _isCoded;
    private int _sealedUnheard;
    private bool _isSwapped;
    private uint _nextSequence;
    private bool _disposed;

    /// <param name="authType">The authentication type agreed on.</param>
    /// <param name="id">The session id; IPMI 1.5 has one for both directions.</param>
    /// <param name="password">The password, at most 16 bytes; copied.</param>
    /// <param name="perMessage">Whether packets after the log-in carry a code. Where a BMC has switched that off they go out with type none; but by turns, until it was heard, for BMCs are known that say so and want codes. From then on they are as it answers.</param>
    /// <param name="firstOutbound">Sequence number of the first packet to the other end.</param>
    /// <param name="firstInbound">Sequence number that the other end was told to begin with.</param>
    /// <param name="isConsole">Whether this is the console's end, which takes authenticated packets from any distance ahead.</param>
    public LanSession15(AuthType authType, uint id, byte[] password, bool perMessage, uint firstOutbound, uint firstInbound, bool isConsole = true)
    {
        AuthType = authType;
        LocalId = id;
        PerMessage = perMessage;
        _isConsole = isConsole;
        _firstInbound = firstInbound;
        _password = SecretBuffer.CopyOf(password, password.Length);
        _nextSequence = firstOutbound;
        _window = isConsole && IsAuthenticated ? SequenceWindow.Authenticated() : SequenceWindow.Lan15();
        if (firstInbound != 0)
            _window.StartingAt(firstInbound);
    }

    public AuthType AuthType { get; }

    public bool PerMessage { get; }

    public override uint LocalId { get; }

    public override uint RemoteId => LocalId;

    public override bool IsAuthenticated => AuthType != AuthType.None && PerMessage;

    public override bool IsEncrypted => false;

    public override int PacketsAtOnce => 8;

    public override byte[] Seal(PayloadType type, ArraySegment<byte> payload)
    {
        if (type != PayloadType.Ipmi)
            throw new InvalidOperationException("An IPMI 1.5 session carries only IPMI messages.");
        lock (_gate)
        {
            if (_disposed)
                throw new ObjectDisposedException(nameof(LanSession15));
            uint sequence = _nextSequence;
            if (sequence != 0)
                _nextSequence = sequence == uint.MaxValue ? 1 : sequence + 1;
            return Write(PutsCode() ? AuthType : AuthType.None, _password.Bytes, LocalId, sequence, payload, _isConsole);
        }
    }

    public override bool TryOpen(in SessionPacket packet, out ArraySegment<byte> payload, out string reason)
    {
        payload = packet.Payload;
        lock (_gate)
        {
            reason = Refuse(packet);
            if (reason.Length > 0)
                return false;
            _isHeard = true;
            _isCoded = packet.AuthType != AuthType.None;
            return true;
        }
    }

    public override void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _password.Dispose();
        }
    }

    /// <summary>A packet of IPMI 1.5 with its authentication code; the pad byte keeps clear of lengths that old network chips lose.
    /// It is the console's to add (section 13.6): BMCs do not, and FreeIPMI misreads a message that one follows.</summary>
    public static byte[] Write(AuthType authType, byte[] password, uint sessionId, uint sequence, ArraySegment<byte> payload, bool pad = true)
    {
        var writer = new ByteWriter(payload.Count + 32);
        Rmcp.WriteHeader(writer, Rmcp.IpmiClass);
        writer.WriteByte((byte)authType);
        writer.WriteUInt32(sequence);
        writer.WriteUInt32(sessionId);
        writer.WriteBytes(AuthCode15.Compute(authType, password, sessionId, sequence, payload));
        writer.WriteByte((byte)payload.Count);
        writer.WriteBytes(payload);
        if (pad && writer.Length is 56 or 84 or 112 or 128 or 156)
            writer.WriteByte(0);
        return writer.ToArray();
    }

    private string Refuse(in SessionPacket packet)
    {
        if (_disposed)
            return "the session is closed";
        bool bare = packet.AuthType == AuthType.None;

        // BMCs are known that answer with the id 0; the code then says whose packet it is.
        if (packet.IsRmcpPlus || packet.SessionId != LocalId && !(_isConsole && !bare && packet.SessionId == 0))
            return "it is for another session";
        if (IsAuthenticated && bare)
            return "it is not authenticated, though the session is";
        if (!bare)
        {
            if (packet.AuthType != AuthType)
                return "it uses an authentication type that was not agreed on";
            byte[] expected = AuthCode15.Compute(AuthType, _password.Bytes, packet.SessionId, packet.Sequence, packet.Payload);
            bool isRight = SecretBytes.Equal(expected, packet.AuthCode);
            SecretBytes.Wipe(expected); // the password itself, where it is sent straight
            if (!isRight)
                return "its authentication code is wrong";
        }

        // Sequence 0 is what BMCs put into packets of sessions in which nothing is authenticated.
        return packet.Sequence == 0 && !IsAuthenticated || _window.TryAccept(InOrder(packet.Sequence))
            ? ""
            : $"its sequence number {packet.Sequence} was seen before or lies outside of the window";
    }

    /// <summary>Whether the next packet carries a code.</summary>
    private bool PutsCode() => PerMessage || _isConsole && AuthType != AuthType.None && (_isHeard ? _isCoded : _sealedUnheard++ % 2 == 1);

    /// <summary>
    /// The number with its bytes in the order of the specification. Some BMCs write them the other way round, which the first packet shows: it
    /// carries a number near the one that the console told the BMC to begin with.
    /// </summary>
    private uint InOrder(uint sequence)
    {
        if (!_isHeard)
            _isSwapped = _isConsole && !IsNearFirst(sequence) && IsNearFirst(Swap(sequence));
        return _isSwapped ? Swap(sequence) : sequence;
    }

    private bool IsNearFirst(uint sequence) => unchecked(sequence - _firstInbound + Near) <= 2 * Near;

    private static uint Swap(uint value) => value >> 24 | value >> 8 & 0xFF00 | value << 8 & 0xFF0000 | value << 24;
}
