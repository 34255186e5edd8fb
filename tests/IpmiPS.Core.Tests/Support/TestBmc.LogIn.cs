using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using IpmiPS.Commands.App;
using IpmiPS.Crypto;
using IpmiPS.Packets;
using IpmiPS.Sessions;
using IpmiPS.Wire;

namespace IpmiPS.Tests.Support;

/// <summary>The log-ins: RMCP+ and IPMI 1.5.</summary>
internal sealed partial class TestBmc
{
    private readonly Dictionary<uint, OpenedSession> _opened = [];
    private readonly Dictionary<uint, PendingChallenge> _challenges = [];

    private sealed record OpenedSession(CipherSuite Suite, RakpAuthentication Rakp);

    private sealed record PendingChallenge(AuthType Type, byte[] Challenge);

    private List<byte[]> LogIn20(in SessionPacket packet)
    {
        if (!SpeaksIpmi20)
            return [];
        LogInPackets.Add(packet.PayloadType);
        var reader = new ByteReader(packet.Payload);
        var writer = new ByteWriter();
        PayloadType type;
        switch (packet.PayloadType)
        {
            case PayloadType.OpenSessionRequest:
                type = PayloadType.OpenSessionResponse;
                Open(OpenSessionRequest.Read(reader)).Write(writer);
                break;
            case PayloadType.Rakp1:
                type = PayloadType.Rakp2;
                Answer(Rakp1.Read(reader)).Write(writer);
                break;
            case PayloadType.Rakp3 when Answer(Rakp3.Read(reader)) is { } rakp4:
                type = PayloadType.Rakp4;
                rakp4.Write(writer);
                break;
            default:
                return [];
        }

        return Rewrite(type, writer.ToArray()) is { } payload ? [SessionPacket.WriteSessionless20(type, new ArraySegment<byte>(payload))] : [];
    }

    private OpenSessionResponse Open(OpenSessionRequest request)
    {
        OpenSessions.Add(request);
        var suite = CipherSuite.All.SingleOrDefault(candidate => Suites.Contains(candidate.Id)
            && (candidate.Authentication, candidate.Integrity, candidate.Confidentiality) == (request.Authentication, request.Integrity, request.Confidentiality));
        var status = OpenSessionStatus(request) ?? (suite is null ? RmcpStatus.NoCipherSuiteMatch : RmcpStatus.NoErrors);
        if (status != RmcpStatus.NoErrors)
            return new OpenSessionResponse(request.Tag, status) { ConsoleSessionId = request.ConsoleSessionId };
        uint id = _nextId++;
        _opened[id] = new OpenedSession(suite!, new RakpAuthentication(suite!.Authentication, UserKey())
        {
            ConsoleSessionId = request.ConsoleSessionId,
            BmcSessionId = id,
            BmcGuid = Guid,
        });
        return new OpenSessionResponse(request.Tag, status)
        {
            Privilege = request.Privilege == 0 ? (byte)Limit : request.Privilege,
            ConsoleSessionId = request.ConsoleSessionId,
            BmcSessionId = id,
            Authentication = request.Authentication,
            Integrity = request.Integrity,
            Confidentiality = request.Confidentiality,
        };
    }

    private Rakp2 Answer(Rakp1 message)
    {
        if (!_opened.TryGetValue(message.BmcSessionId, out var opened))
            return new Rakp2(message.Tag, RmcpStatus.InvalidSessionId, 0);
        var rakp = opened.Rakp;
        var status = Rakp2Status(message) ?? (Encoding.UTF8.GetString(message.UserName) != UserName ? RmcpStatus.UnauthorizedName
            : (message.Role & 0x0F) > (byte)Limit ? RmcpStatus.UnauthorizedRole
            : RmcpStatus.NoErrors);
        if (status != RmcpStatus.NoErrors)
            return new Rakp2(message.Tag, status, rakp.ConsoleSessionId);
        if (DrawsAgain || rakp.BmcRandom.Length == 0)
            rakp.BmcRandom = Random(16);
        rakp.ConsoleRandom = message.ConsoleRandom;
        rakp.Role = IgnoresLookupBit ? (byte)(message.Role & 0x0F) : message.Role;
        rakp.UserName = message.UserName;
        return new Rakp2(message.Tag, status, rakp.ConsoleSessionId) { BmcRandom = rakp.BmcRandom, BmcGuid = Guid, Code = rakp.Rakp2Code(rakp.Role) };
    }

