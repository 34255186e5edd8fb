using IpmiPS.Commands;
using IpmiPS.Commands.Transport;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>LAN configuration and statistics. IPMI 2.0 section 23.</summary>
internal static class LanCommands
{
    public static void AddTo(CommandTable table)
    {
        table.Add(NetFn.Transport, 0x01, PrivilegeLevel.Administrator, 3, 40, Set);
        table.Add(NetFn.Transport, 0x02, PrivilegeLevel.Operator, 4, 4, Get);
        table.Add(NetFn.Transport, 0x04, PrivilegeLevel.User, 2, 2, Statistics);
    }

    private static CompletionCode Set(CommandContext context, ByteReader request, ByteWriter response) =>
        Channels.IsLan(request.ReadByte()) ? context.Bmc.Lan.Set(request.ReadByte(), request.ReadRest()) : CompletionCode.InvalidDataField;

    /// <summary>Request: bit 7 revision only, 3:0 channel; parameter; set; block.</summary>
    private static CompletionCode Get(CommandContext context, ByteReader request, ByteWriter response)
    {
        byte channel = request.ReadByte(), parameter = request.ReadByte(), set = request.ReadByte(), block = request.ReadByte();
        if (!Channels.IsLan(channel))
            return CompletionCode.InvalidDataField;
        if (context.Bmc.Lan.Get(parameter, set, block) is not { } value)
            return (CompletionCode)0x80;
        new ConfigurationParameter(context.Bmc.Lan.Family.Revision, (channel & 0x80) == 0 ? value : []).Write(response);
        return CompletionCode.Ok;
    }

    /// <summary>Answer: IP packets received, header errors, address errors, fragmented, sent; UDP received; RMCP valid; proxy received, dropped.</summary>
    private static CompletionCode Statistics(CommandContext context, ByteReader request, ByteWriter response)
    {
        if (!Channels.IsLan(request.ReadByte()))
            return CompletionCode.InvalidDataField;
        int received = (int)(context.Bmc.Counters.Packets & 0xFFFF), sent = (int)(context.Bmc.Counters.Responses & 0xFFFF);
        foreach (int count in new[] { received, 0, 0, 0, sent, received, received, 0, 0 })
            response.WriteUInt16(count);
        return CompletionCode.Ok;
    }
}
