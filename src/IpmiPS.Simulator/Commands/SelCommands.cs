using System;
using IpmiPS.Commands.Storage;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>The system event log. IPMI 2.0 section 31.</summary>
internal static class SelCommands
{
    /// <summary>Bits of the operation support, which say what commands there are. Section 31.2.</summary>
    private const byte AllocationInfoSupport = 0x01, ReserveSupport = 0x02, PartialAddSupport = 0x04, DeleteSupport = 0x08;

    private const int RecordTypeAt = 2, RecordDataAt = 3;

    public static void AddTo(CommandTable table)
    {
        table.On(GetSelInfo.Definition, GetInfo, HasLog);
        table.On(GetSelAllocationInfo.Definition, GetAllocationInfo, static context => Supports(context, AllocationInfoSupport));
        table.On(ReserveSel.Definition, static (context, _) => Log(context).Reserve(), CanReserve);
        table.On(GetSelEntry.Definition, Read, HasLog);
        table.On(AddSelEntry.Definition, Add, HasLog);
        table.On(PartialAddSelEntry.Definition, AddPiece, static context => Supports(context, PartialAddSupport));
        table.On(DeleteSelEntry.Definition, Delete, static context => Supports(context, DeleteSupport));
        table.On(ClearSel.Definition, Clear, HasLog);
        table.On(GetSelTime.Definition, static (context, _) => Log(context).Clock, HasLog);
        table.On(SetSelTime.Definition, SetTime, HasLog);
        table.On(GetSelTimeUtcOffset.Definition, static (context, _) => (short)Log(context).UtcOffsetMinutes, HasUtcOffset);
        table.On(SetSelTimeUtcOffset.Definition, SetUtcOffset, HasUtcOffset);
    }

    private static bool HasLog(CommandContext context) => context.Controller.Sel is not null;

    private static bool HasUtcOffset(CommandContext context) => HasLog(context) && context.Bmc.Definition.HasExtendedChassis;

    private static bool CanReserve(CommandContext context) => Supports(context, ReserveSupport);

    private static bool Supports(CommandContext context, byte operation) => context.Controller.Sel is { } sel && (sel.OperationSupport & operation) != 0;

    private static EventLog Log(CommandContext context) => context.Controller.Sel!;

    private static CommandResult<SelRepositoryInfo> GetInfo(CommandContext context, GetSelInfo request)
    {
        var sel = Log(context);
        return new SelRepositoryInfo
        {
            Entries = (ushort)sel.Count,
            FreeBytes = (ushort)Math.Min(0xFFFF, (sel.Capacity - sel.Count) * EventLog.RecordLength),
            LastAdd = sel.LastAddition == 0 ? uint.MaxValue : sel.LastAddition,
            LastErase = sel.LastErase == 0 ? uint.MaxValue : sel.LastErase,
            OperationSupport = sel.OperationSupport,
        };
    }

    private static CommandResult<StorageAllocation> GetAllocationInfo(CommandContext context, GetSelAllocationInfo request)
    {
        var sel = Log(context);
        int free = sel.Capacity - sel.Count;
        return new StorageAllocation { Units = (ushort)sel.Capacity, UnitSize = EventLog.RecordLength, FreeUnits = (ushort)free, MaximumFreeBlock = (ushort)free, MaximumRecordSize = 1 };
    }

    /// <summary>A part of an entry needs a reservation. Section 31.5.</summary>
    private static CommandResult<SelEntryData> Read(CommandContext context, GetSelEntry request)
    {
        var sel = Log(context);
        bool needsReservation = request.Offset != 0 && CanReserve(context);
        if ((needsReservation || request.Reservation != 0) && !sel.IsReserved(request.Reservation, context.Faults.ReservationLostAfter))
            return CompletionCode.ReservationLost;
        int position = sel.Find(request.RecordId);
        if (position < 0)
            return CompletionCode.NotPresent;
        if (request.Offset >= EventLog.RecordLength)
            return CompletionCode.ParameterOutOfRange;
        int rest = EventLog.RecordLength - request.Offset;
        if (request.Count != GetSelEntry.WholeRecord && request.Count > rest)
            return CompletionCode.CannotReturnRequestedBytes;
        ushort next = position + 1 < sel.Count ? sel.IdAt(position + 1) : GetSelEntry.LastEntry;
        return new SelEntryData(next, new ByteReader(sel.RecordAt(position), request.Offset, Math.Min(request.Count, rest)).ReadRest());
    }

    private static CommandResult<ushort> Add(CommandContext context, AddSelEntry request)
    {
        byte[] record = request.Record;
        return Log(context).Add(record[RecordTypeAt], new ByteReader(record, RecordDataAt, record.Length - RecordDataAt).ReadRest()) is { } id ? id : CompletionCode.OutOfSpace;
    }

    /// <summary>Pieces are kept until the last one completes the record. Section 31.7.</summary>
    private static CommandResult<ushort> AddPiece(CommandContext context, PartialAddSelEntry request)
    {
        var sel = Log(context);
        if (!sel.IsReserved(request.Reservation, context.Faults.ReservationLostAfter))
            return CompletionCode.ReservationLost;
        if (request.Offset == 0)
            sel.Pieces.Clear();
        if (request.Offset != sel.Pieces.Count || sel.Pieces.Count + request.Data.Length > EventLog.RecordLength)
            return CompletionCode.ParameterOutOfRange;
        sel.Pieces.AddRange(request.Data);
        if (!request.IsLast)
            return sel.NextId;
        byte[] record = [.. sel.Pieces];
        sel.Pieces.Clear();
        return record.Length == EventLog.RecordLength ? Add(context, new AddSelEntry(record)) : (CompletionCode)SelCompletionCode.NotSupportedForRecordType;
    }

    private static CommandResult<ushort> Delete(CommandContext context, DeleteSelEntry request)
    {
        var sel = Log(context);
        if (!sel.IsReserved(request.Reservation, context.Faults.ReservationLostAfter))
            return CompletionCode.ReservationLost;
        int position = sel.Find(request.RecordId);
        if (position < 0)
            return CompletionCode.NotPresent;
        ushort id = sel.IdAt(position);
        sel.RemoveAt(position);
        return id;
    }

    /// <summary>The erasure is in progress until its progress is read. The reservation holds until then.</summary>
    private static CommandResult<bool> Clear(CommandContext context, ClearSel request)
    {
        var sel = Log(context);
        if (CanReserve(context) && !sel.IsReserved(request.Reservation, context.Faults.ReservationLostAfter))
            return CompletionCode.ReservationLost;
        if (!request.Initiate)
            return true;
        sel.Clear(keepReservation: request.Reservation);
        if (sel == context.Bmc.Controllers.Log)
            context.Bmc.Filtering.ForgetProcessed();
        return false;
    }

    private static CompletionCode SetTime(CommandContext context, SetSelTime request)
    {
        Log(context).Clock = request.Time;
        return CompletionCode.Ok;
    }

    private static CompletionCode SetUtcOffset(CommandContext context, SetSelTimeUtcOffset request)
    {
        Log(context).UtcOffsetMinutes = request.Minutes;
        return CompletionCode.Ok;
    }
}
