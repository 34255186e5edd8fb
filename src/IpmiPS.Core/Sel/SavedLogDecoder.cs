using System;
using System.Collections.Generic;
using System.Linq;
using IpmiPS.Sdr;

namespace IpmiPS.Sel;

/// <summary>Decodes saved event logs like those that are read from a BMC.</summary>
public static class SavedLogDecoder
{
    /// <summary>The entries of a saved log, from oldest to newest.</summary>
    /// <param name="log">The log.</param>
    /// <param name="sdr">Sensor records to use instead of those in the log; null for those in the log.</param>
    /// <param name="query">Which entries to return.</param>
    public static IReadOnlyList<SelEntry> Decode(SavedLog log, SdrRepository? sdr, SelQuery query)
    {
        sdr ??= log.SensorRecords.Count == 0 ? null : SdrDump.From(log.SensorRecords);
        var sensors = sdr is null ? null : new EventSensors(sdr.Sensors);
        var clock = log.UtcOffset is { } offset ? new SelClock(offset) : new SelClock();
        var decoder = new SelEntryDecoder(log.ComputerName, clock, systemEvent => sensors?.Find(systemEvent), log.Source);
        List<SelEntry> entries = [.. log.Records.Select(record => query.Select(decoder.Decode(record.Id, record.Bytes), log.Source?.ManufacturerId)).OfType<SelEntry>()];
        int skipped = query.Newest is { } newest ? Math.Max(entries.Count - newest, 0) : 0;
        return entries.GetRange(skipped, entries.Count - skipped);
    }
}
