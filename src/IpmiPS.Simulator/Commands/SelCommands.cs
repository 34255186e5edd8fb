using System;
using IpmiPS.Commands;
using IpmiPS.Commands.Storage;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>The system event log. IPMI 2.0 section 31.</summary>
internal static class SelCommands
{
    public static void AddTo(CommandTable table)
    {
        Add(GetSelInfo.Definition.Code, PrivilegeLevel.User, 0, 0, Info);
        Add(GetSelAllocationInfo.Definition.Code, PrivilegeLevel.User, 0, 0, AllocationInfo);
        Add(ReserveSel.Definition.Code, PrivilegeLevel.User, 0, 0, Reserve);
        Add(GetSelEntry.Definition.Code, PrivilegeLevel.User, 6, 6, Read);
        Add(AddSelEntry.Definition.Code, PrivilegeLevel.Operator, EventLog.RecordLength, EventLog.RecordLength, AddEntry);
        Add(DeleteSelEntry.Definition.Code, PrivilegeLevel.Operator, 4, 4, Delete);
        Add(ClearSel.Definition.Code, PrivilegeLevel.Operator, 6, 6, Clear);
        Add(GetSelTime.Definition.Code, PrivilegeLevel.User, 0, 0, GetTime);
        Add(SetSelTime.Definition.Code, PrivilegeLevel.Operator, 4, 4, SetTime);
        Add(GetSelTimeUtcOffset.Definition.Code, PrivilegeLevel.User, 0, 0, GetUtcOffset);
        Add(SetSelTimeUtcOffset.Definition.Code, PrivilegeLevel.Operator, 2, 2, SetUtcOffset);

        void Add(byte command, PrivilegeLevel privilege, int least, int most, SelHandler handler) => table.Add(
            NetFn.Storage, command, privilege, least, most,
            (context, request, response) => context.Controller.Sel is { } sel ? handler(context, sel, request, response) : CompletionCode.InvalidCommand);
    }

    private delegate CompletionCode SelHandler(CommandContext context, EventLog sel, ByteReader request, ByteWriter response);

    private static CompletionCode Info(CommandContext context, EventLog sel, ByteReader request, ByteWriter response)
    {
        new SelRepositoryInfo
        {
            Entries = (ushort)sel.Count,
            FreeBytes = (ushort)Math.Min(0xFFFF, (sel.Capacity - sel.Count) * EventLog.RecordLength),
            LastAdd = sel.LastAddition == 0 ? uint.MaxValue : sel.LastAddition,
            LastErase = sel.LastErase == 0 ? uint.MaxValue : sel.LastErase,
            OperationSupport = sel.OperationSupport,
        }.Write(response);
        return CompletionCode.Ok;
    }

    private static CompletionCode AllocationInfo(CommandContext context, EventLog sel, ByteReader request, ByteWriter response)
    {
        if ((sel.OperationSupport & 0x01) == 0)
            return CompletionCode.InvalidCommand;
        int free = sel.Capacity - sel.Count;
        new StorageAllocation { Units = (ushort)sel.Capacity, UnitSize = EventLog.RecordLength, FreeUnits = (ushort)free, MaximumFreeBlock = (ushort)free, MaximumRecordSize = 1 }.Write(response);
        return CompletionCode.Ok;
    }

    private static CompletionCode Reserve(CommandContext context, EventLog sel, ByteReader request, ByteWriter response)
    {
        if ((sel.OperationSupport & 0x02) == 0)
            return CompletionCode.InvalidCommand;
        response.WriteUInt16(sel.Reserve());
        return CompletionCode.Ok;
    }

