using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Commands.Chassis;
using IpmiPS.Crypto;
using IpmiPS.Packets;
using IpmiPS.Sessions;
using IpmiPS.Wire;

namespace IpmiPS.Tests.Support;

/// <summary>
/// A BMC for tests of the client: datagrams in, datagrams out, one call at a time, no socket, no clock. It does what the
/// specification says; what a test wants otherwise it says with one of the hooks. That both ends compute rightly is shown
/// elsewhere, with vectors from other implementations.
/// </summary>
internal sealed partial class TestBmc
{
    private readonly object _gate = new();
    private readonly Dictionary<uint, Session> _sessions = [];
    private uint _nextId = 0x0200_0001;

    public TestBmc() => Rakp4Of = message => message;

    /// <summary>The session integrity key (SIK) of the last RMCP+ log-in; null before one.</summary>
    public byte[]? LastIntegrityKey { get; private set; }

    public string UserName { get; init; } = "admin";

    public string Password { get; init; } = "opensesame";

    /// <summary>Kg; empty where none is set.</summary>
    public byte[] BmcKey { get; init; } = [];

    public byte[] Guid { get; init; } = [.. Enumerable.Range(0xA0, 16).Select(value => (byte)value)];

    /// <summary>The cipher suites that Open Session accepts.</summary>
    public byte[] Suites { get; init; } = [.. CipherSuite.All.Select(suite => suite.Id)];

    /// <summary>The highest privilege of the user.</summary>
    public PrivilegeLevel Limit { get; init; } = PrivilegeLevel.Administrator;

    public bool SpeaksIpmi20 { get; init; } = true;

    /// <summary>The IPMI 1.5 authentication types on offer; none means that IPMI 1.5 is not spoken.</summary>
    public AuthType[] AuthTypes { get; init; } = [];

    public bool PerMessageAuthentication { get; init; } = true;

    /// <summary>Computes its codes with the privilege level alone, as some firmware does.</summary>
    public bool IgnoresLookupBit { get; init; }

    /// <summary>Takes a repeated RAKP 1 for a new one and draws another random number, as some firmware does.</summary>
    public bool DrawsAgain { get; init; }

    /// <summary>Random bytes of the BMC's side.</summary>
    public Func<int, byte[]> Random { get; init; } = SecretBytes.Random;

    /// <summary>Answers a command within a session with completion code and data; null leaves it without an answer.</summary>
    public Func<BmcRequest, byte[]?> Command { get; set; } = request =>
        request.Is(NetFn.App, GetDeviceId.Definition.Code) ? DeviceIdAnswer : request.Is(NetFn.Chassis, ChassisControl.Definition.Code) ? [0] : [0xC1];

    /// <summary>Answers a command without a session, before the BMC does; null lets the BMC answer, an empty array nobody.</summary>
    public Func<BmcRequest, byte[]?> Sessionless { get; set; } = _ => null;

    /// <summary>The status with which Open Session answers; null for what the BMC thinks itself.</summary>
    public Func<OpenSessionRequest, RmcpStatus?> OpenSessionStatus { get; set; } = _ => null;

    /// <summary>The status with which RAKP 1 is answered; null for what the BMC thinks itself.</summary>
    public Func<Rakp1, RmcpStatus?> Rakp2Status { get; set; } = _ => null;

    public Func<Rakp4, Rakp4?> Rakp4Of { get; set; }

    /// <summary>Changes the payload of an answer outside of a session; null drops it.</summary>
    public Func<PayloadType, byte[], byte[]?> Rewrite { get; set; } = (_, payload) => payload;

    /// <summary>Says how an answer within a session goes out: which datagrams, in which order.</summary>
    public Func<BmcAnswer, IEnumerable<byte[]>> Seal { get; set; } = answer => [answer.Sealed()];

    /// <summary>What comes back for a payload other than an IPMI message.</summary>
    public Func<byte[], IEnumerable<byte[]>> Payload { get; set; } = payload => [payload];

    /// <summary>Everything that arrived, in order.</summary>
    public List<BmcRequest> Requests { get; } = [];

    /// <summary>The payload types of the RMCP+ packets outside of sessions that arrived, in order.</summary>
    public List<PayloadType> LogInPackets { get; } = [];

    /// <summary>The Open Session requests that arrived.</summary>
    public List<OpenSessionRequest> OpenSessions { get; } = [];

    /// <summary>Sessions that are open.</summary>
    public int OpenSessionCount
    {
        get
        {
            lock (_gate)
                return _sessions.Count;
        }
    }

    /// <summary>Packets that no session took, with the reason.</summary>
    public List<string> Refused { get; } = [];

    /// <summary>The requests within sessions, without those that belong to session handling.</summary>
    public IEnumerable<BmcRequest> Commands => Snapshot().Where(request => request.Session is not null
        && !request.Is(NetFn.App, CloseSession.Definition.Code) && !request.Is(NetFn.App, SetSessionPrivilegeLevel.Definition.Code));

    public static byte[] DeviceIdAnswer => [0x00, 0x20, 0x01, 0x02, 0x15, 0x02, 0xBF, 0x57, 0x01, 0x00, 0x34, 0x12];

    public int Count(NetFn netFn, byte command) => Snapshot().Count(request => request.Is(netFn, command));

