using System;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>Channels: 0 the IPMB, 1 the LAN, 15 the system interface. IPMI 2.0 section 22.22 to 22.25.</summary>
internal static class ChannelCommands
{
    private const byte Ipmb = 0, SystemInterface = 0x0F;
    private const int IpmiForum = 7154;
    private const CompletionCode NotOnThisChannel = (CompletionCode)0x82;

    public static void AddTo(CommandTable table)
    {
        table.Add(NetFn.App, 0x40, PrivilegeLevel.Administrator, 3, 3, SetAccess);
        table.Add(NetFn.App, GetChannelAccess.Definition.Code, PrivilegeLevel.User, 2, 2, GetAccess);
        table.Add(NetFn.App, GetChannelInfo.Definition.Code, PrivilegeLevel.User, 1, 1, Info);
        table.Add(NetFn.App, 0x56, PrivilegeLevel.Administrator, 3, 23, SetSecurityKeys);
    }

    /// <summary>Medium (1 IPMB, 4 802.3 LAN, 12 system interface) and protocol (1 IPMB, 5 KCS); sessions: 0 none, 2 many.</summary>
    private static CompletionCode Info(CommandContext context, ByteReader request, ByteWriter response)
    {
        byte channel = GetChannelInfo.ReadRequest(request).Channel;
        var info = new ChannelInfo { Channel = channel, VendorId = IpmiForum };
        if (Channels.IsLan(channel))
            info = info with { Channel = Channels.Lan, Medium = 0x04, Protocol = 0x01, SessionSupport = 2, ActiveSessions = (byte)context.Bmc.Sessions.Sessions.Count };
        else if (channel == Ipmb)
            info = info with { Medium = 0x01, Protocol = 0x01 };
        else if (channel == SystemInterface)
            info = info with { Medium = 0x0C, Protocol = 0x05, Auxiliary = 0xFFFF };
        else
            return CompletionCode.InvalidDataField;
        info.Write(response);
        return CompletionCode.Ok;
    }

    private static CompletionCode GetAccess(CommandContext context, ByteReader request, ByteWriter response)
    {
        byte channel = GetChannelAccess.ReadRequest(request).Channel;
        if (channel is Ipmb or SystemInterface)
            return NotOnThisChannel;
        if (!Channels.IsLan(channel))
            return CompletionCode.InvalidDataField;
        var access = context.Bmc.ChannelAccess;
        new ChannelAccess((byte)(access.Settings | (context.Bmc.AuthenticatesMessages ? 0 : 0x10)), access.PrivilegeLimit).Write(response);
        return CompletionCode.Ok;
    }

    /// <summary>Request: channel; 7:6 what to set (0 nothing, 1 kept, 2 present), settings; 7:6 the same, privilege limit.</summary>
    private static CompletionCode SetAccess(CommandContext context, ByteReader request, ByteWriter response)
    {
        byte channel = (byte)(request.ReadByte() & 0x0F), settings = request.ReadByte(), limit = request.ReadByte();
        if (channel is Ipmb or SystemInterface)
            return NotOnThisChannel;
        if (!Channels.IsLan(channel) || (limit & 0xC0) != 0 && (limit & 0x0F) is 0 or > 5)
            return CompletionCode.InvalidDataField;
        var access = context.Bmc.ChannelAccess;
        if ((settings & 0xC0) != 0)
            access = access with { Settings = (byte)(settings & 0x3F) };
        if ((limit & 0xC0) != 0)
            access = access with { PrivilegeLimit = (PrivilegeLevel)(limit & 0x0F) };
        context.Bmc.ChannelAccess = access;
        return CompletionCode.Ok;
    }

    /// <summary>Request: channel; 0 read, 1 set, 2 lock; key 0 Kr, 1 Kg; [20 bytes]. Answer: 2 not locked. Keys are never given out.</summary>
    private static CompletionCode SetSecurityKeys(CommandContext context, ByteReader request, ByteWriter response)
    {
        byte channel = request.ReadByte(), operation = (byte)(request.ReadByte() & 0x03), key = request.ReadByte();
        if (!Channels.IsLan(channel) || key != 1)
            return CompletionCode.InvalidDataField;
        if (operation != 1)
            return (CompletionCode)0x80;
        if (request.Remaining != 20)
            return (CompletionCode)0x81;
        byte[] value = request.ReadRest();
        context.Bmc.BmcKey = Array.TrueForAll(value, b => b == 0) ? [] : value;
        response.WriteByte(0x02);
        return CompletionCode.Ok;
    }
}
