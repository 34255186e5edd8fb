using System;
using IpmiPS.Commands;
using IpmiPS.Commands.Storage;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>The SDR repository. IPMI 2.0 section 33.</summary>
internal static class SdrCommands
{
    private const int HeaderLength = 5;

    public static void AddTo(CommandTable table)
    {
        Add(GetSdrRepositoryInfo.Definition.Code, PrivilegeLevel.User, 0, 0, Info);
        Add(GetSdrRepositoryAllocationInfo.Definition.Code, PrivilegeLevel.User, 0, 0, AllocationInfo);
        Add(ReserveSdrRepository.Definition.Code, PrivilegeLevel.User, 0, 0, Reserve);
        Add(GetSdr.Definition.Code, PrivilegeLevel.User, 6, 6, (context, request, response) => Repository(context) is { } sdrs ? Read(context, sdrs, SdrRequest.Read(request), response) : CompletionCode.InvalidCommand);
        Add(0x24, PrivilegeLevel.Operator, HeaderLength, 255, AddSdr);
        Add(0x26, PrivilegeLevel.Operator, 4, 4, Delete);
        Add(0x27, PrivilegeLevel.Operator, 6, 6, Clear);
        Add(0x28, PrivilegeLevel.User, 0, 0, GetTime);

        void Add(byte command, PrivilegeLevel privilege, int least, int most, CommandHandler handler) =>
            table.Add(NetFn.Storage, command, privilege, least, most, handler, anyController: true);
    }

    /// <summary>Reads a record or part of one, from the repository or from device SDRs. A part needs a reservation. Sections 33.12 and 35.3.</summary>
    public static CompletionCode Read(CommandContext context, SdrStore sdrs, SdrRequest asked, ByteWriter response)
    {
        bool isWhole = asked.Offset == 0 && asked.Count == SdrRequest.WholeRecord;
        if (asked.Offset != 0 && asked.Reservation == 0 || asked.Reservation != 0 && !sdrs.IsReserved(asked.Reservation, context.Faults.ReservationLostAfter))
            return CompletionCode.ReservationLost;
        int position = sdrs.Find(asked.RecordId);
        if (position < 0)
            return CompletionCode.NotPresent;
        byte[] record = sdrs.RecordAt(position);
        if (asked.Offset > record.Length)
            return CompletionCode.ParameterOutOfRange;
        int count = isWhole ? record.Length : Math.Min(asked.Count, record.Length - asked.Offset);
        if (Refuses(context, count, count < record.Length))
            return CompletionCode.CannotReturnRequestedBytes;
        response.WriteUInt16(position + 1 < sdrs.Count ? sdrs.IdAt(position + 1) : SdrRequest.LastRecord);
        response.WriteBytes(record, asked.Offset, count);
        return CompletionCode.Ok;
    }

    /// <summary>Whether the BMC refuses such a read, by its nature or as it was told.</summary>
    public static bool Refuses(CommandContext context, int count, bool isPart)
    {
        int largest = context.Faults.MaximumRead > 0 ? context.Faults.MaximumRead : context.Bmc.Definition.MaximumRead;
        return largest > 0 && count > largest || context.Faults.RefusePartialReads && isPart;
    }

    private static SdrStore? Repository(CommandContext context) => context.Controller.MainSdrs;

    /// <summary>Operations: non-modal update, delete, reserve, allocation info.</summary>
    private static CompletionCode Info(CommandContext context, ByteReader request, ByteWriter response)
    {
        if (Repository(context) is not { } sdrs)
            return CompletionCode.InvalidCommand;
        new SdrRepositoryInfo
        {
            RecordCount = (ushort)sdrs.Count,
            FreeSpace = 0x4000,
            LastAddition = sdrs.LastAddition,
            LastErase = sdrs.LastErase,
            Operations = 0x2B,
        }.Write(response);
        return CompletionCode.Ok;
    }

    private static CompletionCode AllocationInfo(CommandContext context, ByteReader request, ByteWriter response)
    {
        if (Repository(context) is not { } sdrs)
            return CompletionCode.InvalidCommand;
        int free = 1024 - sdrs.Count;
        new StorageAllocation { Units = 1024, UnitSize = 64, FreeUnits = (ushort)free, MaximumFreeBlock = (ushort)free, MaximumRecordSize = 1 }.Write(response);
        return CompletionCode.Ok;
    }

    private static CompletionCode Reserve(CommandContext context, ByteReader request, ByteWriter response)
    {
        if (Repository(context) is not { } sdrs)
            return CompletionCode.InvalidCommand;
        new Reservation(sdrs.Reserve()).Write(response);
        return CompletionCode.Ok;
    }

    private static CompletionCode AddSdr(CommandContext context, ByteReader request, ByteWriter response)
    {
        if (Repository(context) is not { } sdrs)
            return CompletionCode.InvalidCommand;
        byte[] record = request.ReadRest();
        if (record[4] != record.Length - HeaderLength)
            return (CompletionCode)0x80;
        response.WriteUInt16(sdrs.Add(record, Clock(context)));
        return CompletionCode.Ok;
    }

    /// <summary>Request: reservation, record id.</summary>
    private static CompletionCode Delete(CommandContext context, ByteReader request, ByteWriter response)
    {
        if (Repository(context) is not { } sdrs)
            return CompletionCode.InvalidCommand;
        if (!sdrs.IsReserved(request.ReadUInt16(), context.Faults.ReservationLostAfter))
            return CompletionCode.ReservationLost;
        int position = sdrs.Find(request.ReadUInt16());
        if (position < 0)
            return CompletionCode.NotPresent;
        response.WriteUInt16(sdrs.IdAt(position));
        sdrs.RemoveAt(position, Clock(context));
        return CompletionCode.Ok;
    }

    /// <summary>Request: reservation, "CLR", AAh to begin or 00h to ask. Answer: 1 when it is done.</summary>
    private static CompletionCode Clear(CommandContext context, ByteReader request, ByteWriter response)
    {
        if (Repository(context) is not { } sdrs)
            return CompletionCode.InvalidCommand;
        if (!sdrs.IsReserved(request.ReadUInt16(), context.Faults.ReservationLostAfter))
            return CompletionCode.ReservationLost;
        if (request.ReadLatin1(3) != "CLR")
            return CompletionCode.InvalidDataField;
        if (request.ReadByte() == 0xAA)
            sdrs.Clear(Clock(context));
        response.WriteByte(0x01);
        return CompletionCode.Ok;
    }

    private static CompletionCode GetTime(CommandContext context, ByteReader request, ByteWriter response)
    {
        response.WriteUInt32(Clock(context));
        return CompletionCode.Ok;
    }

    private static uint Clock(CommandContext context) => (uint)context.Bmc.Time.UtcNow.ToUnixTimeSeconds();
}
