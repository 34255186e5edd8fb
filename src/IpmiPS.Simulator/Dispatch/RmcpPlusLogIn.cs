using System;
using System.Linq;
using System.Net;
using IpmiPS.Crypto;
using IpmiPS.Packets;
using IpmiPS.Sessions;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>The BMC's side of RMCP+ log-ins. IPMI 2.0 sections 13.17 to 13.23. A repeated message gets the same response again.</summary>
internal sealed class RmcpPlusLogIn(BmcState bmc, QuirkSet quirks, PacketOutput output)
{
    private const byte MaximumPrivilege = (byte)PrivilegeLevel.Administrator;

    public void Receive(in SessionPacket packet, IPEndPoint from)
    {
        if (bmc.Suites.Length == 0 || quirks.IgnoresLogIn?.Invoke(bmc, packet) == true)
            return;
        var reader = new ByteReader(packet.Payload);
        switch (packet.PayloadType)
        {
            case PayloadType.OpenSessionRequest:
                OpenSession(OpenSessionRequest.Read(reader), from);
                break;
            case PayloadType.Rakp1:
                Receive(Rakp1.Read(reader), packet.Payload.ToArray(), from);
                break;
            case PayloadType.Rakp3:
                Receive(Rakp3.Read(reader), from);
                break;
        }
    }

    private void OpenSession(OpenSessionRequest request, IPEndPoint from)
    {
        if (bmc.Sessions.FindLogIn(request.ConsoleSessionId, request.Tag, from) is { } known)
        {
            Repeat(known.OpenSessionResponse, from);
            return;
        }

        byte privilege = (byte)(request.Privilege & 0x0F);
        var status = CheckOpenSession(request, privilege, out var suite);
        if (status != RmcpStatus.NoErrors || suite is null)
        {
            Send(PayloadType.OpenSessionResponse, from, new OpenSessionResponse(request.Tag, status) { ConsoleSessionId = request.ConsoleSessionId }.Write);
            return;
        }

        var logIn = new LogIn20(request.ConsoleSessionId, bmc.Sessions.NewId(), request.Tag, privilege == 0 ? MaximumPrivilege : privilege, suite, from, bmc.Time.Now) { RequestedPrivilege = privilege };
        var response = new OpenSessionResponse(request.Tag, RmcpStatus.NoErrors)
        {
            Privilege = logIn.Privilege,
            ConsoleSessionId = logIn.ConsoleId,
            BmcSessionId = logIn.BmcId,
            Authentication = suite.Authentication,
            Integrity = suite.Integrity,
            Confidentiality = suite.Confidentiality,
        };
        logIn.OpenSessionResponse = Send(PayloadType.OpenSessionResponse, from, response.Write);
        bmc.Sessions.Begin(logIn);
    }

    private RmcpStatus CheckOpenSession(OpenSessionRequest request, byte privilege, out CipherSuite? suite)
    {
        suite = null;
        if (request.ConsoleSessionId == 0)
            return RmcpStatus.InvalidSessionId;
        if (privilege > (byte)PrivilegeLevel.Oem)
            return RmcpStatus.InvalidRole;
        bool authentication = false, integrity = false, confidentiality = false;
        foreach (byte id in bmc.Suites)
        {
            var candidate = CipherSuite.Find(id)!;
            authentication |= candidate.Authentication == request.Authentication;
            integrity |= candidate.Integrity == request.Integrity;
            confidentiality |= candidate.Confidentiality == request.Confidentiality;
            if ((candidate.Authentication, candidate.Integrity, candidate.Confidentiality) == (request.Authentication, request.Integrity, request.Confidentiality))
                suite = candidate;
        }

        if (suite is not null && bmc.Lan.LimitOf(suite.Id) == 0)
            return RmcpStatus.NoCipherSuiteMatch;
        if (suite is null)
            return !authentication ? RmcpStatus.InvalidAuthenticationAlgorithm
                : !integrity ? RmcpStatus.InvalidIntegrityAlgorithm
                : !confidentiality ? RmcpStatus.InvalidConfidentialityAlgorithm
                : RmcpStatus.NoCipherSuiteMatch;
        return bmc.Sessions.HasFreeSlot() ? RmcpStatus.NoErrors : RmcpStatus.InsufficientResources;
    }

