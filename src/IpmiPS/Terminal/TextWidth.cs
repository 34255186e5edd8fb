using System;
using System.Globalization;
using System.Text;

namespace IpmiPS.Cmdlets;

/// <summary>The width of text on a terminal: Chinese characters and many symbols take two columns, accents of their own none.</summary>
internal static class TextWidth
{
    /// <summary>Ranges of characters of two columns: Unicode's East Asian Width W and F, in large pieces.</summary>
    private static readonly (int First, int Last)[] Wide =
    [
        (0x1100, 0x115F), (0x2E80, 0x303E), (0x3041, 0x33FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xA000, 0xA4CF), (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFE30, 0xFE6F),
        (0xFF00, 0xFF60), (0xFFE0, 0xFFE6), (0x1F300, 0x1F64F), (0x1F900, 0x1F9FF), (0x20000, 0x3FFFD),
    ];

    /// <summary>Columns that the text takes.</summary>
    public static int Of(string text)
    {
        int width = 0;
        for (int i = 0; i < text.Length; i += char.IsSurrogatePair(text, i) ? 2 : 1)
            width += OfCharacter(text, i);
        return width;
    }

    /// <summary>The text with exactly this width: cut, with an ellipsis, or filled with blanks.</summary>
    /// <param name="text">The text.</param>
    /// <param name="width">Columns.</param>
    /// <param name="ellipsis">What stands for the part that was cut, of one column.</param>
    /// <param name="isRight">Whether the text is at the right.</param>
    public static string Fit(string text, int width, string ellipsis, bool isRight = false)
    {
        int actual = Of(text);
        if (actual > width)
            (text, actual) = Cut(text, width, ellipsis);
        string blanks = new(' ', width - actual);
        return isRight ? blanks + text : text + blanks;
    }

    private static (string Text, int Width) Cut(string text, int width, string ellipsis)
    {
        if (width <= 0)
            return ("", 0);
        var cut = new StringBuilder();
        int used = 0;
        for (int i = 0; i < text.Length;)
        {
            int length = char.IsSurrogatePair(text, i) ? 2 : 1, columns = OfCharacter(text, i);
            if (used + columns > width - 1)
                break;
            cut.Append(text, i, length);
            used += columns;
            i += length;
        }

        return (cut.Append(ellipsis).ToString(), used + 1);
    }

    private static int OfCharacter(string text, int index)
    {
        if (CharUnicodeInfo.GetUnicodeCategory(text, index) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.Control)
            return 0;
        int code = char.IsSurrogatePair(text, index) ? char.ConvertToUtf32(text, index) : text[index];
        return Array.Exists(Wide, range => code >= range.First && code <= range.Last) ? 2 : 1;
    }
}
