using System;
using IpmiPS.Commands.Storage;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>FRU devices. IPMI 2.0 section 34. A device that does not exist is answered with an invalid data field (CCh), as by most BMCs, ipmi_sim among them.</summary>
internal static class FruCommands
{
    /// <summary>Bytes of the longest response; longer reads are refused, as by BMCs with short buffers.</summary>
    private const int MaximumRead = 224;

    public static void AddTo(CommandTable table)
    {
        table.On(GetFruInventoryAreaInfo.Definition, GetInfo, anyController: true);
        table.On(ReadFruData.Definition, Read, anyController: true);
        table.On(WriteFruData.Definition, Write, anyController: true);
    }

    private static CommandResult<FruInventoryAreaInfo> GetInfo(CommandContext context, GetFruInventoryAreaInfo request) =>
        context.Controller.Frus.Find(request.DeviceId) is { } fru
            ? new FruInventoryAreaInfo((ushort)context.Controller.Frus.Image(fru).Length, fru.ByWords)
            : CompletionCode.InvalidDataField;

    private static CommandResult<FruData> Read(CommandContext context, ReadFruData request)
    {
        if (context.Controller.Frus.Find(request.DeviceId) is not { } fru || request.Count == 0)
            return CompletionCode.InvalidDataField;
        byte[] image = context.Controller.Frus.Image(fru);
        int unit = fru.ByWords ? 2 : 1, offset = request.Offset * unit;
        if (offset >= image.Length)
            return CompletionCode.ParameterOutOfRange;
        int count = Math.Min(request.Count * unit, image.Length - offset);
        if (count > MaximumRead || SdrCommands.Refuses(context, count, false))
            return CompletionCode.CannotReturnRequestedBytes;
        return new FruData((byte)(count / unit), new ByteReader(image, offset, count).ReadRest());
    }

    private static CommandResult<byte> Write(CommandContext context, WriteFruData request)
    {
        if (context.Controller.Frus.Find(request.DeviceId) is not { } fru)
            return CompletionCode.InvalidDataField;
        byte[] image = context.Controller.Frus.Image(fru);
        int unit = fru.ByWords ? 2 : 1, offset = request.Offset * unit;
        if (offset >= image.Length)
            return CompletionCode.ParameterOutOfRange;
        int count = Math.Min(request.Data.Length, image.Length - offset);
        Buffer.BlockCopy(request.Data, 0, image, offset, count);
        return (byte)(count / unit);
    }
}
