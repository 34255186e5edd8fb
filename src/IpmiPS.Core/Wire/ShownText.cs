using System.Linq;

namespace IpmiPS.Wire;

/// <summary>What of a BMC's texts is shown: terminals obey control characters, and marks of direction make a line read otherwise than it is.</summary>
internal static class ShownText
{
    /// <summary>Whether the character only shows itself: no control character, no mark or override of writing direction, no line or paragraph separator.</summary>
    public static bool IsShown(char c) => !char.IsControl(c) && c is not ('\u061C' or '\u200E' or '\u200F' or >= '\u2028' and <= '\u202E' or >= '\u2066' and <= '\u2069');

    /// <summary>The characters of a text that are shown.</summary>
    public static string Of(string text) => new([.. text.Where(IsShown)]);
}
