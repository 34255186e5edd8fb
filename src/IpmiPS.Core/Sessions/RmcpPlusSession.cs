using System;
using IpmiPS.Crypto;
using IpmiPS.Packets;
using IpmiPS.Wire;

namespace IpmiPS.Sessions;

/// <summary>An RMCP+ session. IPMI 2.0 section 13.6 (header and trailer), 13.28 (algorithms), 6.12.13 (sequence numbers).</summary>
internal sealed class RmcpPlusSession : Session
{
    private const byte NextHeader = 0x07;
    private const byte IntegrityPad = 0xFF;
    private const int HeaderLength = 16;
    private const int MaximumTrailerLength = 3 + 2 + 16;

    private readonly object _gate = new();
    private readonly IntegrityCode _integrity;
    private readonly Confidentiality _confidentiality;
    private readonly SequenceWindow _authenticatedWindow;
    private readonly SequenceWindow _plainWindow = SequenceWindow.Rmcp20();
    private uint _authenticatedSequence;
    private uint _plainSequence;
    private bool _disposed;

    /// <param name="suite">The negotiated suite.</param>
    /// <param name="localId">The id this end chose.</param>
    /// <param name="remoteId">The id the other end chose.</param>
    /// <param name="keys">K1 and K2.</param>
    /// <param name="password">The user's password, which is the key of one integrity algorithm (MD5-128).</param>
    /// <param name="isConsole">Whether this is the console's end, which accepts authenticated packets from any distance ahead.</param>
    public RmcpPlusSession(CipherSuite suite, uint localId, uint remoteId, SessionKeys keys, byte[] password, bool isConsole = true)
    {
        Suite = suite;
        LocalId = localId;
        RemoteId = remoteId;
        _integrity = new IntegrityCode(suite.Integrity, keys.K1, password);
        _confidentiality = Confidentiality.Create(suite.Confidentiality, keys.K2);
        _authenticatedWindow = isConsole ? SequenceWindow.Authenticated() : SequenceWindow.Rmcp20();
    }

    public CipherSuite Suite { get; }

    public override uint LocalId { get; }

    public override uint RemoteId { get; }

    public override bool IsAuthenticated => _integrity.Length > 0;

    public override bool IsEncrypted => !_confidentiality.IsNone;

    public override int PacketsAtOnce => 15;

    public override byte[] Seal(PayloadType type, ArraySegment<byte> payload) => Seal(type, payload, IsAuthenticated, IsEncrypted);

    /// <summary>Creates a packet with less protection than the session has, such as for SOL payloads without encryption.</summary>
    public byte[] Seal(PayloadType type, ArraySegment<byte> payload, bool authenticate, bool encrypt)
    {
        lock (_gate)
        {
            if (_disposed)
                throw new ObjectDisposedException(nameof(RmcpPlusSession));
            var body = encrypt ? _confidentiality.Encrypt(payload) : payload;
            var writer = new ByteWriter(HeaderLength + body.Count + (authenticate ? MaximumTrailerLength : 0));
            Rmcp.WriteHeader(writer, Rmcp.IpmiClass);
            byte flags = (byte)((encrypt ? 0x80 : 0) | (authenticate ? 0x40 : 0));
            uint sequence = authenticate ? Next(ref _authenticatedSequence) : Next(ref _plainSequence);
            SessionPacket.WriteHeader20(writer, (byte)((byte)type | flags), RemoteId, sequence, body.Count);
            writer.WriteBytes(body);
            if (authenticate)
                WriteTrailer(writer);
            return writer.ToArray();
        }
    }

    public override bool TryOpen(in SessionPacket packet, out ArraySegment<byte> payload, out string reason)
    {
        payload = default;
        lock (_gate)
        {
            reason = Refuse(packet);
            if (reason.Length > 0)
                return false;
            try
            {
                payload = packet.Encrypted ? _confidentiality.Decrypt(packet.Payload) : packet.Payload;
                return true;
            }
            catch (MalformedDataException malformed)
            {
                reason = malformed.Message;
                return false;
            }
        }
    }

    public override void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _integrity.Dispose();
            _confidentiality.Dispose();
        }
    }

    /// <summary>Why the packet is refused; empty where it is not. Id, protection, authentication code, sequence: in this order.</summary>
    private string Refuse(in SessionPacket packet)
    {
        if (_disposed)
            return "the session is closed";
        if (!packet.IsRmcpPlus || packet.SessionId != LocalId)
            return "it is for another session";
        if (IsAuthenticated && !packet.Authenticated)
            return "it is not authenticated, though the session is";
        if (IsEncrypted && !packet.Encrypted && packet.PayloadType == PayloadType.Ipmi)
            return "it is not encrypted, though the session is";
        if (packet.Authenticated && !IsAuthenticated || packet.Encrypted && !IsEncrypted)
            return "it is protected by an algorithm that was not agreed on";
        if (packet.Authenticated && !HasRightCode(packet))
            return "its authentication code is wrong";
        var window = packet.Authenticated ? _authenticatedWindow : _plainWindow;
        return window.TryAccept(packet.Sequence) ? "" : $"its sequence number {packet.Sequence} was seen before or lies outside of the window";
    }

    private void WriteTrailer(ByteWriter writer)
    {
        // The pad makes everything from the authentication type to the next header a multiple of 4 bytes.
        int covered = writer.Length - Rmcp.HeaderLength + 2;
        int padLength = (4 - covered % 4) % 4;
        writer.WriteRepeated(IntegrityPad, padLength);
        writer.WriteByte((byte)padLength);
        writer.WriteByte(NextHeader);
        var data = writer.AsSegment();
        writer.WriteBytes(_integrity.Compute(new ArraySegment<byte>(data.Array!, Rmcp.HeaderLength, data.Count - Rmcp.HeaderLength)));
    }

    private bool HasRightCode(in SessionPacket packet)
    {
        // At least pad length and next header precede the code. The number of pad bytes is not checked: some BMCs count them differently,
        // and the code covers them.
        var trailer = packet.Trailer;
        if (trailer.Count < _integrity.Length + 2)
            return false;
        var datagram = packet.Datagram;
        int codeAt = trailer.Offset + trailer.Count - _integrity.Length;
        int coveredAt = datagram.Offset + Rmcp.HeaderLength;
        var expected = _integrity.Compute(new ArraySegment<byte>(datagram.Array!, coveredAt, codeAt - coveredAt));
        return SecretBytes.Equal(expected, new ArraySegment<byte>(datagram.Array!, codeAt, _integrity.Length));
    }

    private static uint Next(ref uint sequence) => sequence = sequence == uint.MaxValue ? 1 : sequence + 1;
}
