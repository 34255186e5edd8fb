using System;
using IpmiPS.Sel;

namespace IpmiPS;

/// <summary>The clock of a BMC, which its event log uses. IPMI 2.0 sections 31.10 to 31.11b and 37.</summary>
[DisplayProperties(nameof(ComputerName), nameof(Time), nameof(UtcOffset), nameof(Drift), nameof(Accuracy), nameof(TimeSinceStart), nameof(SdrTime), nameof(Notes))]
public class IpmiClock
{
    /// <summary>Name of the BMC, as specified by the caller.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>The time of the clock, with the UTC offset that the BMC reports; null if the clock is not set.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>UTC offset of the clock; null if the BMC does not report one, and its time is taken as UTC.</summary>
    public TimeSpan? UtcOffset { get; init; }

    /// <summary>How far the clock is ahead of this computer's clock; negative if it is behind. Null if the clock is not set.</summary>
    public TimeSpan? Drift { get; init; }

    /// <summary>By how much <see cref="Drift"/> may be wrong: half a second, because BMCs return whole seconds, and half the round trip.</summary>
    public TimeSpan Accuracy { get; init; }

    /// <summary>The time since the BMC started, if its clock is not set.</summary>
    public TimeSpan? TimeSinceStart { get; init; }

    /// <summary>The time of the SDR repository's clock, if the BMC has one that differs from the event log's by more than 2 seconds; else null.</summary>
    public DateTimeOffset? SdrTime { get; init; }

    /// <summary>What the BMC does not report, and what is unusual; each line begins with the name of a property.</summary>
    public string[] Notes { get; init; } = [];

    /// <summary>The time as the BMC returned it.</summary>
    internal uint RawTime { get; init; }

    /// <summary>Offset in minutes as the BMC returned it; null if it has none.</summary>
    internal short? RawOffset { get; init; }

    /// <summary>The round trip of the request for the time.</summary>
    internal TimeSpan RoundTrip { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{ComputerName}: {(Time is { } time ? time.ToString("yyyy-MM-dd HH:mm:ss zzz", System.Globalization.CultureInfo.InvariantCulture) : "not set")}";
}

/// <summary>The clock of a BMC after Set-IpmiClock.</summary>
[DisplayProperties(nameof(ComputerName), nameof(Time), nameof(UtcOffset), nameof(Drift), nameof(Accuracy), nameof(PreviousDrift), nameof(Changed), nameof(Verified))]
public sealed class ClockUpdate : ISettingsUpdate
{
    /// <summary>Name of the BMC, as specified by the caller.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>The time of the clock as read back.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>UTC offset of the clock as read back; null if the BMC does not report one.</summary>
    public TimeSpan? UtcOffset { get; init; }

    /// <summary>How far the clock is ahead of the time that was to be set; negative if it is behind.</summary>
    public TimeSpan? Drift { get; init; }

    /// <summary>By how much <see cref="Drift"/> may be wrong.</summary>
    public TimeSpan Accuracy { get; init; }

    /// <summary>How far the clock was ahead of the time to be set, before; null if it was not set.</summary>
    public TimeSpan? PreviousDrift { get; init; }

    /// <summary>Whether something was sent.</summary>
    public bool Changed { get; init; }

    /// <summary>Whether the time and the offset were read back as requested.</summary>
    public bool Verified { get; init; }

    IpmiException? ISettingsUpdate.Difference => Difference;

    internal IpmiException? Difference { get; init; }
}
