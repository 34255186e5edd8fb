using System;
using IpmiPS.Commands.App;
using IpmiPS.Crypto;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>What a client reads before a log-in. IPMI 2.0 sections 22.13 to 22.15.</summary>
internal static class LogInCommands
{
    public static void AddTo(CommandTable table)
    {
        table.On(GetSystemGuid.Definition, static (context, _) => new GuidBytes(context.Bmc.Identity.Guid));
        table.On(GetChannelAuthenticationCapabilities.Definition, GetAuthenticationCapabilities);
        table.On(GetChannelCipherSuites.Definition, GetCipherSuites, static context => context.Bmc.Suites.Length > 0);
    }

    private static CommandResult<ChannelAuthenticationCapabilities> GetAuthenticationCapabilities(CommandContext context, GetChannelAuthenticationCapabilities request)
    {
        if (!Channels.IsLan(request.Channel) || request.RequestedPrivilege is < PrivilegeLevel.Callback or > PrivilegeLevel.Oem)
            return CompletionCode.InvalidDataField;
        var bmc = context.Bmc;
        bool has20 = bmc.Suites.Length > 0, has15 = bmc.AuthTypes != 0, reports20 = has20 && request.RequestIpmi20;
        return new ChannelAuthenticationCapabilities
        {
            Channel = Channels.Lan,
            AuthenticationTypes = (byte)(bmc.AuthTypes | (reports20 ? 0x80 : 0)),
            Status = (byte)((reports20 && bmc.BmcKey.Length > 0 ? 0x20 : 0)
                | (bmc.AuthenticatesMessages ? 0 : 0x10)
                | (bmc.Users.HasEnabledNamedUser() ? 0x04 : 0)
                | (bmc.Users.HasEnabledNullUser(withPassword: true) ? 0x02 : 0)
                | (bmc.Users.HasEnabledNullUser(withPassword: false) ? 0x01 : 0)),
            Extended = (byte)(reports20 ? 0x02 | (has15 ? 0x01 : 0) : 0),
        };
    }

    private static CommandResult<ChannelCipherSuites> GetCipherSuites(CommandContext context, GetChannelCipherSuites request)
    {
        if (!Channels.IsLan(request.Channel))
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

        var list = new ByteReader(records.AsSegment());
        list.Skip(Math.Min(request.ListIndex * GetChannelCipherSuites.PageLength, list.Remaining));
        return new ChannelCipherSuites { Channel = Channels.Lan, Data = list.ReadBytes(Math.Min(GetChannelCipherSuites.PageLength, list.Remaining)) };
    }
}
