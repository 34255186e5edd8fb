using System;
using IpmiPS.Commands.Storage;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>The SDR repository. IPMI 2.0 section 33.</summary>
internal static class SdrCommands
{
    private const int HeaderLength = 5, LengthAt = 4, AllocationUnits = 1024, AllocationUnitSize = 64;

    /// <summary>Modal and non-modal update, delete, partial add, reserve, allocation info.</summary>
    private const byte Operations = 0x6F;

    public static void AddTo(CommandTable table)
    {
        table.On(GetSdrRepositoryInfo.Definition, GetInfo, HasRepository, anyController: true);
        table.On(GetSdrRepositoryAllocationInfo.Definition, GetAllocationInfo, HasRepository, anyController: true);
        table.On(ReserveSdrRepository.Definition, Reserve, HasRepository, anyController: true);
        table.On(GetSdr.Definition, static (context, request) => Read(context, Repository(context), request.Request), HasRepository, anyController: true);
        table.On(AddSdr.Definition, Add, HasRepository, anyController: true);
        table.On(PartialAddSdr.Definition, AddPart, HasRepository, anyController: true);
        table.On(RunInitializationAgent.Definition, Initialize, HasRepository, anyController: true);
        table.On(DeleteSdr.Definition, Delete, HasRepository, anyController: true);
        table.On(ClearSdrRepository.Definition, Clear, HasRepository, anyController: true);
        table.On(GetSdrRepositoryTime.Definition, static (context, _) => Clock(context), anyController: true);
        table.On(SetSdrRepositoryTime.Definition, SetTime, HasRepository, anyController: true);
        table.On(EnterSdrRepositoryUpdateMode.Definition, EnterUpdateMode, HasRepository, anyController: true);
        table.On(ExitSdrRepositoryUpdateMode.Definition, ExitUpdateMode, HasRepository, anyController: true);
    }

    /// <summary>Reads a record or part of one, from the repository or from device SDRs. A part needs a reservation. Sections 33.12 and 35.3.</summary>
    public static CommandResult<SdrPart> Read(CommandContext context, SdrStore sdrs, SdrRequest request)
    {
        bool isWhole = request.Offset == 0 && request.Count == SdrRequest.WholeRecord;
        if (request.Offset != 0 && request.Reservation == 0 || request.Reservation != 0 && !sdrs.IsReserved(request.Reservation, context.Faults.ReservationLostAfter))
            return CompletionCode.ReservationLost;
        int position = sdrs.Find(request.RecordId);
        if (position < 0)
            return CompletionCode.NotPresent;
        byte[] record = sdrs.RecordAt(position);
        if (request.Offset > record.Length)
            return CompletionCode.ParameterOutOfRange;
        int count = isWhole ? record.Length : Math.Min(request.Count, record.Length - request.Offset);
        if (Refuses(context, count, count < record.Length))
            return CompletionCode.CannotReturnRequestedBytes;
        ushort next = position + 1 < sdrs.Count ? sdrs.IdAt(position + 1) : SdrRequest.LastRecord;
        return new SdrPart(next, new ByteReader(record, request.Offset, count).ReadRest());
    }

    /// <summary>Whether the BMC refuses such a read, because of its kind or of a fault.</summary>
    public static bool Refuses(CommandContext context, int count, bool isPart)
    {
        int maximum = context.Faults.MaximumRead > 0 ? context.Faults.MaximumRead : context.Bmc.Definition.MaximumRead;
        return maximum > 0 && count > maximum || context.Faults.RefusePartialReads && isPart;
    }

    private static bool HasRepository(CommandContext context) => context.Controller.MainSdrs is not null;

    private static SdrStore Repository(CommandContext context) => context.Controller.MainSdrs!;

    private static CommandResult<SdrRepositoryInfo> GetInfo(CommandContext context, GetSdrRepositoryInfo request)
    {
        var sdrs = Repository(context);
        return new SdrRepositoryInfo
        {
            RecordCount = (ushort)sdrs.Count,
            FreeSpace = 0x4000,
            LastAddition = sdrs.LastAddition,
            LastErase = sdrs.LastErase,
            Operations = Operations,
        };
    }

