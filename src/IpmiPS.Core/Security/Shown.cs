using System.Globalization;
using System.Text;

namespace IpmiPS.Security;

/// <summary>
/// Text of a BMC's in an audit's own words. A user's name is whatever somebody once wrote there: characters that steer a terminal, turn
/// the direction of writing or cannot be seen are written as numbers.
/// </summary>
internal static class Shown
{
    /// <summary>A name in quotes, fit to be shown.</summary>
    public static string Quoted(string name)
    {
        var text = new StringBuilder("'", name.Length + 2);
        foreach (char c in name)
        {
            bool isSafe = CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
                or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
            if (isSafe)
                text.Append(c);
            else
                text.Append("\\u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
        }

        return text.Append('\'').ToString();
    }
}
