using System;
using IpmiPS.Commands.Storage;

namespace IpmiPS.Sel;

/// <summary>
/// Converts IPMI time to dates. IPMI time is in seconds since 1970-01-01 00:00 in the BMC's time zone. Values up to 20000000h are
/// seconds since the BMC started; FFFFFFFFh is unspecified. IPMI 2.0 section 37; offset: section 31.11a.
/// </summary>
internal sealed class SelClock
{
    /// <summary>Times up to this are seconds since the BMC started.</summary>
    public const uint LastPreInit = 0x20000000;

    /// <summary>Unspecified time.</summary>
    public const uint Unspecified = 0xFFFFFFFF;

    private const int MaximumOffset = 1440;
    private const int MaximumOffsetOfDateTimeOffset = 14 * 60;

    private static readonly DateTime Epoch = new(1970, 1, 1);

    private readonly int _minutes;

    /// <summary>A clock whose UTC offset is not known.</summary>
    public SelClock()
    {
    }

    /// <summary>A clock with the offset from Get SEL Time UTC Offset; an implausible one counts as not known.</summary>
    public SelClock(short offsetMinutes)
    {
        IsOffsetKnown = offsetMinutes is not GetSelTimeUtcOffset.Unspecified and >= -MaximumOffset and <= MaximumOffset;
        _minutes = IsOffsetKnown ? offsetMinutes : 0;
    }

    public bool IsOffsetKnown { get; }

    /// <summary>UTC offset of the clock; null if not known.</summary>
    public TimeSpan? UtcOffset => IsOffsetKnown ? TimeSpan.FromMinutes(_minutes) : null;

    public static SelTimestampKind KindOf(uint? time) => time switch
    {
        null or Unspecified => SelTimestampKind.Unspecified,
        <= LastPreInit => SelTimestampKind.PreInit,
        _ => SelTimestampKind.Clock,
    };

    /// <summary>The date and time; null if the value is not one.</summary>
    public DateTimeOffset? ToDate(uint? time)
    {
        if (KindOf(time) != SelTimestampKind.Clock)
            return null;
        var wall = Epoch.AddSeconds(time!.Value);

        // DateTimeOffset is limited to offsets of 14 hours; beyond that, UTC is used.
        return Math.Abs(_minutes) <= MaximumOffsetOfDateTimeOffset
            ? new DateTimeOffset(wall, TimeSpan.FromMinutes(_minutes))
            : new DateTimeOffset(wall.AddMinutes(-_minutes), TimeSpan.Zero);
    }

    /// <summary>The time since the BMC started, for entries from before its clock was set.</summary>
    public static TimeSpan? ToUptime(uint? time) =>
        KindOf(time) == SelTimestampKind.PreInit ? TimeSpan.FromSeconds(time!.Value) : null;
}
