using System;
using System.Collections.Generic;
using System.Text;
using IpmiPS.Commands;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>System info parameters: names of firmware, system and operating system, in blocks of 16 bytes. IPMI 2.0 section 22.14a and b.</summary>
internal static class SystemInfoCommands
{
    private const byte Revision = 0x11, SetInProgress = 0, FirmwareVersion = 1, SystemName = 2, OperatingSystem = 4;
    private const int BlockLength = 16;

    public static void AddTo(CommandTable table)
    {
        table.Add(NetFn.App, 0x58, PrivilegeLevel.Administrator, 2, 18, Set);
        table.Add(NetFn.App, 0x59, PrivilegeLevel.User, 4, 4, Get);
    }

    /// <summary>Request: parameter, then its data: block number and up to 16 bytes; block 0 begins with encoding and length.</summary>
    private static CompletionCode Set(CommandContext context, ByteReader request, ByteWriter response)
    {
        byte parameter = request.ReadByte();
        if (parameter == SetInProgress)
            return CompletionCode.Ok;
        if (parameter is < FirmwareVersion or > OperatingSystem || !context.Bmc.Definition.HasExtendedChassis)
            return (CompletionCode)0x80;
        byte block = request.ReadByte();
        byte[] data = request.ReadRest();
        if (block > 15)
            return CompletionCode.ParameterOutOfRange;
        var blocks = Blocks(context.Bmc, parameter);
        while (blocks.Count <= block)
            blocks.Add(new byte[BlockLength]);
        Buffer.BlockCopy(data, 0, blocks[block], 0, Math.Min(data.Length, BlockLength));
        return CompletionCode.Ok;
    }

    /// <summary>Request: bit 7 revision only; parameter; block; 0. Answer: revision, block number, 16 bytes.</summary>
    private static CompletionCode Get(CommandContext context, ByteReader request, ByteWriter response)
    {
        bool revisionOnly = (request.ReadByte() & 0x80) != 0;
        byte parameter = request.ReadByte(), block = request.ReadByte();
        if (parameter > OperatingSystem || !context.Bmc.Definition.HasExtendedChassis)
            return (CompletionCode)0x80;
        response.WriteByte(Revision);
        if (revisionOnly)
            return CompletionCode.Ok;
        if (parameter == SetInProgress)
        {
            response.WriteByte(0);
            return CompletionCode.Ok;
        }

        var blocks = Blocks(context.Bmc, parameter);
        if (block >= blocks.Count)
            return CompletionCode.ParameterOutOfRange;
        response.WriteByte(block);
        response.WriteBytes(blocks[block]);
        return CompletionCode.Ok;
    }

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
