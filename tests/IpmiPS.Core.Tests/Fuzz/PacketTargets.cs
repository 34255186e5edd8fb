using System;
using System.Collections.Generic;
using System.Linq;
using IpmiPS.Channels;
using IpmiPS.Commands;
using IpmiPS.Crypto;
using IpmiPS.Packets;
using IpmiPS.Sessions;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;

namespace IpmiPS.Tests.Fuzz;

/// <summary>Packets, log-ins and sessions.</summary>
internal static class PacketTargets
{
    private const uint ConsoleId = 0x11223344, BmcId = 0x55667788;

    private static readonly byte[] s_key = [.. Enumerable.Range(1, 20).Select(value => (byte)value)];
    private static readonly byte[] s_password = [.. "opensesame".Select(c => (byte)c)];

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("codecs", Codecs) { MoreSeeds = CodecSeeds, TestCount = 20_000 },
        new("packet", Packet) { MoreSeeds = () => [.. Corpus.Recorded('<'), .. Corpus.Recorded('>')] },
        new("search", Search) { MoreSeeds = () => Corpus.Recorded('<') },
        new("log-in", LogIn),
        new("session-20", Session20),
        new("session-15", Session15),
    ];

    /// <summary>Two bytes choose the codec; the rest it reads.</summary>
    private static void Codecs(byte[] input)
    {
        var decisions = new FuzzInput(input);
        Codec.Of(decisions.Number()).Check(decisions.Rest());
    }

    private static IEnumerable<byte[]> CodecSeeds()
    {
        foreach (var codec in Codec.All)
            yield return [(byte)codec.Id, (byte)(codec.Id >> 8), .. new SeededRandom((ulong)codec.Id).Bytes(48)];
    }

    /// <summary>A datagram on its way through everything that looks at one before a session opens it.</summary>
    private static void Packet(byte[] input)
    {
        var datagram = new ArraySegment<byte>(input);
        new PacketTrace(new RecordingTrace()).Received(datagram);
        var reader = new ByteReader(datagram);
        if (Rmcp.ReadHeader(reader) == Rmcp.AsfClass)
        {
            AsfPing.Read(reader);
            return;
        }

        var packet = SessionPacket.Read(datagram, reader);
        LanMessage.Read(new ByteReader(packet.Payload));
    }

    /// <summary>An address of a search that answers with what the input says: a byte says for how many packets the next chunk replaces or follows the genuine answers.</summary>
    private static void Search(byte[] input)
    {
        var decisions = new FuzzInput(input);
        var bmc = new TestBmc { Random = new SeededRandom(1).Bytes };
        var network = new Discovery.Network();
        network.Hosts[Discovery.Network.EndPoint(1)] = packet =>
        {
            byte how = decisions.Byte();
            byte[] meddled = decisions.Chunk();
            return how < 0x80 ? bmc.Receive(packet) : how < 0xC0 ? [meddled] : bmc.Receive(packet).Select(answer => Meddle(answer, how, meddled));
        };
        network.Run([new(Discovery.Network.EndPoint(1))]);
        if (network.Sent.Count > 80)
            throw new InvalidOperationException($"{network.Sent.Count} packets were sent.");
    }

    /// <summary>
    /// A BMC that answers a log-in with what the input says: a byte for the suite; then for each answer a byte and a chunk: replaced, laid
    /// over the genuine one, or after it; the genuine one where the byte is small.
    /// </summary>
    private static void LogIn(byte[] input)
    {
        var decisions = new FuzzInput(input);
        var suite = CipherSuite.All[decisions.Byte() % CipherSuite.All.Count];
        var bmc = new TestBmc { Random = new SeededRandom(1).Bytes };
        using var handshake = new RmcpPlusHandshake(suite, PrivilegeLevel.Administrator, [.. "admin".Select(c => (byte)c)], s_password, [], new SeededRandom(2).Bytes);
        for (int step = 0; step < 8 && handshake.Outgoing is { } packet; step++)
        {
            byte how = decisions.Byte();
            foreach (byte[] answer in bmc.Receive(packet))
            {
                byte[] meddled = how < 0x80 ? answer : Meddle(answer, how, decisions.Chunk());
                var reader = new ByteReader(meddled);
                Rmcp.ReadHeader(reader);
                handshake.Receive(SessionPacket.Read(new ArraySegment<byte>(meddled), reader));
            }
        }

        if (handshake.Stage == HandshakeStage.Done != handshake.Session is not null)
            throw new InvalidOperationException("The log-in is done without a session, or has one and is not done.");
        handshake.GiveUp();
        handshake.Session?.Dispose();
    }

    /// <summary>Changes a datagram behind its RMCP header as a byte and a chunk say.</summary>
    public static byte[] Meddle(byte[] datagram, byte how, byte[] chunk)
    {
        int header = Math.Min(Rmcp.HeaderLength, datagram.Length), at = chunk.Length == 0 ? 0 : chunk[0] % Math.Max(1, datagram.Length);
        switch (how & 3)
        {
            case 0:
                return [.. datagram.Take(header), .. chunk];
            case 1:
                byte[] changed = [.. datagram];
                for (int i = 1; i < chunk.Length && at + i - 1 < changed.Length; i++)
                    changed[at + i - 1] ^= chunk[i];
                return changed;
            case 2:
                return [.. datagram.Take(at)];
            default:
                return [.. datagram, .. chunk];
        }
    }

    /// <summary>A byte for the suite, then packets: a byte how each is made, and a chunk.</summary>
    private static void Session20(byte[] input)
    {
        var decisions = new FuzzInput(input);
        var suite = CipherSuite.All[decisions.Byte() % CipherSuite.All.Count];
        using var keys = new SessionKeys(suite.Authentication, s_key);
        using var console = new RmcpPlusSession(suite, ConsoleId, BmcId, keys, s_password);
        using var bmc = new RmcpPlusSession(suite, BmcId, ConsoleId, keys, s_password, isConsole: false);
        uint forged = 0;
        while (!decisions.IsAtEnd)
        {
            byte how = decisions.Byte();
            byte[] chunk = decisions.Chunk();
            byte[] datagram = (how >> 4) switch
            {
                0 or 1 => chunk,
                2 or 3 => bmc.Seal(PayloadType.Ipmi, new ArraySegment<byte>(chunk)),
                4 or 5 => Meddle(bmc.Seal(PayloadType.Ipmi, new ArraySegment<byte>(chunk)), how, chunk),
                6 => bmc.Seal((PayloadType)(how & 1), new ArraySegment<byte>(chunk), authenticate: (how & 2) != 0 && bmc.IsAuthenticated, encrypt: (how & 4) != 0 && bmc.IsEncrypted),
                _ => Forge(suite, keys, (byte)(how << 6), ++forged, chunk),
            };

            // A forged packet may have the number of one to come.
            bool isSealed = how >> 4 is 2 or 3 && forged == 0;
            if (Open(console, datagram) is { } opened ? isSealed && !opened.SequenceEqual(chunk) : isSealed)
                throw new InvalidOperationException($"A packet sealed with suite {suite} was opened as something else.");
        }
    }

    /// <summary>A packet with the right code over a body that the other end did not make: what only a BMC can send.</summary>
    private static byte[] Forge(CipherSuite suite, SessionKeys keys, byte flags, uint sequence, byte[] body)
    {
        var writer = new ByteWriter();
        Rmcp.WriteHeader(writer, Rmcp.IpmiClass);
        SessionPacket.WriteHeader20(writer, (byte)(flags | 0x40), ConsoleId, 1000 + sequence, body.Length);
        writer.WriteBytes(body);
        writer.WriteUInt16(0x0700);
        using var integrity = new IntegrityCode(suite.Integrity, keys.K1, s_password);
        byte[] covered = [.. writer.ToArray().Skip(Rmcp.HeaderLength)];
        writer.WriteBytes(integrity.Compute(new ArraySegment<byte>(covered)));
        return writer.ToArray();
    }

    private static void Session15(byte[] input)
    {
        var decisions = new FuzzInput(input);
        var type = (AuthType)new byte[] { 0, 1, 2, 4 }[decisions.Byte() & 3];
        bool perMessage = (decisions.Byte() & 1) == 0;
        using var console = new LanSession15(type, BmcId, s_password, perMessage, 1, 1);
        using var bmc = new LanSession15(type, BmcId, s_password, perMessage, 1, 1, isConsole: false);
        while (!decisions.IsAtEnd)
        {
            byte how = decisions.Byte();
            byte[] chunk = decisions.Chunk();
            byte[] genuine = bmc.Seal(PayloadType.Ipmi, new ArraySegment<byte>(chunk));
            byte[] datagram = how < 0x40 ? chunk : how < 0x80 ? genuine : Meddle(genuine, how, chunk);

            // Without codes, a packet after many lost ones is beyond the window; and a password says nothing of the rest of the packet.
            bool isSealed = datagram == genuine && console.IsAuthenticated && type != AuthType.Straight;
            if (Open(console, datagram) is { } opened ? isSealed && !opened.SequenceEqual(chunk) : isSealed)
                throw new InvalidOperationException($"A packet sealed with {type} was opened as something else.");
        }
    }

    /// <summary>The payload of a datagram; null where the session does not take it.</summary>
    public static byte[]? Open(Session session, byte[] datagram)
    {
        try
        {
            var reader = new ByteReader(datagram);
            if (Rmcp.ReadHeader(reader) != Rmcp.IpmiClass || !session.TryOpen(SessionPacket.Read(new ArraySegment<byte>(datagram), reader), out var payload, out _))
                return null;
            return new ByteReader(payload).ReadRest();
        }
        catch (MalformedDataException)
        {
            return null;
        }
    }
}