    private void Receive(Rakp1 message, byte[] bytes, IPEndPoint from)
    {
        if (bmc.Sessions.FindLogIn(message.BmcSessionId) is not { } logIn)
        {
            Send(PayloadType.Rakp2, from, new Rakp2(message.Tag, RmcpStatus.InvalidSessionId, 0).Write);
            return;
        }

        if (logIn.Rakp2Packet is { } sent)
        {
            if (SecretBytes.Equal(logIn.Rakp1!, new ArraySegment<byte>(bytes)))
                Repeat(sent, from);
            return;
        }

        var status = FindUser(message, logIn);
        status = quirks.Rakp1Status?.Invoke(bmc, logIn, message, status) ?? status;
        if (status != RmcpStatus.NoErrors || logIn.User is null)
        {
            bmc.RecordRefusedLogIn(null);
            bmc.Sessions.End(logIn);
            Send(PayloadType.Rakp2, from, new Rakp2(message.Tag, status, logIn.ConsoleId).Write);
            return;
        }

        byte[] guid = bmc.Identity.Guid;
        var rakp = new RakpAuthentication(logIn.Suite.Authentication, logIn.User.Password)
        {
            ConsoleSessionId = logIn.ConsoleId,
            BmcSessionId = logIn.BmcId,
            ConsoleRandom = message.ConsoleRandom,
            BmcRandom = SecretBytes.Random(16),
            BmcGuid = guid,
            Role = message.Role,
            UserName = message.UserName,
        };
        quirks.Hash?.Invoke(bmc, logIn, rakp);
        logIn.Authentication = rakp;
        logIn.Rakp1 = bytes;
        var response = new Rakp2(message.Tag, RmcpStatus.NoErrors, logIn.ConsoleId) { BmcRandom = rakp.BmcRandom, BmcGuid = guid, Code = rakp.Rakp2Code(rakp.Role) };
        logIn.Rakp2Packet = Send(PayloadType.Rakp2, from, response.Write);
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
        var named = bmc.Users.FindForLogIn(message.UserName, 0);
        logIn.User = byNameOnly ? named : bmc.Users.FindForLogIn(message.UserName, privilege);
        if (named is null)
            return RmcpStatus.UnauthorizedName;
        if (logIn.User is null)
            return RmcpStatus.UnauthorizedRole;
        byte maximum = Math.Min(Math.Min(logIn.User.Privilege, logIn.Privilege), Math.Min((byte)bmc.ChannelAccess.PrivilegeLimit, bmc.Lan.LimitOf(logIn.Suite.Id)));
        if (privilege > maximum)
            return RmcpStatus.UnauthorizedRole;
        logIn.GrantedPrivilege = privilege != 0 ? privilege : maximum;
        return RmcpStatus.NoErrors;
    }

    private void Receive(Rakp3 message, IPEndPoint from)
    {
        if (bmc.Sessions.FindSession(message.BmcSessionId) is { LogIn.Rakp4Packet: { } sent })
        {
            Repeat(sent, from);
            return;
        }

        if (bmc.Sessions.FindLogIn(message.BmcSessionId) is not { User: { } user, Authentication: { } rakp } logIn)
        {
            Send(PayloadType.Rakp4, from, new Rakp4(message.Tag, RmcpStatus.InvalidSessionId, 0, []).Write);
            return;
        }

        bmc.Sessions.End(logIn);
        if (message.Status != RmcpStatus.NoErrors)
        {
            // The client found the code of RAKP 2 wrong, so it has another password.
            bmc.RecordRefusedLogIn(user);
            return;
        }

        if (!SecretBytes.Equal(rakp.Rakp3Code(), new ArraySegment<byte>(message.Code)))
        {
            bmc.RecordRefusedLogIn(user);
            Send(PayloadType.Rakp4, from, new Rakp4(message.Tag, RmcpStatus.InvalidIntegrityCheckValue, logIn.ConsoleId, []).Write);
            return;
        }

        user.ResetBadPasswords();
        using var integrityKey = SecretBuffer.Take(rakp.SessionIntegrityKey(bmc.BmcKey));
        using var keys = new SessionKeys(logIn.Suite.Authentication, integrityKey.Bytes);
        var sealing = new RmcpPlusSession(logIn.Suite, logIn.BmcId, logIn.ConsoleId, keys, user.Password, isConsole: false);
        bmc.Sessions.Open(new ServerSession(logIn.BmcId, bmc.Sessions.NextHandle(), sealing, user, logIn.GrantedPrivilege, from) { LogIn = logIn });
        logIn.Rakp4Packet = Send(PayloadType.Rakp4, from, new Rakp4(message.Tag, RmcpStatus.NoErrors, logIn.ConsoleId, rakp.Rakp4Code(integrityKey.Bytes)).Write);
    }

    /// <summary>Sends a payload outside of a session. Returns the packet, for <see cref="Repeat"/>.</summary>
    private byte[] Send(PayloadType type, IPEndPoint to, Action<ByteWriter> write)
    {
        var writer = new ByteWriter();
        write(writer);
        var payload = quirks.EditLogInResponse is { } edit ? new ArraySegment<byte>(edit(bmc, type, writer.ToArray())) : writer.AsSegment();
        byte[] packet = SessionPacket.WriteSessionless20(type, payload);
        Repeat(packet, to);
        return packet;
    }

    private void Repeat(byte[] packet, IPEndPoint to) => output.Send((byte[])packet.Clone(), to);
}
