using System;
using IpmiPS.Commands;
using IpmiPS.Commands.Storage;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>FRU devices. IPMI 2.0 section 34. One that is not there is answered as by most BMCs, ipmi_sim among them: invalid data field (CCh).</summary>
internal static class FruCommands
{
    /// <summary>The most that one answer carries; more is refused, as by BMCs whose buffers are no longer.</summary>
    private const int MaximumRead = 224;

    public static void AddTo(CommandTable table)
    {
        table.Add(NetFn.Storage, GetFruInventoryAreaInfo.Definition.Code, PrivilegeLevel.User, 1, 1, Info, anyController: true);
        table.Add(NetFn.Storage, ReadFruData.Definition.Code, PrivilegeLevel.User, 4, 4, Read, anyController: true);
        table.Add(NetFn.Storage, WriteFruData.Definition.Code, PrivilegeLevel.Operator, 3, 255, Write, anyController: true);
    }

    private static CompletionCode Info(CommandContext context, ByteReader request, ByteWriter response)
    {
        if (context.Controller.Frus.Find(GetFruInventoryAreaInfo.ReadRequest(request).DeviceId) is not { } fru)
            return CompletionCode.InvalidDataField;
        int size = context.Controller.Frus.Image(fru).Length;
        new FruInventoryAreaInfo((ushort)size, fru.ByWords).Write(response);
        return CompletionCode.Ok;
    }

    private static CompletionCode Read(CommandContext context, ByteReader request, ByteWriter response)
    {
        var asked = ReadFruData.ReadRequest(request);
        if (context.Controller.Frus.Find(asked.DeviceId) is not { } fru)
            return CompletionCode.InvalidDataField;
        byte[] image = context.Controller.Frus.Image(fru);
        int unit = fru.ByWords ? 2 : 1, offset = asked.Offset * unit;
        if (asked.Count == 0)
            return CompletionCode.InvalidDataField;
        if (offset >= image.Length)
            return CompletionCode.ParameterOutOfRange;
        int count = Math.Min(asked.Count * unit, image.Length - offset);
        if (count > MaximumRead || SdrCommands.Refuses(context, count, false))
            return CompletionCode.CannotReturnRequestedBytes;
        response.WriteByte((byte)(count / unit));
        response.WriteBytes(image, offset, count);
        return CompletionCode.Ok;
    }

    private static CompletionCode Write(CommandContext context, ByteReader request, ByteWriter response)
    {
        var asked = WriteFruData.ReadRequest(request);
        if (context.Controller.Frus.Find(asked.DeviceId) is not { } fru)
            return CompletionCode.InvalidDataField;
        byte[] image = context.Controller.Frus.Image(fru);
        int unit = fru.ByWords ? 2 : 1, offset = asked.Offset * unit;
        if (offset >= image.Length)
            return CompletionCode.ParameterOutOfRange;
        int count = Math.Min(asked.Data.Length, image.Length - offset);
        Buffer.BlockCopy(asked.Data, 0, image, offset, count);
        response.WriteByte((byte)(count / unit));
        return CompletionCode.Ok;
    }
}
