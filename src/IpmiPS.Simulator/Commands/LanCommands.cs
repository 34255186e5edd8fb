using System;
using System.Net;
using IpmiPS.Commands.Transport;
using IpmiPS.Parameters;

namespace IpmiPS.Simulator;

/// <summary>LAN configuration and statistics. IPMI 2.0 section 23.</summary>
internal static class LanCommands
{
    /// <summary>The response leaves before the BMC moves.</summary>
    private static readonly TimeSpan MoveDelay = TimeSpan.FromMilliseconds(20);

    public static void AddTo(CommandTable table)
    {
        table.On(SetLanConfigurationParameters.Definition, Set);
        table.On(GetLanConfigurationParameters.Definition, Get);
        table.On(GetIpUdpRmcpStatistics.Definition, GetStatistics);
    }

    private static CompletionCode Set(CommandContext context, SetLanConfigurationParameters request)
    {
        if (request.Data.Length == 0)
            return CompletionCode.InvalidLength;
        if (!Channels.IsLan(request.Channel))
            return CompletionCode.InvalidDataField;
        var code = context.Bmc.Lan.Set(request.Parameter, request.Data);
        if (code == CompletionCode.Ok && request.Parameter == LanParameters.IPAddress.Number)
            Move(context.Bmc);
        return code;
    }

    /// <summary>The BMC moves to another loopback address once it has responded; it cannot have other addresses, and stays where it is then.</summary>
    private static void Move(BmcState bmc)
    {
        var address = bmc.Lan.Value(LanParameters.IPAddress);
        if (IPAddress.IsLoopback(address) && address.ToString() != bmc.Identity.Address)
            bmc.Time.Schedule(bmc.Time.Now + MoveDelay, () => bmc.Move?.Invoke(address));
    }

    private static CommandResult<ConfigurationParameter> Get(CommandContext context, GetLanConfigurationParameters request)
    {
        if (!Channels.IsLan(request.Channel))
            return CompletionCode.InvalidDataField;
        if (context.Bmc.Lan.Get(request.Parameter, request.SetSelector, request.BlockSelector) is not { } value)
            return context.Bmc.Lan.Get(request.Parameter) is null ? ParameterCompletionCode.NotSupported : CompletionCode.ParameterOutOfRange;
        return new ConfigurationParameter(context.Bmc.Lan.Family.Revision, request.RevisionOnly ? [] : value);
    }

    private static CommandResult<IpUdpRmcpStatistics> GetStatistics(CommandContext context, GetIpUdpRmcpStatistics request)
    {
        if (!Channels.IsLan(request.Channel))
            return CompletionCode.InvalidDataField;
        var bmc = context.Bmc;
        ushort received = Limit(bmc.Counters.Packets - bmc.StatisticsStart.Received), sent = Limit(bmc.Counters.Responses - bmc.StatisticsStart.Sent);
        if (request.Clear)
            bmc.StatisticsStart = (bmc.Counters.Packets, bmc.Counters.Responses);
        return new IpUdpRmcpStatistics { IpReceived = received, IpSent = sent, UdpReceived = received, RmcpReceived = received };

        static ushort Limit(long count) => (ushort)Math.Min(count, ushort.MaxValue);
    }
}
