using System.Collections.Generic;
using IpmiPS.Wire;

namespace IpmiPS.Sel;

/// <summary>
/// Finds the bytes in a line of another program: those in brackets if there are any (RID:[01][00] RT:[02]), otherwise words of two digits, with or
/// without 0x, or one word of digits. A line with anything else has no bytes.
/// </summary>
internal static class HexTokens
{
    /// <summary>The bytes; null if the line has something else than bytes.</summary>
    public static byte[]? Read(string line)
    {
        if (line.IndexOf('[') >= 0)
            return ReadBrackets(line);
        string[] words = line.Split([' ', '\t', ',', ';'], System.StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 1 && words[0].Length > 4 && words[0].Length % 2 == 0)
            return TryParse(words[0]);
        var bytes = new List<byte>(words.Length);
        foreach (string word in words)
        {
            if (ReadByte(word) is not { } value)
                return null;
            bytes.Add(value);
        }

        return [.. bytes];
    }

    private static byte[]? ReadBrackets(string line)
    {
        var bytes = new List<byte>();
        for (int at = line.IndexOf('['); at >= 0; at = line.IndexOf('[', at + 1))
        {
            if (at + 3 >= line.Length || line[at + 3] != ']' || ReadByte(line.Substring(at + 1, 2)) is not { } value)
                return null;
            bytes.Add(value);
        }

        return [.. bytes];
    }

    private static byte? ReadByte(string word)
    {
        string digits = word.StartsWith("0x", System.StringComparison.OrdinalIgnoreCase) ? word.Substring(2) : word;
        if (digits.Length is 0 or > 2)
            return null;
        return TryParse(digits.Length == 1 ? "0" + digits : digits) is { Length: 1 } bytes ? bytes[0] : null;
    }

    private static byte[]? TryParse(string digits)
    {
        try
        {
            return Hex.Parse(digits);
        }
        catch (System.FormatException)
        {
            return null;
        }
    }
}
