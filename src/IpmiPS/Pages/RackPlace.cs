using System.Globalization;
using System.Text.RegularExpressions;

namespace IpmiPS.Cmdlets;

/// <summary>Where a server is, as the input says.</summary>
/// <param name="Rack">The rack; null if it is not given.</param>
/// <param name="Unit">The rack unit, from 1 at the bottom; null if it is not given.</param>
internal sealed record RackPlace(string? Rack, int? Unit)
{
    private const int HighestUnit = 100;

    private static readonly Regex Number = new("[0-9]{1,3}", RegexOptions.CultureInvariant);

    /// <summary>Reads the cells of a row. A unit may be written as 12, U12 or 12-13; of a range, the first counts.</summary>
    public static RackPlace From(string? rack, string? unit)
    {
        int? number = Number.Match(unit ?? "") is { Success: true } found && int.Parse(found.Value, CultureInfo.InvariantCulture) is > 0 and <= HighestUnit and var read ? read : null;
        return new RackPlace(string.IsNullOrWhiteSpace(rack) ? null : rack!.Trim(), number);
    }
}
