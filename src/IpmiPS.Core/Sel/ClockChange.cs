using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.Storage;

namespace IpmiPS.Sel;

/// <summary>How a BMC's clock is to be set.</summary>
public sealed record ClockSettings
{
    /// <summary>The time to set; null for the present time of this computer.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>UTC offset of the clock in minutes, -1440 to 1440; null to keep it. <see cref="GetSelTimeUtcOffset.Unspecified"/> removes it.</summary>
    public short? UtcOffset { get; init; }
}

/// <summary>
/// Sets a BMC's clock: reads it, sends what differs, and reads it back. A clock has whole seconds, so the command is sent half a measured round trip before a second
/// begins. IPMI 2.0 sections 31.11 and 31.11b.
/// </summary>
public sealed class ClockChange : IPreparedChange<ClockUpdate>
{
    /// <summary>A clock that deviates by less is not set again; 1 second is what a BMC can represent.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(1);

    /// <summary>Deviation beyond which the BMC kept another time than the one that was set.</summary>
    private static readonly TimeSpan MaximumDeviation = TimeSpan.FromSeconds(3);

    private readonly IIpmiConnection _connection;
    private readonly ClockSettings _settings;
    private readonly Clock _clock;
    private readonly Func<DateTimeOffset> _target;
    private readonly IpmiClock _before;

    private ClockChange(IIpmiConnection connection, ClockSettings settings, IpmiClock before, Func<DateTimeOffset> target, Clock clock) =>
        (_connection, _settings, _before, _target, _clock) = (connection, settings, before, target, clock);

    /// <summary>The change, with old and new values; null if everything is as requested already.</summary>
    public string? Description
    {
        get
        {
            var parts = new List<string>();
            if (ChangesOffset)
                parts.Add($"UTC offset {Text(_before.RawOffset)} -> {Text(_settings.UtcOffset)}");
            if (ChangesTime)
                parts.Add($"time {(_before.Time is { } time ? Text(time) : "(not set)")} -> {Text(_target().ToOffset(Offset))}"
                    + (_before.Drift is { } drift && drift.Duration() > Tolerance ? $" (by {Difference(-drift)})" : ""));
            return parts.Count == 0 ? null : string.Join(", ", parts);
        }
    }

    private bool ChangesOffset => _settings.UtcOffset is { } wanted && wanted != _before.RawOffset;

    /// <summary>A new offset changes what the same number of seconds means, so the time is set with it.</summary>
    private bool ChangesTime => ChangesOffset || _before.Drift is not { } drift || drift.Duration() > Tolerance + _before.Accuracy;

    /// <summary>The offset that the clock will have; 0 if it is not known.</summary>
    private TimeSpan Offset => new SelClock(_settings.UtcOffset ?? _before.RawOffset ?? 0).UtcOffset ?? TimeSpan.Zero;

    /// <summary>Reads the clock and prepares the change. Changes nothing.</summary>
    /// <exception cref="IpmiException">The clock could not be read; CommandNotSupported: an offset is requested, and the BMC has none.</exception>
    public static Task<ClockChange> PrepareAsync(IIpmiConnection connection, ClockSettings settings, CancellationToken cancellationToken = default) =>
        PrepareAsync(connection, settings, static () => DateTimeOffset.UtcNow, Clock.System, cancellationToken);

    internal static async Task<ClockChange> PrepareAsync(IIpmiConnection connection, ClockSettings settings, Func<DateTimeOffset> now, Clock clock, CancellationToken cancellationToken)
    {
        // A time that is given is the time of this moment, and goes on from here.
        TimeSpan shift = settings.Time is { } time ? time - now() : TimeSpan.Zero;
        DateTimeOffset Target() => now() + shift;
        IpmiClock before = await ClockReader.GetAsync(connection, Target, cancellationToken).ConfigureAwait(false);
        if (settings.UtcOffset is not null && before.RawOffset is null)
            throw new IpmiException(IpmiErrorKind.CommandNotSupported, $"{connection.ComputerName} has no UTC offset of its clock.",
                "Set the clock without an offset; then it is in UTC. To keep it in local time, give that time with -Time and the zone +00:00.");
        return new ClockChange(connection, settings, before, Target, clock);
    }

