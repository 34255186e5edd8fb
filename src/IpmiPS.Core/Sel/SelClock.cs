using System;
using IpmiPS.Commands.Storage;

namespace IpmiPS.Sel;

/// <summary>
/// Turns IPMI time into dates. IPMI time counts seconds since 1970-01-01 00:00 by the BMC's own clock. Up to 20000000h it
/// counts since the BMC started, and FFFFFFFFh is no time at all. IPMI 2.0 section 37; offset: section 31.11a.
/// </summary>
internal sealed class SelClock
{
    /// <summary>Times up to this are seconds since the BMC started.</summary>
    public const uint LastPreInit = 0x20000000;

    /// <summary>No time.</summary>
    public const uint Unspecified = 0xFFFFFFFF;

    private const int MaximumOffset = 1440;
    private const int MaximumOffsetOfDateTimeOffset = 14 * 60;

    private static readonly DateTime Epoch = new(1970, 1, 1);

    private readonly int _minutes;

    /// <summary>A clock of which the offset from UTC is not known.</summary>
    public SelClock()
    {
    }

    /// <summary>A clock of a BMC that answered Get SEL Time UTC Offset; nonsense counts as not known.</summary>
    public SelClock(short offsetMinutes)
    {
        IsOffsetKnown = offsetMinutes is not GetSelTimeUtcOffset.Unspecified and >= -MaximumOffset and <= MaximumOffset;
        _minutes = IsOffsetKnown ? offsetMinutes : 0;
    }

    public bool IsOffsetKnown { get; }

    /// <summary>The offset of the clock from UTC, where it is known.</summary>
    public TimeSpan? UtcOffset => IsOffsetKnown ? TimeSpan.FromMinutes(_minutes) : null;

    public static SelTimestampKind KindOf(uint? time) => time switch
    {
        null or Unspecified => SelTimestampKind.Unspecified,
        <= LastPreInit => SelTimestampKind.PreInit,
        _ => SelTimestampKind.Clock,
    };

    /// <summary>The date and time, or null where the value is none.</summary>
    public DateTimeOffset? ToDate(uint? time)
    {
        if (KindOf(time) != SelTimestampKind.Clock)
            return null;
        var wall = Epoch.AddSeconds(time!.Value);

        // .NET holds offsets up to 14 hours; the same instant is then told in UTC.
        return Math.Abs(_minutes) <= MaximumOffsetOfDateTimeOffset
            ? new DateTimeOffset(wall, TimeSpan.FromMinutes(_minutes))
            : new DateTimeOffset(wall.AddMinutes(-_minutes), TimeSpan.Zero);
    }

    /// <summary>The time since the BMC started, for entries of before its clock was set.</summary>
    public static TimeSpan? ToUptime(uint? time) =>
        KindOf(time) == SelTimestampKind.PreInit ? TimeSpan.FromSeconds(time!.Value) : null;
}
