using System;
using IpmiPS.Commands.App;

namespace IpmiPS.Simulator;

/// <summary>Channels: 0 the IPMB, 1 the LAN, 15 the system interface. IPMI 2.0 sections 22.22 to 22.25.</summary>
internal static class ChannelCommands
{
    private const int IpmiForum = 7154;
    private const CompletionCode NotOnThisChannel = (CompletionCode)0x82, NotOnThisMode = (CompletionCode)0x83;

    public static void AddTo(CommandTable table)
    {
        table.On(SetChannelAccess.Definition, SetAccess);
        table.On(GetChannelAccess.Definition, GetAccess);
        table.On(GetChannelInfo.Definition, GetInfo);
        table.On(SetChannelSecurityKeys.Definition, SetSecurityKeys);
    }

    /// <summary>Medium (1 IPMB, 4 802.3 LAN, 12 system interface) and protocol (1 IPMB, 5 KCS); sessions: 0 none, 2 many.</summary>
    private static CommandResult<ChannelInfo> GetInfo(CommandContext context, GetChannelInfo request)
    {
        var info = new ChannelInfo { Channel = request.Channel, VendorId = IpmiForum };
        return request.Channel switch
        {
            Channels.Lan or Channels.Present => info with
            {
                Channel = Channels.Lan,
                Medium = 0x04,
                Protocol = 0x01,
                SessionSupport = 2,
                ActiveSessions = (byte)context.Bmc.Sessions.Sessions.Count,
            },
            Channels.Serial when context.Bmc.Options.SerialChannel => info with { Medium = 0x05, Protocol = 0x09, SessionSupport = 1 },
            Channels.Ipmb => info with { Medium = 0x01, Protocol = 0x01 },
            Channels.SystemInterface => info with { Medium = 0x0C, Protocol = 0x05, Auxiliary = 0xFFFF },
            _ => CompletionCode.InvalidDataField,
        };
    }

    private static CommandResult<ChannelAccess> GetAccess(CommandContext context, GetChannelAccess request)
    {
        if (Channels.IsSessionless(request.Channel))
            return NotOnThisChannel;
        if (!Channels.IsLan(request.Channel))
            return CompletionCode.InvalidDataField;
        var access = request.IsVolatile ? context.Bmc.ChannelAccess : context.Bmc.StoredChannelAccess;
        return access with { Settings = (byte)(access.Settings | (context.Bmc.AuthenticatesMessages ? 0 : 0x10)) };
    }

    private static CompletionCode SetAccess(CommandContext context, SetChannelAccess request)
    {
        if (Channels.IsSessionless(request.Channel))
            return NotOnThisChannel;
        bool setsLimit = request.PrivilegeLimitTarget != ChannelAccessTarget.None;
        if (!Channels.IsLan(request.Channel) || setsLimit && request.PrivilegeLimit is 0 or > PrivilegeLevel.Oem)
            return CompletionCode.InvalidDataField;
        if ((request.Settings & 0x07) > 3)
            return NotOnThisMode;
        context.Bmc.ChannelAccess = Apply(context.Bmc.ChannelAccess, request, ChannelAccessTarget.Volatile);
        context.Bmc.StoredChannelAccess = Apply(context.Bmc.StoredChannelAccess, request, ChannelAccessTarget.NonVolatile);
        return CompletionCode.Ok;
    }

    private static ChannelAccess Apply(ChannelAccess access, SetChannelAccess request, ChannelAccessTarget target) => new(
        request.SettingsTarget == target ? request.Settings : access.Settings,
        request.PrivilegeLimitTarget == target ? request.PrivilegeLimit : access.PrivilegeLimit);

    /// <summary>The BMC key can be set, but neither read nor locked.</summary>
    private static CommandResult<SecurityKeyState> SetSecurityKeys(CommandContext context, SetChannelSecurityKeys request)
    {
        if (!Channels.IsLan(request.Channel) || request.Key > SecurityKey.Generation || request.Operation > SecurityKeyOperation.Lock)
            return CompletionCode.InvalidDataField;
        var bmc = context.Bmc;
        bool isKg = request.Key == SecurityKey.Generation;
        if (isKg ? bmc.IsBmcKeyLocked : bmc.IsRandomKeyLocked)
            return (CompletionCode)SetChannelSecurityKeys.KeyLocked;
        switch (request.Operation)
        {
            case SecurityKeyOperation.Read:
                byte[] key = (byte[])(isKg ? bmc.BmcKey : bmc.RandomKey).Clone();
                Array.Resize(ref key, SetChannelSecurityKeys.KeyLength);
                return new SecurityKeyState(SecurityKeyState.Unlocked, key);
            case SecurityKeyOperation.Lock:
                (bmc.IsBmcKeyLocked, bmc.IsRandomKeyLocked) = (bmc.IsBmcKeyLocked || isKg, bmc.IsRandomKeyLocked || !isKg);
                return new SecurityKeyState(SecurityKeyState.Locked, []);
            case var _ when request.Value.Length != SetChannelSecurityKeys.KeyLength:
                return (CompletionCode)(request.Value.Length < SetChannelSecurityKeys.KeyLength ? SetChannelSecurityKeys.TooFewBytes : SetChannelSecurityKeys.TooManyBytes);
            case var _ when isKg:
                bmc.BmcKey = Array.TrueForAll(request.Value, static b => b == 0) ? [] : request.Value;
                return new SecurityKeyState(SecurityKeyState.Unlocked, []);
            default:
                bmc.RandomKey = request.Value;
                return new SecurityKeyState(SecurityKeyState.Unlocked, []);
        }
    }
}
