using System;
using System.Linq;
using IpmiPS.Commands.App;
using IpmiPS.Crypto;
using IpmiPS.Packets;
using IpmiPS.Sessions;

namespace IpmiPS.Simulator;

/// <summary>Sessions, and the commands of an IPMI 1.5 log-in. IPMI 2.0 sections 22.16 to 22.20.</summary>
internal static class SessionCommands
{
    private const CompletionCode InvalidUserName = (CompletionCode)0x81, NullUserNotEnabled = (CompletionCode)0x82;
    private const CompletionCode NoSessionSlot = (CompletionCode)0x81, SequenceOutOfRange = (CompletionCode)0x84, PrivilegeTooHigh = (CompletionCode)0x86;
    private const CompletionCode InvalidSessionId = (CompletionCode)0x87, InvalidSessionHandle = (CompletionCode)0x88;
    private const byte ByHandle = 0xFE, ById = 0xFF, RmcpPlusProtocol = 1;

    public static void AddTo(CommandTable table)
    {
        table.On(GetSessionChallenge.Definition, GetChallenge);
        table.On(ActivateSession.Definition, Activate);
        table.On(SetSessionPrivilegeLevel.Definition, SetPrivilege);
        table.On(CloseSession.Definition, Close);
        table.On(GetSessionInfo.Definition, GetInfo);
    }

    private static CommandResult<SessionChallenge> GetChallenge(CommandContext context, GetSessionChallenge request)
    {
        var bmc = context.Bmc;
        if (request.AuthenticationType > 5 || (bmc.AuthTypes & 1 << request.AuthenticationType) == 0)
            return CompletionCode.InvalidDataField;
        if (bmc.Users.FindForLogIn(request.UserName, 0) is not { HasLongPassword: false } user)
        {
            bmc.RecordRefusedLogIn(null);
            return request.UserName.Length == 0 ? NullUserNotEnabled : InvalidUserName;
        }

        var challenge = new Challenge15(bmc.Sessions.NewId(), SecretBytes.Random(16), (AuthType)request.AuthenticationType, user, bmc.Time.Now);
        bmc.Sessions.Begin(challenge);
        return new SessionChallenge { TemporarySessionId = challenge.TemporaryId, Challenge = challenge.Challenge };
    }

    private static CommandResult<ActivatedSession> Activate(CommandContext context, ActivateSession request)
    {
        // Valid only in a packet of its own kind, not within a session that is open already.
        if (context.Challenge is not { } challenge)
            return CompletionCode.InvalidInPresentState;
        var bmc = context.Bmc;
        context.ResponseSequence = request.FirstOutboundSequence;
        if (request.FirstOutboundSequence == 0)
            return SequenceOutOfRange;
        if (request.AuthenticationType != (byte)challenge.AuthType || !SecretBytes.Equal(challenge.Challenge, new ArraySegment<byte>(request.Challenge)))
            return CompletionCode.InvalidDataField;
        byte privilege = (byte)request.MaximumPrivilege;
        if (privilege is 0 or > (byte)PrivilegeLevel.Oem || privilege > Math.Min(challenge.User.Privilege, (byte)bmc.ChannelAccess.PrivilegeLimit))
            return PrivilegeTooHigh;
        if (!bmc.Sessions.HasFreeSlot())
            return NoSessionSlot;

        bmc.Sessions.End(challenge);
        challenge.User.ResetBadPasswords();
        bool perMessage = bmc.AuthenticatesMessages;
        uint id = bmc.Sessions.NewId(), firstInbound = Math.Max(1, bmc.Sessions.NewId());
        uint next = request.FirstOutboundSequence == uint.MaxValue ? 1 : request.FirstOutboundSequence + 1;
        var sealing = new LanSession15(challenge.AuthType, id, challenge.User.Password, perMessage, next, firstInbound, isConsole: false);
        bmc.Sessions.Open(new ServerSession(id, bmc.Sessions.NextHandle(), sealing, challenge.User, privilege, context.From));
        return new ActivatedSession
        {
            AuthenticationType = perMessage ? (byte)challenge.AuthType : (byte)AuthType.None,
            SessionId = id,
            FirstInboundSequence = firstInbound,
            MaximumPrivilege = (PrivilegeLevel)privilege,
        };
    }

    private static CommandResult<PrivilegeLevel> SetPrivilege(CommandContext context, SetSessionPrivilegeLevel request)
    {
        var session = context.Session!;
        byte level = (byte)request.Level;
        if (request.Level is PrivilegeLevel.Callback or > PrivilegeLevel.Oem)
            return CompletionCode.InvalidDataField;
        if (level > session.User.Privilege)
            return (CompletionCode)SetSessionPrivilegeLevel.NotForUser;
        if (level > session.MaximumPrivilege)
            return (CompletionCode)SetSessionPrivilegeLevel.BeyondLimit;
        if (level != 0)
            session.Privilege = level;
        return (PrivilegeLevel)session.Privilege;
    }

    private static CompletionCode Close(CommandContext context, CloseSession request)
    {
        var sessions = context.Bmc.Sessions;
        var session = request.SessionId != 0 ? sessions.FindSession(request.SessionId) : Find(sessions, request.Handle ?? 0);
        if (session is null)
            return request.SessionId != 0 ? InvalidSessionId : InvalidSessionHandle;
        if (session != context.Session && context.Session!.Privilege < (byte)PrivilegeLevel.Administrator)
            return CompletionCode.InsufficientPrivilege;
        context.AfterResponse = () => sessions.Close(session);
        return CompletionCode.Ok;
    }

    private static CommandResult<SessionInfo> GetInfo(CommandContext context, GetSessionInfo request)
    {
        var sessions = context.Bmc.Sessions;
        var session = request.Index switch
        {
            0 => context.Session,
            ByHandle => Find(sessions, request.Handle),
            ById => sessions.FindSession(request.SessionId),
            var index => index <= sessions.Sessions.Count ? sessions.Sessions[index - 1] : null,
        };
        if (session is null && request.Index is ByHandle or ById)
            return CompletionCode.NotPresent;
        var info = new SessionInfo { Handle = session?.Handle ?? 0, Slots = (byte)sessions.Slots, Active = (byte)sessions.Sessions.Count };
        return session is null ? info : info with
        {
            UserId = session.User.Id,
            Privilege = (PrivilegeLevel)session.Privilege,
            Channel = Channels.Lan,
            SessionProtocol = session.IsRmcpPlus ? RmcpPlusProtocol : (byte)0,
            Address = session.EndPoint.Address.MapToIPv4(),
            MacAddress = [0x02, 0x00, 0x00, 0x00, 0x00, 0x01],
            Port = (ushort)session.EndPoint.Port,
        };
    }

    private static ServerSession? Find(SessionTable sessions, byte handle) => sessions.Sessions.LastOrDefault(session => session.Handle == handle);
}
