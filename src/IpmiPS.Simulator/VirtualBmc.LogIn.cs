using System;
using System.Collections.Generic;
using System.Net;
using IpmiPS.Crypto;
using IpmiPS.Packets;
using IpmiPS.Sessions;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <content>The BMC's side of RMCP+ log-ins. IPMI 2.0 section 13.17 to 13.23.</content>
public sealed partial class VirtualBmc
{
    private const byte HighestPrivilege = (byte)PrivilegeLevel.Administrator;

    /// <summary>Payloads of a log-in. Those that come twice are answered with the same packet as the first time.</summary>
    private void OnLogInPayload(in SessionPacket packet, IPEndPoint from)
    {
        if (Suites.Length == 0 || Quirks.IgnoresLogIn?.Invoke(this, packet) == true)
            return;
        var reader = new ByteReader(packet.Payload);
        switch (packet.PayloadType)
        {
            case PayloadType.OpenSessionRequest:
                OnOpenSession(OpenSessionRequest.Read(reader), from);
                break;
            case PayloadType.Rakp1:
                OnRakp1(Rakp1.Read(reader), Copy(packet.Payload), from);
                break;
            case PayloadType.Rakp3:
                OnRakp3(Rakp3.Read(reader), from);
                break;
        }
    }

    private void OnOpenSession(OpenSessionRequest request, IPEndPoint from)
    {
        if (Sessions.FindLogIn(request.ConsoleSessionId, request.Tag, from) is { } known)
        {
            Send((byte[])known.OpenSessionResponse.Clone(), from);
            return;
        }

        byte privilege = (byte)(request.Privilege & 0x0F);
        var status = CheckOpenSession(request, privilege, out var suite);
        if (status != RmcpStatus.NoErrors || suite is null)
        {
            SendPayload(PayloadType.OpenSessionResponse, from, new OpenSessionResponse(request.Tag, status) { ConsoleSessionId = request.ConsoleSessionId }.Write);
            return;
        }

        var logIn = new LogIn20(request.ConsoleSessionId, Sessions.NewId(), request.Tag, privilege == 0 ? HighestPrivilege : privilege, suite, from, Time.Now) { AskedPrivilege = privilege };
        var response = new OpenSessionResponse(request.Tag, RmcpStatus.NoErrors)
        {
            Privilege = logIn.Privilege,
            ConsoleSessionId = logIn.ConsoleId,
            BmcSessionId = logIn.BmcId,
            Authentication = suite.Authentication,
            Integrity = suite.Integrity,
            Confidentiality = suite.Confidentiality,
        };
        logIn.OpenSessionResponse = SendPayload(PayloadType.OpenSessionResponse, from, response.Write);
        Sessions.Begin(logIn);
    }

    private RmcpStatus CheckOpenSession(OpenSessionRequest request, byte privilege, out CipherSuite? suite)
    {
        suite = null;
        if (request.ConsoleSessionId == 0)
            return RmcpStatus.InvalidSessionId;
        if (privilege > (byte)PrivilegeLevel.Oem)
            return RmcpStatus.InvalidRole;
        bool authentication = false, integrity = false, confidentiality = false;
        foreach (byte id in Suites)
        {
            var candidate = CipherSuite.Find(id)!;
            authentication |= candidate.Authentication == request.Authentication;
            integrity |= candidate.Integrity == request.Integrity;
            confidentiality |= candidate.Confidentiality == request.Confidentiality;
            if ((candidate.Authentication, candidate.Integrity, candidate.Confidentiality) == (request.Authentication, request.Integrity, request.Confidentiality))
                suite = candidate;
        }

        if (suite is null)
            return !authentication ? RmcpStatus.InvalidAuthenticationAlgorithm
                : !integrity ? RmcpStatus.InvalidIntegrityAlgorithm
                : !confidentiality ? RmcpStatus.InvalidConfidentialityAlgorithm
                : RmcpStatus.NoCipherSuiteMatch;
        return Sessions.HasFreeSlot() ? RmcpStatus.NoErrors : RmcpStatus.InsufficientResources;
    }

    private void OnRakp1(Rakp1 message, byte[] bytes, IPEndPoint from)
    {
        if (Sessions.FindLogIn(message.BmcSessionId) is not { } logIn)
        {
            SendPayload(PayloadType.Rakp2, from, new Rakp2(message.Tag, RmcpStatus.InvalidSessionId, 0).Write);
            return;
        }

        if (logIn.Rakp2Packet is { } sent)
        {
            if (SameBytes(logIn.Rakp1!, bytes))
                Send((byte[])sent.Clone(), from);
            return;
        }

        var status = FindUser(message, logIn);
        status = Quirks.Rakp1Status?.Invoke(this, logIn, message, status) ?? status;
        if (status != RmcpStatus.NoErrors || logIn.User is null)
        {
            CountRefusedLogIn(null);
            Sessions.End(logIn);
            SendPayload(PayloadType.Rakp2, from, new Rakp2(message.Tag, status, logIn.ConsoleId).Write);
            return;
        }

        var rakp = new RakpAuthentication(logIn.Suite.Authentication, logIn.User.Password)
        {
            ConsoleSessionId = logIn.ConsoleId,
            BmcSessionId = logIn.BmcId,
            ConsoleRandom = message.ConsoleRandom,
            BmcRandom = SecretBytes.Random(16),
            BmcGuid = Guid,
            Role = message.Role,
            UserName = message.UserName,
        };
        Quirks.Hash?.Invoke(this, logIn, rakp);
        logIn.Authentication = rakp;
        logIn.Rakp1 = bytes;
        var response = new Rakp2(message.Tag, RmcpStatus.NoErrors, logIn.ConsoleId) { BmcRandom = rakp.BmcRandom, BmcGuid = Guid, Code = rakp.Rakp2Code(rakp.Role) };
        logIn.Rakp2Packet = SendPayload(PayloadType.Rakp2, from, response.Write);
    }

