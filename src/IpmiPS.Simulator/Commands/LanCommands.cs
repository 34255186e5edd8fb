using IpmiPS.Commands.Transport;
using IpmiPS.Parameters;

namespace IpmiPS.Simulator;

/// <summary>LAN configuration and statistics. IPMI 2.0 section 23.</summary>
internal static class LanCommands
{
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
        return Channels.IsLan(request.Channel) ? context.Bmc.Lan.Set(request.Parameter, request.Data) : CompletionCode.InvalidDataField;
    }

    private static CommandResult<ConfigurationParameter> Get(CommandContext context, GetLanConfigurationParameters request)
    {
        if (!Channels.IsLan(request.Channel))
            return CompletionCode.InvalidDataField;
        if (context.Bmc.Lan.Get(request.Parameter, request.SetSelector, request.BlockSelector) is not { } value)
            return ParameterCompletionCode.NotSupported;
        return new ConfigurationParameter(context.Bmc.Lan.Family.Revision, request.RevisionOnly ? [] : value);
    }

    private static CommandResult<IpUdpRmcpStatistics> GetStatistics(CommandContext context, GetIpUdpRmcpStatistics request)
    {
        if (!Channels.IsLan(request.Channel))
            return CompletionCode.InvalidDataField;
        ushort received = (ushort)context.Bmc.Counters.Packets;
        return new IpUdpRmcpStatistics { IpReceived = received, IpSent = (ushort)context.Bmc.Counters.Responses, UdpReceived = received, RmcpReceived = received };
    }
}