    private static CommandResult<StorageAllocation> GetAllocationInfo(CommandContext context, GetSdrRepositoryAllocationInfo request)
    {
        int free = AllocationUnits - Repository(context).Count;
        return new StorageAllocation { Units = AllocationUnits, UnitSize = AllocationUnitSize, FreeUnits = (ushort)free, MaximumFreeBlock = (ushort)free, MaximumRecordSize = 1 };
    }

    private static CommandResult<Reservation> Reserve(CommandContext context, ReserveSdrRepository request) => new Reservation(Repository(context).Reserve());

    private static CommandResult<ushort> Add(CommandContext context, AddSdr request) =>
        request.Record[LengthAt] == request.Record.Length - HeaderLength
            ? Repository(context).Add(request.Record, Clock(context))
            : (CompletionCode)AddSdr.LengthMismatch;

    /// <summary>Collects the pieces of a record. The last one adds it. Section 33.14.</summary>
    private static CommandResult<ushort> AddPart(CommandContext context, PartialAddSdr request)
    {
        var sdrs = Repository(context);
        if (!sdrs.IsReserved(request.Reservation, context.Faults.ReservationLostAfter))
            return CompletionCode.ReservationLost;
        if (!sdrs.AddPart(request.RecordId, request.Offset, request.Data))
            return CompletionCode.ParameterOutOfRange;
        if (!request.IsLast)
            return sdrs.FreeId;
        byte[] record = sdrs.TakeParts();
        return record.Length >= HeaderLength && record[LengthAt] == record.Length - HeaderLength
            ? sdrs.Add(record, Clock(context))
            : (CompletionCode)AddSdr.LengthMismatch;
    }

    /// <summary>Sets the sensors back to the initial values of their definitions; complete at once.</summary>
    private static CommandResult<bool> Initialize(CommandContext context, RunInitializationAgent request)
    {
        if (request.Run)
            context.Controller.Sensors.Initialize();
        return true;
    }

    private static CommandResult<ushort> Delete(CommandContext context, DeleteSdr request)
    {
        var sdrs = Repository(context);
        if (!sdrs.IsReserved(request.Reservation, context.Faults.ReservationLostAfter))
            return CompletionCode.ReservationLost;
        int position = sdrs.Find(request.RecordId);
        if (position < 0)
            return CompletionCode.NotPresent;
        ushort id = sdrs.IdAt(position);
        sdrs.RemoveAt(position, Clock(context));
        return id;
    }

    /// <summary>The erasure is complete at once.</summary>
    private static CommandResult<bool> Clear(CommandContext context, ClearSdrRepository request)
    {
        var sdrs = Repository(context);
        if (!sdrs.IsReserved(request.Reservation, context.Faults.ReservationLostAfter))
            return CompletionCode.ReservationLost;
        if (request.Initiate)
            sdrs.Clear(Clock(context));
        return true;
    }

    private static CompletionCode SetTime(CommandContext context, SetSdrRepositoryTime request)
    {
        Repository(context).ClockOffset = request.Time - context.Bmc.Time.UtcNow.ToUnixTimeSeconds();
        return CompletionCode.Ok;
    }

    /// <summary>The mode changes nothing: records can be changed without it, and other commands are still carried out. Section 33.19.</summary>
    private static CompletionCode EnterUpdateMode(CommandContext context, EnterSdrRepositoryUpdateMode request)
    {
        Repository(context).IsInUpdateMode = true;
        return CompletionCode.Ok;
    }

    private static CompletionCode ExitUpdateMode(CommandContext context, ExitSdrRepositoryUpdateMode request)
    {
        if (!Repository(context).IsInUpdateMode)
            return CompletionCode.InvalidInPresentState;
        Repository(context).IsInUpdateMode = false;
        return CompletionCode.Ok;
    }

    private static uint Clock(CommandContext context) => (uint)(context.Bmc.Time.UtcNow.ToUnixTimeSeconds() + (context.Controller.MainSdrs?.ClockOffset ?? 0));
}
