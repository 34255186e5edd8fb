using System;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Crypto;
using IpmiPS.Packets;
using IpmiPS.Sessions;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>Log-in of IPMI 1.5 and what a client asks before one. IPMI 2.0 section 22.13 to 22.20.</summary>
internal static class SessionCommands
{
    public static void AddTo(CommandTable table)
    {
        table.Add(NetFn.App, 0x37, null, 0, 0, GetSystemGuid);
        table.Add(NetFn.App, GetChannelAuthenticationCapabilities.Definition.Code, null, 2, 2, AuthenticationCapabilities);
        table.Add(NetFn.App, GetSessionChallenge.Definition.Code, null, 17, 17, SessionChallenge);
        table.Add(NetFn.App, ActivateSession.Definition.Code, null, 22, 22, Activate);
        table.Add(NetFn.App, SetSessionPrivilegeLevel.Definition.Code, PrivilegeLevel.User, 1, 1, SetPrivilege);
        table.Add(NetFn.App, 0x3C, PrivilegeLevel.Callback, 4, 5, Close);
        table.Add(NetFn.App, 0x3D, PrivilegeLevel.User, 1, 5, GetSessionInfo);
        table.Add(NetFn.App, GetChannelCipherSuites.Definition.Code, null, 3, 3, CipherSuites);
    }

    private static CompletionCode GetSystemGuid(CommandContext context, ByteReader request, ByteWriter response)
    {
        response.WriteBytes(context.Bmc.Identity.Guid);
        return CompletionCode.Ok;
    }

    private static CompletionCode AuthenticationCapabilities(CommandContext context, ByteReader request, ByteWriter response)
    {
        var asked = GetChannelAuthenticationCapabilities.ReadRequest(request);
        if (!Channels.IsLan(asked.Channel) || asked.RequestedPrivilege is < PrivilegeLevel.Callback or > PrivilegeLevel.Oem)
            return CompletionCode.InvalidDataField;
        var bmc = context.Bmc;
        bool has20 = bmc.Suites.Length > 0, has15 = bmc.AuthTypes != 0, tells20 = has20 && asked.AskForIpmi20;
        new ChannelAuthenticationCapabilities
        {
            Channel = Channels.Lan,
            AuthenticationTypes = (byte)(bmc.AuthTypes | (tells20 ? 0x80 : 0)),
            Status = (byte)((tells20 && bmc.BmcKey.Length > 0 ? 0x20 : 0)
                | (bmc.AuthenticatesMessages ? 0 : 0x10)
                | (bmc.Users.HasEnabledNamedUser() ? 0x04 : 0)
                | (bmc.Users.HasEnabledNullUser(withPassword: true) ? 0x02 : 0)
                | (bmc.Users.HasEnabledNullUser(withPassword: false) ? 0x01 : 0)),
            Extended = (byte)(tells20 ? 0x02 | (has15 ? 0x01 : 0) : 0),
        }.Write(response);
        return CompletionCode.Ok;
    }

    private static CompletionCode CipherSuites(CommandContext context, ByteReader request, ByteWriter response)
    {
        var asked = GetChannelCipherSuites.ReadRequest(request);
        if (context.Bmc.Suites.Length == 0)
            return CompletionCode.InvalidCommand;
        if (!Channels.IsLan(asked.Channel))
            return CompletionCode.InvalidDataField;

        // Record: C0h, suite, then its algorithms: 00xxxxxxb authentication, 01xxxxxxb integrity, 10xxxxxxb confidentiality.
        var records = new ByteWriter(100);
        foreach (byte id in context.Bmc.Suites)
        {
            var suite = CipherSuite.Find(id)!;
            records.WriteByte(0xC0);
            records.WriteByte(id);
            records.WriteByte((byte)suite.Authentication);
            records.WriteByte((byte)(0x40 | (byte)suite.Integrity));
            records.WriteByte((byte)(0x80 | (byte)suite.Confidentiality));
        }

        var list = records.AsSegment();
        int from = Math.Min(asked.ListIndex * GetChannelCipherSuites.PageLength, list.Count);
        var page = new byte[Math.Min(GetChannelCipherSuites.PageLength, list.Count - from)];
        Buffer.BlockCopy(list.Array!, list.Offset + from, page, 0, page.Length);
        new ChannelCipherSuites { Channel = Channels.Lan, Data = page }.Write(response);
        return CompletionCode.Ok;
    }

    private static CompletionCode SessionChallenge(CommandContext context, ByteReader request, ByteWriter response)
    {
        var asked = GetSessionChallenge.ReadRequest(request);
        var bmc = context.Bmc;
        if (asked.AuthenticationType > 5 || (bmc.AuthTypes & 1 << asked.AuthenticationType) == 0)
            return CompletionCode.InvalidDataField;
        if (bmc.Users.FindForLogIn(asked.UserName, 0) is not { HasLongPassword: false } user)
        {
            bmc.RecordRefusedLogIn(null);
            return (CompletionCode)(asked.UserName.Length == 0 ? 0x82 : 0x81);
        }

        var challenge = new Challenge15(bmc.Sessions.NewId(), SecretBytes.Random(16), (AuthType)asked.AuthenticationType, user, bmc.Time.Now);
        bmc.Sessions.Begin(challenge);
        new IpmiPS.Commands.App.SessionChallenge { TemporarySessionId = challenge.TemporaryId, Challenge = challenge.Challenge }.Write(response);
        return CompletionCode.Ok;
    }

