using System.Linq;

namespace IpmiPS.Wire;

/// <summary>Makes texts from BMCs safe to display: terminals interpret control characters, and bidirectional marks reorder a line.</summary>
internal static class SafeText
{
    /// <summary>Whether the character is safe: not a control character, bidirectional mark or override, line or paragraph separator.</summary>
    public static bool IsSafe(char c) => !char.IsControl(c) && c is not ('\u061C' or '\u200E' or '\u200F' or >= '\u2028' and <= '\u202E' or >= '\u2066' and <= '\u2069');

    /// <summary>The text without unsafe characters.</summary>
    public static string Of(string text) => new([.. text.Where(IsSafe)]);
}
