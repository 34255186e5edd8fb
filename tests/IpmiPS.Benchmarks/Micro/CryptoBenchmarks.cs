using System;
using System.Linq;
using BenchmarkDotNet.Attributes;
using IpmiPS.Crypto;
using IpmiPS.Packets;
using IpmiPS.Sessions;
using IpmiPS.Wire;

namespace IpmiPS.Benchmarks;

/// <summary>What a log-in computes at the console's end: RAKP 1 to 4 against the recorded packets of a BMC, and the session's keys.</summary>
public class CryptoBenchmarks
{
    private static readonly byte[] User = "admin"u8.ToArray();
    private static readonly byte[] Password = "simulated"u8.ToArray();

    private CipherSuite _suite = null!;
    private byte[] _integrityKey = [];
    private byte[][] _ofBmc = [];

    [Params(3, 17)]
    public byte Suite { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _suite = CipherSuite.Find(Suite)!;
        using RmcpPlusHandshake handshake = Begin();
        var open = OpenSessionRequest.Read(Payload(handshake.Outgoing!));
        byte[] openResponse = Packet(PayloadType.OpenSessionResponse, new OpenSessionResponse(open.Tag, RmcpStatus.NoErrors)
        {
            Privilege = open.Privilege,
            ConsoleSessionId = open.ConsoleSessionId,
            BmcSessionId = 0x0A0B0C0D,
            Authentication = _suite.Authentication,
            Integrity = _suite.Integrity,
            Confidentiality = _suite.Confidentiality,
        }.Write);
        Take(handshake, openResponse);

        var rakp1 = Rakp1.Read(Payload(handshake.Outgoing!));
        var rakp = new RakpAuthentication(_suite.Authentication, Password)
        {
            ConsoleSessionId = open.ConsoleSessionId,
            BmcSessionId = rakp1.BmcSessionId,
            ConsoleRandom = rakp1.ConsoleRandom,
            BmcRandom = NotRandom(16),
            BmcGuid = NotRandom(16),
            Role = rakp1.Role,
            UserName = rakp1.UserName,
        };
        byte[] rakp2 = Packet(PayloadType.Rakp2, new Rakp2(rakp1.Tag, RmcpStatus.NoErrors, open.ConsoleSessionId)
        {
            BmcRandom = rakp.BmcRandom,
            BmcGuid = rakp.BmcGuid,
            Code = rakp.Rakp2Code(rakp1.Role),
        }.Write);
        Take(handshake, rakp2);

        var rakp3 = Rakp3.Read(Payload(handshake.Outgoing!));
        _integrityKey = rakp.SessionIntegrityKey(null);
        byte[] rakp4 = Packet(PayloadType.Rakp4, new Rakp4(rakp3.Tag, RmcpStatus.NoErrors, open.ConsoleSessionId, rakp.Rakp4Code(_integrityKey)).Write);
        _ofBmc = [openResponse, rakp2, rakp4];
        LogIn();
    }

    [Benchmark]
    public uint LogIn()
    {
        using RmcpPlusHandshake handshake = Begin();
        foreach (byte[] packet in _ofBmc)
            Take(handshake, packet);
        using RmcpPlusSession session = handshake.Session ?? throw new InvalidOperationException($"The log-in ended with {handshake.Failure}.");
        return session.RemoteId;
    }

    [Benchmark]
    public byte[] SessionKeys()
    {
        using var keys = new SessionKeys(_suite.Authentication, _integrityKey);
        return keys.K1;
    }

    /// <summary>The same numbers each time, so that the recorded answers fit.</summary>
    private RmcpPlusHandshake Begin() => new(_suite, PrivilegeLevel.User, User, Password, [], NotRandom);

    private static byte[] NotRandom(int count) => [.. Enumerable.Range(1, count).Select(number => (byte)number)];

    private static void Take(RmcpPlusHandshake handshake, byte[] datagram)
    {
        var reader = new ByteReader(datagram);
        Rmcp.ReadHeader(reader);
        if (!handshake.Receive(SessionPacket.Read(new ArraySegment<byte>(datagram), reader)))
            throw new InvalidOperationException($"The log-in did not go on from {handshake.Stage}.");
    }

    private static ByteReader Payload(byte[] datagram)
    {
        var reader = new ByteReader(datagram);
        Rmcp.ReadHeader(reader);
        return new ByteReader(SessionPacket.Read(new ArraySegment<byte>(datagram), reader).Payload);
    }

    private static byte[] Packet(PayloadType type, Action<ByteWriter> write)
    {
        var writer = new ByteWriter();
        write(writer);
        return SessionPacket.WriteSessionless20(type, writer.AsSegment());
    }
}