    /// <summary>Looks the user up by name alone, or by name and privilege. IPMI 2.0 section 13.20, byte 25.</summary>
    private RmcpStatus FindUser(Rakp1 message, LogIn20 logIn)
    {
        if (message.UserName.Length > User.NameLength)
            return RmcpStatus.InvalidNameLength;
        byte privilege = (byte)(message.Role & 0x0F);
        if (privilege > (byte)PrivilegeLevel.Oem)
            return RmcpStatus.InvalidRole;
        bool byNameOnly = (message.Role & Rakp1.NameOnlyLookup) != 0;
        var named = Users.FindForLogIn(message.UserName, 0);
        logIn.User = byNameOnly ? named : Users.FindForLogIn(message.UserName, privilege);
        if (named is null)
            return RmcpStatus.UnauthorizedName;
        if (logIn.User is null)
            return RmcpStatus.UnauthorizedRole;
        byte highest = Math.Min(Math.Min(logIn.User.Privilege, logIn.Privilege), (byte)ChannelAccess.PrivilegeLimit);
        if (privilege > highest)
            return RmcpStatus.UnauthorizedRole;
        logIn.GrantedPrivilege = privilege != 0 ? privilege : highest;
        return RmcpStatus.NoErrors;
    }

    private void OnRakp3(Rakp3 message, IPEndPoint from)
    {
        if (Sessions.FindSession(message.BmcSessionId) is { LogIn.Rakp4Packet: { } sent })
        {
            Send((byte[])sent.Clone(), from);
            return;
        }

        if (Sessions.FindLogIn(message.BmcSessionId) is not { User: { } user, Authentication: { } rakp } logIn)
        {
            SendPayload(PayloadType.Rakp4, from, new Rakp4(message.Tag, RmcpStatus.InvalidSessionId, 0, []).Write);
            return;
        }

        Sessions.End(logIn);
        if (message.Status != RmcpStatus.NoErrors)
        {
            // The console found our code wrong, so it has another password.
            CountRefusedLogIn(user);
            return;
        }

        if (!SecretBytes.Equal(rakp.Rakp3Code(), new ArraySegment<byte>(message.Code)))
        {
            CountRefusedLogIn(user);
            SendPayload(PayloadType.Rakp4, from, new Rakp4(message.Tag, RmcpStatus.InvalidIntegrityCheckValue, logIn.ConsoleId, []).Write);
            return;
        }

        user.GoodPasswordCame();
        using var integrityKey = SecretBuffer.Take(rakp.SessionIntegrityKey(BmcKey));
        using var keys = new SessionKeys(logIn.Suite.Authentication, integrityKey.Bytes);
        var sealing = new RmcpPlusSession(logIn.Suite, logIn.BmcId, logIn.ConsoleId, keys, user.Password, isConsole: false);
        var session = new ServerSession(logIn.BmcId, Sessions.NextHandle(), sealing, user, logIn.GrantedPrivilege, from) { LogIn = logIn };
        Sessions.Open(session);
        logIn.Rakp4Packet = SendPayload(PayloadType.Rakp4, from, new Rakp4(message.Tag, RmcpStatus.NoErrors, logIn.ConsoleId, rakp.Rakp4Code(integrityKey.Bytes)).Write);
    }

    private byte[] SendPayload(PayloadType type, IPEndPoint to, Action<ByteWriter> write)
    {
        var writer = new ByteWriter();
        write(writer);
        var payload = Quirks.LogInResult is { } edit ? new ArraySegment<byte>(edit(this, type, writer.ToArray())) : writer.AsSegment();
        byte[] packet = SessionPacket.WriteSessionless20(type, payload);
        Send((byte[])packet.Clone(), to);
        return packet;
    }

    private static byte[] SuitesOf(SimulatorOptions options, MachineDefinition definition)
    {
        var suites = new SortedSet<byte>(options.CipherSuites ?? definition.CipherSuites ?? [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
        foreach (byte id in suites)
            if (CipherSuite.Find(id) is null)
                throw new ArgumentException($"-CipherSuite takes 0 to 19, which the standard has, not {id}.");
        var ids = new byte[suites.Count];
        suites.CopyTo(ids);
        return ids;
    }

    private static byte[] Copy(ArraySegment<byte> bytes)
    {
        var copy = new byte[bytes.Count];
        Buffer.BlockCopy(bytes.Array!, bytes.Offset, copy, 0, copy.Length);
        return copy;
    }

    private static bool SameBytes(byte[] a, byte[] b) => SecretBytes.Equal(a, new ArraySegment<byte>(b));
}