    private Rakp4? Answer(Rakp3 message)
    {
        if (!_opened.TryGetValue(message.BmcSessionId, out var opened))
            return new Rakp4(message.Tag, RmcpStatus.InvalidSessionId, 0, []);
        _opened.Remove(message.BmcSessionId);
        if (message.Status != RmcpStatus.NoErrors)
            return null;
        var rakp = opened.Rakp;
        if (!message.Code.SequenceEqual(rakp.Rakp3Code()))
            return Rakp4Of(new Rakp4(message.Tag, RmcpStatus.InvalidIntegrityCheckValue, rakp.ConsoleSessionId, []));
        byte[] integrityKey = LastIntegrityKey = rakp.SessionIntegrityKey(BmcKey);
        using var keys = new SessionKeys(opened.Suite.Authentication, integrityKey);
        _sessions[rakp.BmcSessionId] = new RmcpPlusSession(opened.Suite, rakp.BmcSessionId, rakp.ConsoleSessionId, keys, UserKey(), isConsole: false);
        return Rakp4Of(new Rakp4(message.Tag, RmcpStatus.NoErrors, rakp.ConsoleSessionId, rakp.Rakp4Code(integrityKey)));
    }

    private byte[] Capabilities(BmcRequest request)
    {
        bool asked20 = GetChannelAuthenticationCapabilities.ReadRequest(new ByteReader(request.Data)).RequestIpmi20;
        var writer = new ByteWriter();
        new ChannelAuthenticationCapabilities
        {
            Channel = 1,
            AuthenticationTypes = (byte)(AuthTypes.Sum(type => 1 << (int)type) | (asked20 ? 0x80 : 0)),
            Status = (byte)((BmcKey.Length > 0 ? 0x20 : 0) | (PerMessageAuthentication ? 0 : 0x10) | 0x04),
            Extended = (byte)((SpeaksIpmi20 ? 2 : 0) | (AuthTypes.Length > 0 ? 1 : 0)),
        }.Write(writer);
        return [0, .. writer.ToArray()];
    }

    private byte[] Challenge(BmcRequest request)
    {
        var asked = GetSessionChallenge.ReadRequest(new ByteReader(request.Data));
        if (!AuthTypes.Contains((AuthType)asked.AuthenticationType))
            return [0xCC];
        if (Encoding.UTF8.GetString(asked.UserName) != UserName)
            return [0x81];
        uint id = _nextId++;
        _challenges[id] = new PendingChallenge((AuthType)asked.AuthenticationType, Random(16));
        var writer = new ByteWriter();
        new SessionChallenge { TemporarySessionId = id, Challenge = _challenges[id].Challenge }.Write(writer);
        return [0, .. writer.ToArray()];
    }

    /// <summary>Activate Session; one with a wrong code gets no answer, as from real BMCs.</summary>
    private List<byte[]> Activate(in SessionPacket packet)
    {
        var message = LanMessage.Read(new ByteReader(packet.Payload));
        var request = new BmcRequest(message, new ByteReader(message.Data).ReadRest(), null, packet.Sequence);
        Requests.Add(request);
        var challenge = _challenges[packet.SessionId];
        byte[] password = UserKey();
        byte[] expected = AuthCode15.Compute(challenge.Type, password, packet.SessionId, packet.Sequence, packet.Payload);
        var activate = ActivateSession.ReadRequest(new ByteReader(request.Data));
        if (packet.AuthType != challenge.Type || !SecretBytes.Equal(expected, packet.AuthCode) || !activate.Challenge.SequenceEqual(challenge.Challenge))
        {
            Refused.Add("wrong authentication code in Activate Session");
            return [];
        }

        var writer = new ByteWriter();
        if (activate.MaximumPrivilege > Limit)
        {
            writer.WriteByte(0x86);
        }
        else
        {
            var type = PerMessageAuthentication ? challenge.Type : AuthType.None;
            uint id = _nextId++, first = new ByteReader(Random(4)).ReadUInt32() | 1;
            _challenges.Remove(packet.SessionId);
            _sessions[id] = new LanSession15(challenge.Type, id, password, PerMessageAuthentication, activate.FirstOutboundSequence, first, isConsole: false);
            writer.WriteByte(0);
            new ActivatedSession { AuthenticationType = (byte)type, SessionId = id, FirstInboundSequence = first, MaximumPrivilege = activate.MaximumPrivilege }.Write(writer);
        }

        var answer = new ByteWriter();
        message.Answer(writer.AsSegment()).Write(answer);
        return [LanSession15.Write(challenge.Type, password, packet.SessionId, 0, answer.AsSegment())];
    }
}