    private static CompletionCode Activate(CommandContext context, ByteReader request, ByteWriter response)
    {
        // Outside of its own kind of packet, or in a session that is open already, the command means nothing.
        if (context.Challenge is not { } challenge)
            return CompletionCode.InvalidInPresentState;
        var asked = ActivateSession.ReadRequest(request);
        var bmc = context.Bmc;
        context.ResponseSequence = asked.FirstOutboundSequence;
        if (asked.FirstOutboundSequence == 0)
            return (CompletionCode)0x84;
        if (asked.AuthenticationType != (byte)challenge.AuthType || !SecretBytes.Equal(challenge.Challenge, new ArraySegment<byte>(asked.Challenge)))
            return CompletionCode.InvalidDataField;
        byte privilege = (byte)asked.MaximumPrivilege;
        if (privilege is 0 or > (byte)PrivilegeLevel.Oem || privilege > Math.Min(challenge.User.Privilege, (byte)bmc.ChannelAccess.PrivilegeLimit))
            return (CompletionCode)0x86;
        if (!bmc.Sessions.HasFreeSlot())
            return (CompletionCode)0x81;

        bmc.Sessions.End(challenge);
        challenge.User.ResetBadPasswords();
        bool perMessage = bmc.AuthenticatesMessages;
        uint id = bmc.Sessions.NewId(), firstInbound = Math.Max(1, bmc.Sessions.NewId());
        uint next = asked.FirstOutboundSequence == uint.MaxValue ? 1 : asked.FirstOutboundSequence + 1;
        var sealing = new LanSession15(challenge.AuthType, id, challenge.User.Password, perMessage, next, firstInbound, isConsole: false);
        bmc.Sessions.Open(new ServerSession(id, bmc.Sessions.NextHandle(), sealing, challenge.User, privilege, context.From));
        new ActivatedSession
        {
            AuthenticationType = perMessage ? (byte)challenge.AuthType : (byte)AuthType.None,
            SessionId = id,
            FirstInboundSequence = firstInbound,
            MaximumPrivilege = (PrivilegeLevel)privilege,
        }.Write(response);
        return CompletionCode.Ok;
    }

    private static CompletionCode SetPrivilege(CommandContext context, ByteReader request, ByteWriter response)
    {
        var session = context.Session!;
        byte level = (byte)SetSessionPrivilegeLevel.ReadRequest(request).Level;
        if (level == 1)
            return CompletionCode.InvalidDataField;
        if (level > (byte)PrivilegeLevel.Oem)
            return CompletionCode.InvalidDataField;
        if (level > session.User.Privilege)
            return (CompletionCode)0x80;
        if (level > session.MaximumPrivilege)
            return (CompletionCode)0x81;
        if (level != 0)
            session.Privilege = level;
        response.WriteByte(session.Privilege);
        return CompletionCode.Ok;
    }

    /// <summary>Request: session id (4), [handle where the id is 0].</summary>
    private static CompletionCode Close(CommandContext context, ByteReader request, ByteWriter response)
    {
        var sessions = context.Bmc.Sessions;
        uint id = request.ReadUInt32();
        byte handle = request.ReadByteOr(0);
        ServerSession? session = null;
        foreach (var open in sessions.Sessions)
            if (id != 0 ? open.Id == id : open.Handle == handle)
                session = open;
        if (session is null)
            return (CompletionCode)(id != 0 ? 0x87 : 0x88);
        if (session != context.Session && context.Session!.Privilege < (byte)PrivilegeLevel.Administrator)
            return CompletionCode.InsufficientPrivilege;
        context.AfterResponse = () => sessions.Close(session);
        return CompletionCode.Ok;
    }

    /// <summary>Request: index: 0 this session, 1 to 3Fh the n-th, FEh by handle, FFh by id. IPMI 2.0 section 22.20.</summary>
    private static CompletionCode GetSessionInfo(CommandContext context, ByteReader request, ByteWriter response)
    {
        var sessions = context.Bmc.Sessions;
        byte index = request.ReadByte();
        ServerSession? session = null;
        switch (index)
        {
            case 0:
                session = context.Session;
                break;
            case 0xFE:
                byte handle = request.ReadByte();
                foreach (var open in sessions.Sessions)
                    if (open.Handle == handle)
                        session = open;
                break;
            case 0xFF:
                session = sessions.FindSession(request.ReadUInt32());
                break;
            default:
                if (index <= sessions.Sessions.Count)
                    session = sessions.Sessions[index - 1];
                break;
        }

        if (session is null && index is 0xFE or 0xFF)
            return CompletionCode.NotPresent;
        response.WriteByte(session?.Handle ?? 0);
        response.WriteByte((byte)sessions.Slots);
        response.WriteByte((byte)sessions.Sessions.Count);
        if (session is null)
            return CompletionCode.Ok;
        response.WriteByte(session.User.Id);
        response.WriteByte(session.Privilege);
        response.WriteByte((byte)((session.IsRmcpPlus ? 0x10 : 0) | Channels.Lan));
        byte[] address = session.EndPoint.Address.MapToIPv4().GetAddressBytes();
        response.WriteBytes(address);
        response.WriteBytes([0x02, 0x00, 0x00, 0x00, 0x00, 0x01]);
        response.WriteUInt16(session.EndPoint.Port);
        return CompletionCode.Ok;
    }
}
