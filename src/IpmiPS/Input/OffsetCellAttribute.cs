using System;
using System.Globalization;

namespace IpmiPS.Cmdlets;

/// <summary>A UTC offset in whole minutes, at most 24 hours; null stands for none.</summary>
internal sealed class OffsetCellAttribute(string parameter) : CellAttribute(parameter)
{
    protected override object? NotGiven => null;

    protected override string Expected => "an offset from -24:00 to 24:00 in hours and minutes, such as 02:00 or -05:30";

    protected override object? Read(object value)
    {
        bool read = value is TimeSpan offset || TryParse(value.ToString()!, out offset);
        return read && offset.Duration() <= TimeSpan.FromDays(1) && offset.Ticks % TimeSpan.TicksPerMinute == 0 ? offset : null;
    }

    /// <summary>The sign may be written, as in +02:00. A number alone would be days.</summary>
    private static bool TryParse(string text, out TimeSpan offset)
    {
        string digits = text.StartsWith("+", StringComparison.Ordinal) ? text.Substring(1) : text;
        offset = default;
        return digits.IndexOf(':') > 0 && TimeSpan.TryParse(digits, CultureInfo.InvariantCulture, out offset);
    }
}
