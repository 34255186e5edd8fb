using System;
using System.Globalization;
using System.Text.RegularExpressions;

namespace IpmiPS.Cmdlets;

/// <summary>Where a server is, as the input says.</summary>
/// <param name="Rack">The rack; null if it is not given.</param>
/// <param name="Unit">The lowest rack unit, from 1 at the bottom; null if it is not given.</param>
/// <param name="Units">The number of units.</param>
internal sealed record RackPlace(string? Rack, int? Unit, int Units = 1)
{
    /// <summary>No rack is higher. A number beyond is a mistake, and would be a rack that fills the page.</summary>
    private const int HighestUnit = 60;

    private static readonly Regex Range = new(@"([0-9]{1,3})(?:\s*[-–]\s*U?([0-9]{1,3}))?", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    /// <summary>Reads the cells of a row. A unit may be written as 12, U12 or 12-13.</summary>
    public static RackPlace From(string? rack, string? unit)
    {
        Match range = Range.Match(unit ?? "");
        int first = Read(range.Groups[1]), second = range.Groups[2].Success ? Read(range.Groups[2]) : first;
        int low = Math.Min(first, second), high = Math.Max(first, second);
        bool isKnown = low > 0 && high <= HighestUnit;
        return new RackPlace(string.IsNullOrWhiteSpace(rack) ? null : rack!.Trim(), isKnown ? low : null, isKnown ? high - low + 1 : 1);
    }

    private static int Read(Group digits) => digits.Success ? int.Parse(digits.Value, CultureInfo.InvariantCulture) : 0;
}
