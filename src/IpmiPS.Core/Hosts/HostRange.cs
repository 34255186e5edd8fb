using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace IpmiPS.Hosts;

/// <summary>
/// Expands host ranges: <c>rack1-bmc[001-040,050]</c> means rack1-bmc001 to rack1-bmc040 and rack1-bmc050.
/// Leading zeros of the start of a range are kept. Several brackets are combined. Brackets around an IPv6 address are not expanded.
/// </summary>
public static class HostRange
{
    /// <summary>The maximum number of names in one expression.</summary>
    public const int MaximumCount = 65536;

    /// <summary>The maximum length of one expression: longer than any host name, with room for brackets.</summary>
    public const int MaximumLength = 1024;

    /// <summary>Returns the names in the written order. Commas outside brackets separate expressions.</summary>
    /// <exception cref="IpmiException">The expression is empty, malformed, or has more than <see cref="MaximumCount"/> names (kind InvalidParameter).</exception>
    public static IReadOnlyList<string> Expand(string expression)
    {
        var names = new List<string>();
        foreach (string part in SplitAtCommas(expression))
        {
            string trimmed = part.Trim();
            if (trimmed.Length == 0)
                throw LanEndpoint.Invalid(expression, "a name is missing");
            if (trimmed.Length > MaximumLength)
                throw LanEndpoint.Invalid(expression.Substring(0, MaximumLength) + "…", $"it is longer than {MaximumLength} characters");
            names.AddRange(ExpandOne(trimmed, expression));
            if (names.Count > MaximumCount)
                throw LanEndpoint.Invalid(expression, $"it has more than {MaximumCount} names");
        }

        return names;
    }

    /// <summary>
    /// Rejoins ranges that PowerShell split at the comma: without quotes, <c>bmc[1-3,7]</c> arrives as "bmc[1-3" and "7]".
    /// </summary>
    public static IEnumerable<string> Rejoin(IEnumerable<string> words)
    {
        string? open = null;
        foreach (string word in words)
        {
            string whole = open is null ? word : open + "," + word;
            if (IsOpen(whole))
            {
                open = whole;
                continue;
            }

            open = null;
            yield return whole;
        }

        if (open is not null)
            yield return open;
    }

    private static bool IsOpen(string text) => text.LastIndexOf('[') > text.LastIndexOf(']');

    private static IEnumerable<string> SplitAtCommas(string expression)
    {
        int start = 0;
        bool inside = false;
        for (int i = 0; i < expression.Length; i++)
        {
            char c = expression[i];
            if (c == '[')
                inside = true;
            else if (c == ']')
                inside = false;
            else if (c == ',' && !inside)
            {
                yield return expression.Substring(start, i - start);
                start = i + 1;
            }
        }

        yield return expression.Substring(start);
    }

    private static IReadOnlyList<string> ExpandOne(string text, string expression)
    {
        int open = text.IndexOf('[');
        int close = open < 0 ? -1 : text.IndexOf(']', open);
        if (open < 0)
            return text.IndexOf(']') < 0 ? [text] : throw LanEndpoint.Invalid(expression, "a bracket is not opened");
        if (close < 0)
            throw LanEndpoint.Invalid(expression, "a bracket is not closed");
        string body = text.Substring(open + 1, close - open - 1);
        if (body.IndexOf(':') >= 0)
            return [text];
        string head = text.Substring(0, open);
        IReadOnlyList<string> tails = close == text.Length - 1 ? [""] : ExpandOne(text.Substring(close + 1), expression);
        List<string> numbers = Numbers(body, expression);
        if ((long)numbers.Count * tails.Count > MaximumCount)
            throw LanEndpoint.Invalid(expression, $"it has more than {MaximumCount} names");
        return [.. from number in numbers from tail in tails select head + number + tail];
    }

    private static List<string> Numbers(string body, string expression)
    {
        var numbers = new List<string>();
        foreach (string part in body.Split(','))
        {
            string[] ends = part.Trim().Split('-');
            if (ends.Length > 2 || !TryNumber(ends[0], out int first) || !TryNumber(ends[ends.Length - 1], out int last))
                throw LanEndpoint.Invalid(expression, $"'[{body}]' is not a list of numbers and ranges such as [001-040,050]");
            if (last < first)
                throw LanEndpoint.Invalid(expression, $"the range {part.Trim()} runs backwards");
            if (last - first >= MaximumCount || numbers.Count + (last - first) >= MaximumCount)
                throw LanEndpoint.Invalid(expression, $"it has more than {MaximumCount} names");
            string format = "D" + ends[0].Trim().Length.ToString(CultureInfo.InvariantCulture);
            for (int number = first; number <= last; number++)
                numbers.Add(number.ToString(format, CultureInfo.InvariantCulture));
        }

        return numbers;
    }

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
