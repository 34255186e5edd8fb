using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Sdr;

namespace IpmiPS.Sel;

/// <summary>Copies a BMC's event log with all that is needed to decode it without the BMC.</summary>
public static class SelCopy
{
    /// <summary>Reads the log.</summary>
    /// <param name="connection">The BMC.</param>
    /// <param name="sdr">The sensors' records, which are saved with the log; null for none.</param>
    /// <param name="now">The present time.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The log, and why entries may be missing; null if none should be.</returns>
    /// <exception cref="IpmiException">As for <see cref="SelReader.ReadAsync(IIpmiConnection, SelQuery, SdrRepository?, Action{SelEntry}, CancellationToken)"/>.</exception>
    public static async Task<(SavedLog Log, string? Problem)> ReadAsync(IIpmiConnection connection, Task<SdrRepository?> sdr, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var clockTask = SelReader.GetClockAsync(connection, cancellationToken);
        var sourceTask = SelReader.GetSourceAsync(connection, cancellationToken);
        var records = new List<SavedRecord>();
        string? problem = await SelReader.ReadAsync(connection, new SelQuery(), null, entry => records.Add(new SavedRecord((ushort)entry.Id, entry.Raw)), cancellationToken).ConfigureAwait(false);
        var clock = await clockTask.ConfigureAwait(false);
        var log = new SavedLog
        {
            ComputerName = connection.ComputerName,
            SavedAt = now,
            UtcOffset = clock.UtcOffset is { } offset ? (short)offset.TotalMinutes : null,
            Source = await sourceTask.ConfigureAwait(false),
            Records = records,
            SensorRecords = await sdr.ConfigureAwait(false) is { } repository ? [.. repository.Records.Select(static record => record.ToBytes())] : [],
        };
        return (log, problem);
    }
}