    /// <summary>A part of an entry needs a reservation. Section 31.5.</summary>
    private static CompletionCode Read(CommandContext context, EventLog sel, ByteReader request, ByteWriter response)
    {
        var asked = GetSelEntry.ReadRequest(request);
        bool needsReservation = asked.Offset != 0 && (sel.OperationSupport & 0x02) != 0;
        if ((needsReservation || asked.Reservation != 0) && !sel.IsReserved(asked.Reservation, context.Faults.ReservationLostAfter))
            return CompletionCode.ReservationLost;
        int position = sel.Find(asked.RecordId);
        if (position < 0)
            return CompletionCode.NotPresent;
        if (asked.Offset >= EventLog.RecordLength)
            return CompletionCode.ParameterOutOfRange;
        int rest = EventLog.RecordLength - asked.Offset;
        if (asked.Count != GetSelEntry.WholeRecord && asked.Count > rest)
            return CompletionCode.CannotReturnRequestedBytes;
        response.WriteUInt16(position + 1 < sel.Count ? sel.IdAt(position + 1) : GetSelEntry.LastEntry);
        response.WriteBytes(sel.RecordAt(position), asked.Offset, Math.Min(asked.Count, rest));
        return CompletionCode.Ok;
    }

    private static CompletionCode AddEntry(CommandContext context, EventLog sel, ByteReader request, ByteWriter response)
    {
        request.Skip(2);
        byte type = request.ReadByte();
        if (sel.Add(type, request.ReadRest()) is not { } id)
            return CompletionCode.OutOfSpace;
        response.WriteUInt16(id);
        return CompletionCode.Ok;
    }

    private static CompletionCode Delete(CommandContext context, EventLog sel, ByteReader request, ByteWriter response)
    {
        if ((sel.OperationSupport & 0x08) == 0)
            return CompletionCode.InvalidCommand;
        var asked = DeleteSelEntry.ReadRequest(request);
        if (!sel.IsReserved(asked.Reservation, context.Faults.ReservationLostAfter))
            return CompletionCode.ReservationLost;
        int position = sel.Find(asked.RecordId);
        if (position < 0)
            return CompletionCode.NotPresent;
        response.WriteUInt16(sel.IdAt(position));
        sel.RemoveAt(position);
        return CompletionCode.Ok;
    }

    private static CompletionCode Clear(CommandContext context, EventLog sel, ByteReader request, ByteWriter response)
    {
        ushort reservation = request.ReadUInt16();
        bool canReserve = (sel.OperationSupport & 0x02) != 0;
        if (canReserve && !sel.IsReserved(reservation, context.Faults.ReservationLostAfter))
            return CompletionCode.ReservationLost;
        if (request.ReadLatin1(3) != "CLR")
            return CompletionCode.InvalidDataField;
        switch (request.ReadByte())
        {
            case 0xAA:
                // Erasing takes a moment; the reservation holds until it is done, so that the client can ask for it.
                sel.Clear(keepReservation: reservation);
                response.WriteByte(0x00);
                return CompletionCode.Ok;
            case 0x00:
                response.WriteByte(0x01);
                return CompletionCode.Ok;
            default:
                return CompletionCode.InvalidDataField;
        }
    }

    private static CompletionCode GetTime(CommandContext context, EventLog sel, ByteReader request, ByteWriter response)
    {
        response.WriteUInt32(sel.Clock);
        return CompletionCode.Ok;
    }

    private static CompletionCode SetTime(CommandContext context, EventLog sel, ByteReader request, ByteWriter response)
    {
        sel.Clock = SetSelTime.ReadRequest(request).Time;
        return CompletionCode.Ok;
    }

    private static CompletionCode GetUtcOffset(CommandContext context, EventLog sel, ByteReader request, ByteWriter response)
    {
        if (!context.Bmc.Definition.HasExtendedChassis)
            return CompletionCode.InvalidCommand;
        response.WriteUInt16(sel.UtcOffsetMinutes);
        return CompletionCode.Ok;
    }

    private static CompletionCode SetUtcOffset(CommandContext context, EventLog sel, ByteReader request, ByteWriter response)
    {
        if (!context.Bmc.Definition.HasExtendedChassis)
            return CompletionCode.InvalidCommand;
        sel.UtcOffsetMinutes = SetSelTimeUtcOffset.ReadRequest(request).Minutes;
        return CompletionCode.Ok;
    }
}
