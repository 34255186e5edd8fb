using System;
using System.Collections.Generic;
using System.Linq;
using IpmiPS.Commands;
using IpmiPS.Commands.Storage;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>Quirks of the data that a BMC stores: SDRs, the SEL, FRU data.</summary>
internal static class RepositoryQuirks
{
    private const byte SensorSpecific = 0x6F;

    private static readonly SimulatedCommand Sdr = SimulatedCommand.Of(GetSdr.Definition);
    private static readonly SimulatedCommand Sel = SimulatedCommand.Of(GetSelEntry.Definition);
    private static readonly SimulatedCommand Fru = SimulatedCommand.Of(ReadFruData.Definition);

    public static IEnumerable<KeyValuePair<string, Action<QuirkSet, QuirkLine>>> All { get; } = new Dictionary<string, Action<QuirkSet, QuirkLine>>
    {
        ["sdr-short-whole"] = SdrShortWhole,
        ["sdr-no-end"] = SdrNoEnd,
        ["sdr-last-unreadable"] = (quirks, line) => quirks.Refuse(line.Name, Sdr, line.Code(0xC3), (context, request) => PositionOf(context, request) == Sdrs(context).Count - 1),
        ["sdr-own-id"] = (quirks, line) => EditRecord(quirks, line, 0, value => (byte)(value + line.Number("step"))),
        ["sdr-length"] = (quirks, line) => EditRecord(quirks, line, 4, value => (byte)(value + line.Number("step"))),
        ["sdr-no-reservation"] = SdrNoReservation,
        ["sel-next-zero"] = SelNextZero,
        ["sel-grows"] = SelGrows,
        ["sdr-restless"] = SdrRestless,
        ["fru-byte"] = (quirks, line) =>
        {
            var (at, value) = (line.Number("at"), (byte)line.Number("value"));
            var when = line.When();
            EditFru(quirks, line, (context, request, offset, old) => offset == at && when(context, request) ? value : old);
        },
        ["fru-end-mark"] = (quirks, line) =>
        {
            byte value = (byte)line.Number("value");
            EditFru(quirks, line, (_, _, _, old) => old == TypeLengthText.EndOfFields ? value : old);
        },
    };

    /// <summary>A request for a whole record returns only its beginning.</summary>
    private static void SdrShortWhole(QuirkSet quirks, QuirkLine line)
    {
        int maximum = line.Number("maximum");
        quirks.Edit(line.Name, Sdr, (_, request, data) => SdrRequest.Read(new ByteReader(request)).Count == SdrRequest.WholeRecord ? data.Take(2 + maximum).ToArray() : data);
    }

    /// <summary>The last record names a next one, and all higher ids return the last record.</summary>
    private static void SdrNoEnd(QuirkSet quirks, QuirkLine line)
    {
        quirks.EditRequest(line.Name, Sdr, (context, request) =>
        {
            var read = SdrRequest.Read(new ByteReader(request));
            if (read.RecordId <= Sdrs(context).Count)
                return request;
            var writer = new ByteWriter();
            (read with { RecordId = SdrRequest.LastRecord }).Write(writer);
            return writer.ToArray();
        });
        quirks.Edit(line.Name, Sdr, (context, request, data) =>
        {
            if ((data[0] & data[1]) == 0xFF)
                (data[0], data[1]) = ((byte)(Math.Max(SdrRequest.Read(new ByteReader(request)).RecordId, Sdrs(context).Count) + 1), 0);
            return data;
        });
    }

    /// <summary>Partial reads need no reservation.</summary>
    private static void SdrNoReservation(QuirkSet quirks, QuirkLine line) => quirks.EditRequest(line.Name, Sdr, (context, request) =>
    {
        var read = SdrRequest.Read(new ByteReader(request));
        if (read is not { Reservation: 0, Offset: > 0 })
            return request;
        var writer = new ByteWriter();
        (read with { Reservation = Sdrs(context).Reserve() }).Write(writer);
        return writer.ToArray();
    });

    /// <summary>Changes one byte of a record, of all records or of the one at <c>record=</c>, counted from 1.</summary>
    private static void EditRecord(QuirkSet quirks, QuirkLine line, int at, Func<byte, byte> edit)
    {
        int only = line.Number("record", 0);
        quirks.Edit(line.Name, Sdr, (context, request, data) =>
        {
            int index = 2 + at - SdrRequest.Read(new ByteReader(request)).Offset;
            if (index >= 2 && index < data.Length && (only == 0 || PositionOf(context, request) == only - 1))
                data[index] = edit(data[index]);
            return data;
        });
    }

    /// <summary>The first response for each entry names 0000h as the next.</summary>
    private static void SelNextZero(QuirkSet quirks, QuirkLine line) => quirks.Edit(line.Name, Sel, (context, request, data) =>
    {
        int id = data.Length > 4 ? data[2] | data[3] << 8 : 0;
        if ((id & 1) == 0 && context.Bmc.QuirkMemory.Remember($"{line.Name} {id}") == 1)
            (data[0], data[1]) = (0, 0);
        return data;
    });

    /// <summary>Each read of an entry adds another entry, "entry added to auxiliary log".</summary>
    private static void SelGrows(QuirkSet quirks, QuirkLine line) => quirks.Wrap(Sel, inner => (context, request, response) =>
    {
        const byte SystemEvent = 0x12, EntryAddedToAuxiliaryLog = 0x03;
        var code = inner(context, request, response);
        context.Bmc.QuirkMemory.CountEffect(line.Name);
        context.Controller.Sel?.Add(new EventMessage(context.Bmc.Definition.BmcAddress, 0, SystemEvent, 0, SensorSpecific, EntryAddedToAuxiliaryLog));
        return code;
    });

    /// <summary>Each read changes the time of the last addition, though no record was added.</summary>
    private static void SdrRestless(QuirkSet quirks, QuirkLine line) => quirks.Wrap(Sdr, inner => (context, request, response) =>
    {
        var code = inner(context, request, response);
        context.Bmc.QuirkMemory.CountEffect(line.Name);
        Sdrs(context).Touch();
        return code;
    });

    private static void EditFru(QuirkSet quirks, QuirkLine line, Func<CommandContext, byte[], int, byte, byte> edit) => quirks.Edit(line.Name, Fru, (context, request, data) =>
    {
        int offset = ReadFruData.ReadRequest(new ByteReader(request)).Offset;
        for (int i = 1; i < data.Length; i++)
            data[i] = edit(context, request, offset + i - 1, data[i]);
        return data;
    });

    private static SdrStore Sdrs(CommandContext context) => context.Controller.MainSdrs!;

    private static int PositionOf(CommandContext context, byte[] request) => Sdrs(context).Find(SdrRequest.Read(new ByteReader(request)).RecordId);
}