    /// <summary>Sends what differs and reads the clock back.</summary>
    /// <exception cref="IpmiException">OutcomeUnknown: something was sent, and neither a response nor a read says whether it was carried out. Other kinds: the BMC refused it.</exception>
    public async Task<ClockUpdate> RunAsync(CancellationToken cancellationToken = default)
    {
        if (!ChangesTime)
            return Result(_before, changed: false);
        ChangeOutcome offset = new(), time = new();
        try
        {
            if (ChangesOffset)
                await offset.SendAsync(_connection, new SetSelTimeUtcOffset(_settings.UtcOffset!.Value), cancellationToken).ConfigureAwait(false);
            await time.SendAsync(_connection, new SetSelTime(await NextSecondAsync(cancellationToken).ConfigureAwait(false)), cancellationToken).ConfigureAwait(false);
            IpmiClock after = await ClockReader.GetAsync(_connection, _target, cancellationToken).ConfigureAwait(false);
            ClockUpdate update = Result(after, changed: true);
            if (!update.Verified && (offset.State == ChangeState.Unanswered || time.State == ChangeState.Unanswered))
                throw Unknown("There was no clear response, and it has another time.", offset.UnansweredReason ?? time.UnansweredReason);
            return update;
        }
        catch (IpmiException refused) when (refused.Kind != IpmiErrorKind.OutcomeUnknown && time.State == ChangeState.NotSent && offset.State == ChangeState.Answered)
        {
            throw new IpmiException(IpmiErrorKind.CommandFailed, $"The UTC offset of the clock was set, but not its time: {refused.Message}", "Set the clock again, or set the offset back.", refused);
        }
        catch (Exception error) when (offset.IsUnknownAfter(error) || time.IsUnknownAfter(error))
        {
            throw Unknown($"It could not be read back: {error.Message}", error);
        }
    }

    /// <summary>Waits until the command will arrive when a second begins, and returns that second as IPMI time.</summary>
    private async Task<uint> NextSecondAsync(CancellationToken cancellationToken)
    {
        TimeSpan half = TimeSpan.FromTicks(_before.RoundTrip.Ticks / 2);
        DateTimeOffset arrival = _target() + half;
        long second = (arrival.UtcTicks + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond;
        TimeSpan wait = TimeSpan.FromTicks(second * TimeSpan.TicksPerSecond - arrival.UtcTicks);
        if (wait > TimeSpan.Zero)
            await _clock.DelayAsync(wait, cancellationToken).ConfigureAwait(false);
        long unix = second - DateTimeOffset.FromUnixTimeSeconds(0).UtcTicks / TimeSpan.TicksPerSecond + (long)Offset.TotalSeconds;
        return unix is > SelClock.LastPreInit and < SelClock.Unspecified ? (uint)unix : throw new IpmiException(
            IpmiErrorKind.InvalidParameter, $"A clock of IPMI cannot have the time {Text(_target())}.", "Give a time from 1988 to 2106.");
    }

    private ClockUpdate Result(IpmiClock now, bool changed)
    {
        bool hasOffset = _settings.UtcOffset is null || now.RawOffset == _settings.UtcOffset;
        bool hasTime = now.Drift is { } drift && drift.Duration() <= MaximumDeviation + now.Accuracy;
        return new ClockUpdate
        {
            ComputerName = now.ComputerName,
            Time = now.Time,
            UtcOffset = now.UtcOffset,
            Drift = now.Drift,
            Accuracy = now.Accuracy,
            PreviousDrift = _before.Drift,
            Changed = changed,
            Verified = hasOffset && hasTime,
            Difference = hasOffset && hasTime ? null : new IpmiException(
                IpmiErrorKind.CommandFailed,
                $"The BMC accepted the time and has {(hasOffset ? (now.Time is { } time ? Text(time) : "no time") : $"the UTC offset {Text(now.RawOffset)}")} instead of "
                    + (hasOffset ? Text(_target().ToOffset(Offset)) : Text(_settings.UtcOffset)) + ".",
                "The BMC may take its time from NTP or from the host; see its documentation."),
        };
    }

    private static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);

    private static string Difference(TimeSpan time) =>
        (time < TimeSpan.Zero ? "-" : "+") + time.Duration().ToString(time.Duration() < TimeSpan.FromDays(1) ? @"hh\:mm\:ss" : @"d\.hh\:mm\:ss", CultureInfo.InvariantCulture);

    private static string Text(short? minutes) => minutes is null or GetSelTimeUtcOffset.Unspecified ? "(not set)" : $"{minutes.Value.ToString(CultureInfo.InvariantCulture)} min";

    private static IpmiException Unknown(string what, Exception? cause) =>
        new(IpmiErrorKind.OutcomeUnknown, $"The clock was sent a new time. {what}", "Check with Get-IpmiClock what it has.", cause);
}
