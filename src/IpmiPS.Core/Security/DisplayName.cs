using System.Globalization;
using System.Text;

namespace IpmiPS.Security;

/// <summary>
/// Quotes names from BMCs for the audit's texts. A user name may contain anything: characters that control a terminal, change the writing direction
/// or are invisible are written as \uXXXX.
/// </summary>
internal static class DisplayName
{
    /// <summary>The name in quotes, safe to display.</summary>
    public static string Quote(string name)
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
