using System;
using System.Collections.Generic;
using System.Text;
using IpmiPS.Commands.App;
using IpmiPS.Commands.Transport;

namespace IpmiPS.Simulator;

/// <summary>System info parameters: names of firmware, system and operating system, in blocks of 16 bytes. IPMI 2.0 sections 22.14a and 22.14b.</summary>
internal static class SystemInfoCommands
{
    private const byte Revision = 0x11, SetInProgress = 0, FirmwareVersion = 1, SystemName = 2, OperatingSystem = 4;
    private const int BlockLength = 16, MaximumBlock = 15;
    private const CompletionCode ParameterNotSupported = (CompletionCode)0x80;

    public static void AddTo(CommandTable table)
    {
        table.On(SetSystemInfoParameters.Definition, Set);
        table.On(GetSystemInfoParameters.Definition, Get);
    }

    private static CompletionCode Set(CommandContext context, SetSystemInfoParameters request)
    {
        if (request.Data.Length is 0 or > BlockLength + 1)
            return CompletionCode.InvalidLength;
        if (request.Parameter == SetInProgress)
            return CompletionCode.Ok;
        if (!Has(context.Bmc, request.Parameter))
            return ParameterNotSupported;
        byte block = request.Data[0];
        if (block > MaximumBlock)
            return CompletionCode.ParameterOutOfRange;
        var blocks = Blocks(context.Bmc, request.Parameter);
        while (blocks.Count <= block)
            blocks.Add(new byte[BlockLength]);
        Buffer.BlockCopy(request.Data, 1, blocks[block], 0, request.Data.Length - 1);
        return CompletionCode.Ok;
    }

    private static CommandResult<ConfigurationParameter> Get(CommandContext context, GetSystemInfoParameters request)
    {
        if (!Has(context.Bmc, request.Parameter))
            return ParameterNotSupported;
        if (request.RevisionOnly)
            return new ConfigurationParameter(Revision, []);
        if (request.Parameter == SetInProgress)
            return new ConfigurationParameter(Revision, [0]);
        var blocks = Blocks(context.Bmc, request.Parameter);
        return request.SetSelector < blocks.Count
            ? new ConfigurationParameter(Revision, [request.SetSelector, .. blocks[request.SetSelector]])
            : CompletionCode.ParameterOutOfRange;
    }

    private static bool Has(BmcState bmc, byte parameter) => parameter <= OperatingSystem && bmc.Definition.HasExtendedChassis;

    private static List<byte[]> Blocks(BmcState bmc, byte parameter)
    {
        if (bmc.SystemInfo.TryGetValue(parameter, out var known))
            return known;
        var device = bmc.Controllers.Main.Definition;
        byte[] text = Encoding.ASCII.GetBytes(parameter switch
        {
            FirmwareVersion => $"{device.FirmwareMajor}.{device.FirmwareMinor:X2}",
            SystemName => bmc.Identity.MachineName,
            _ => "Simulated OS",
        });
        byte[] whole = [0x00, (byte)text.Length, .. text];
        var blocks = new List<byte[]>();
        for (int at = 0; at < whole.Length; at += BlockLength)
        {
            var block = new byte[BlockLength];
            Buffer.BlockCopy(whole, at, block, 0, Math.Min(BlockLength, whole.Length - at));
            blocks.Add(block);
        }

        bmc.SystemInfo.Add(parameter, blocks);
        return blocks;
    }
}