    /// <summary>Takes a datagram; gives those that answer it.</summary>
    public List<byte[]> Receive(byte[] datagram)
    {
        lock (_gate)
        {
            var reader = new ByteReader(datagram);
            byte messageClass = Rmcp.ReadHeader(reader);
            if (messageClass == Rmcp.AsfClass)
                return [AsfPing.WritePong(AsfPing.Read(reader).Tag)];
            var packet = SessionPacket.Read(new ArraySegment<byte>(datagram), reader);
            if (packet.SessionId == 0)
                return packet.IsRmcpPlus && packet.PayloadType != PayloadType.Ipmi ? LogIn20(packet) : Outside(packet);
            return _challenges.ContainsKey(packet.SessionId) ? Activate(packet) : Inside(packet);
        }
    }

    private List<BmcRequest> Snapshot()
    {
        lock (_gate)
            return [.. Requests];
    }

    /// <summary>A command that needs no session, answered in the layout in which it came.</summary>
    private List<byte[]> Outside(in SessionPacket packet)
    {
        var message = LanMessage.Read(new ByteReader(packet.Payload));
        var request = new BmcRequest(message, new ByteReader(message.Data).ReadRest(), null, 0) { IsRmcpPlus = packet.IsRmcpPlus };
        Requests.Add(request);
        byte[]? answer = Sessionless(request) ?? Before(request);
        if (answer is null || answer.Length == 0)
            return [];
        var reply = message.Answer(new ArraySegment<byte>(answer));
        if (!packet.IsRmcpPlus)
            return [SessionPacket.WriteSessionless15(reply)];
        var writer = new ByteWriter();
        reply.Write(writer);
        return [SessionPacket.WriteSessionless20(PayloadType.Ipmi, writer.AsSegment())];
    }

    private byte[]? Before(BmcRequest request)
    {
        if (request.Is(NetFn.App, GetChannelAuthenticationCapabilities.Definition.Code))
            return Capabilities(request);
        if (request.Is(NetFn.App, GetSessionChallenge.Definition.Code))
            return Challenge(request);
        return request.Is(NetFn.App, GetChannelCipherSuites.Definition.Code) && SpeaksIpmi20 ? SuiteList(request) : null;
    }

    private byte[] SuiteList(BmcRequest request)
    {
        var records = new ByteWriter();
        foreach (var suite in Suites.Select(id => CipherSuite.Find(id)!))
        {
            records.WriteByte(0xC0);
            records.WriteByte(suite.Id);
            records.WriteByte((byte)suite.Authentication);
            records.WriteByte((byte)(0x40 | (byte)suite.Integrity));
            records.WriteByte((byte)(0x80 | (byte)suite.Confidentiality));
        }

        int page = GetChannelCipherSuites.ReadRequest(new ByteReader(request.Data)).ListIndex;
        return [0, 1, .. records.ToArray().Skip(page * GetChannelCipherSuites.PageLength).Take(GetChannelCipherSuites.PageLength)];
    }

    private List<byte[]> Inside(in SessionPacket packet)
    {
        if (!_sessions.TryGetValue(packet.SessionId, out var session) || !session.TryOpen(packet, out var payload, out string reason))
        {
            Refused.Add(session is null ? "no such session" : "not opened");
            return [];
        }

        var type = packet.PayloadType;
        if (type != PayloadType.Ipmi)
            return [.. Payload(new ByteReader(payload).ReadRest()).Select(answer => session.Seal(type, new ArraySegment<byte>(answer)))];
        var message = LanMessage.Read(new ByteReader(payload));
        var request = new BmcRequest(message, new ByteReader(message.Data).ReadRest(), session, packet.Sequence) { IsRmcpPlus = packet.IsRmcpPlus };
        Requests.Add(request);
        bool isFarewell = request.Is(NetFn.App, CloseSession.Definition.Code);
        byte[]? answer = isFarewell ? [(byte)(CloseSession.ReadRequest(new ByteReader(request.Data)).SessionId == session.LocalId ? 0 : 0x87)] : Command(request);
        if (answer is { Length: 1 } && answer[0] == 0xC1 && request.Is(NetFn.App, SetSessionPrivilegeLevel.Definition.Code))
            answer = request.Data[0] <= (byte)Limit ? [0, request.Data[0]] : [0x81];
        List<byte[]> datagrams = answer is null ? [] : [.. Seal(new BmcAnswer(request, message.Answer(new ArraySegment<byte>(answer))))];
        if (isFarewell && answer![0] == 0)
            _sessions.Remove(session.LocalId);
        return datagrams;
    }

    private byte[] UserKey() => Encoding.UTF8.GetBytes(Password);
}

/// <summary>A command that arrived at the BMC.</summary>
internal sealed record BmcRequest(LanMessage Message, byte[] Data, Session? Session, uint SessionSequence)
{
    public bool IsRmcpPlus { get; init; }

    public bool Is(NetFn netFn, byte command) => Message.NetFn == (byte)netFn && Message.Command == command;
}

/// <summary>An answer that is about to leave the BMC.</summary>
internal sealed record BmcAnswer(BmcRequest Request, LanMessage Message)
{
    public BmcAnswer(BmcRequest request, params byte[] completionCodeAndData)
        : this(request, request.Message.Answer(new ArraySegment<byte>(completionCodeAndData)))
    {
    }

    /// <summary>Seals it, as often as it is to go out; each has a session sequence number of its own.</summary>
    public byte[] Sealed() => Sealed(Message);

    public byte[] Sealed(LanMessage message)
    {
        var writer = new ByteWriter();
        message.Write(writer);
        return Request.Session!.Seal(PayloadType.Ipmi, writer.AsSegment());
    }
}
