using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.Storage;

namespace IpmiPS.Sel;

/// <summary>Reads the clock of a BMC and compares it with a reference clock.</summary>
public static class ClockReader
{
    private static readonly TimeSpan HalfSecond = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);
    private const int SameClockSeconds = 2;
    private const double QuarterTolerance = 60;

    /// <summary>Reads the clock and compares it with this computer's.</summary>
    /// <exception cref="IpmiException">The BMC has no clock, or does not respond.</exception>
    public static Task<IpmiClock> GetAsync(IIpmiConnection connection, CancellationToken cancellationToken) => GetAsync(connection, static () => DateTimeOffset.UtcNow, cancellationToken);

    /// <summary>Reads the clock and compares it with <paramref name="reference"/>.</summary>
    internal static async Task<IpmiClock> GetAsync(IIpmiConnection connection, Func<DateTimeOffset> reference, CancellationToken cancellationToken)
    {
        // The time is asked for alone, so that no other request lengthens its round trip.
        DateTimeOffset sent = reference();
        uint time = await connection.SendAsync(new GetSelTime(), cancellationToken).ConfigureAwait(false);
        DateTimeOffset received = reference();
        var offsetTask = SelReader.TryAsync(connection, new GetSelTimeUtcOffset(), cancellationToken);
        var sdrTask = SelReader.TryAsync(connection, new GetSdrRepositoryTime(), cancellationToken);
        var (offset, offsetRefusal) = await offsetTask.ConfigureAwait(false);
        var (sdr, sdrRefusal) = await sdrTask.ConfigureAwait(false);
        return Describe(connection.ComputerName, time, sent, received, offsetRefusal is null ? offset : null, sdrRefusal is null ? sdr : null);
    }

    private static IpmiClock Describe(string computerName, uint time, DateTimeOffset sent, DateTimeOffset received, short? offset, uint? sdr)
    {
        var clock = offset is { } minutes ? new SelClock(minutes) : new SelClock();
        TimeSpan roundTrip = received > sent ? received - sent : TimeSpan.Zero;
        TimeSpan? drift = clock.ToDate(time) is { } date ? Round(date + HalfSecond - (sent + Half(roundTrip))) : null;
        return new IpmiClock
        {
            ComputerName = computerName,
            Time = clock.ToDate(time),
            UtcOffset = clock.UtcOffset,
            Drift = drift,
            Accuracy = Round(HalfSecond + Half(roundTrip)),
            TimeSinceStart = SelClock.ToUptime(time),
            SdrTime = sdr is { } other && Math.Abs((long)other - time) > SameClockSeconds ? clock.ToDate(other) : null,
            Notes = [.. NotesOf(clock, offset, drift, time)],
            RawTime = time,
            RawOffset = offset,
            RoundTrip = roundTrip,
        };
    }

    private static IEnumerable<string> NotesOf(SelClock clock, short? offset, TimeSpan? drift, uint time)
    {
        if (offset is null)
            yield return "UtcOffset: the BMC has no UTC offset; its time is taken as UTC.";
        else if (!clock.IsOffsetKnown)
            yield return "UtcOffset: the BMC reports that it is not set; its time is taken as UTC.";
        if (SelClock.KindOf(time) != SelTimestampKind.Clock)
            yield return "Time: the clock is not set.";
        if (!clock.IsOffsetKnown && drift is { } ahead && LooksLocal(ahead))
            yield return "Drift: it is a multiple of 15 minutes, so the clock may be set to local time.";
    }

    private static bool LooksLocal(TimeSpan drift)
    {
        double quarters = Math.Round(drift.TotalSeconds / Quarter.TotalSeconds);
        return quarters != 0 && Math.Abs(quarters) <= 4 * 14 && Math.Abs(drift.TotalSeconds - quarters * Quarter.TotalSeconds) <= QuarterTolerance;
    }

    private static TimeSpan Half(TimeSpan time) => TimeSpan.FromTicks(time.Ticks / 2);

    private static TimeSpan Round(TimeSpan time) => TimeSpan.FromMilliseconds(Math.Round(time.TotalMilliseconds));
}
