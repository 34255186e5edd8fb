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
    private bool _hasReceived;
    private bool _hasCode;
    private int _sealedBeforeReceive;
    private bool _isSwapped;
    private uint _nextSequence;
    private bool _disposed;

    /// <param name="authType">The negotiated authentication type.</param>
    /// <param name="id">The session id; IPMI 1.5 has one for both directions.</param>
    /// <param name="password">The password, at most 16 bytes; copied.</param>
    /// <param name="perMessage">Whether packets after the log-in carry a code. If the BMC has disabled that, packets are sent with type None. But until the BMC has responded, every second one carries a code, because some BMCs report that and expect codes. Afterwards packets are sent like the BMC's own.</param>
    /// <param name="firstOutbound">Sequence number of the first packet to the other end.</param>
    /// <param name="firstInbound">Sequence number that the other end was told to begin with.</param>
    /// <param name="isConsole">Whether this is the console's end, which accepts authenticated packets from any distance ahead.</param>
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
            return Write(AddsCode() ? AuthType : AuthType.None, _password.Bytes, LocalId, sequence, payload, _isConsole);
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
            _hasReceived = true;
            _hasCode = packet.AuthType != AuthType.None;
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

    /// <summary>Creates a packet of IPMI 1.5 with its authentication code. The pad byte avoids lengths that old network chips lose. Only the console adds
    /// it (section 13.6): BMCs do not, and FreeIPMI misreads a message that is followed by one.</summary>
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

        // Some BMCs respond with session id 0; then the code identifies the session.
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
            SecretBytes.Wipe(expected); // with type Straight, it is the password itself
            if (!isRight)
                return "its authentication code is wrong";
        }

        // BMCs use sequence number 0 in sessions without authentication.
        return packet.Sequence == 0 && !IsAuthenticated || _window.TryAccept(InOrder(packet.Sequence))
            ? ""
            : $"its sequence number {packet.Sequence} was seen before or lies outside of the window";
    }

    /// <summary>Whether the next packet carries a code.</summary>
    private bool AddsCode() => PerMessage || _isConsole && AuthType != AuthType.None && (_hasReceived ? _hasCode : _sealedBeforeReceive++ % 2 == 1);

    /// <summary>
    /// Returns the number in the byte order of the specification. Some BMCs use the other one, which shows in the first packet: swapped, its number
    /// is near the one that the console told the BMC to begin with.
    /// </summary>
    private uint InOrder(uint sequence)
    {
        if (!_hasReceived)
            _isSwapped = _isConsole && !IsNearFirst(sequence) && IsNearFirst(Swap(sequence));
        return _isSwapped ? Swap(sequence) : sequence;
    }

    private bool IsNearFirst(uint sequence) => unchecked(sequence - _firstInbound + Near) <= 2 * Near;

    private static uint Swap(uint value) => value >> 24 | value >> 8 & 0xFF00 | value << 8 & 0xFF0000 | value << 24;
}
