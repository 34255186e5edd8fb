using System;
using System.Linq;
using System.Text.RegularExpressions;

namespace IpmiPS.Interop.Comparing;

/// <summary>A row of the table: which differences it speaks of ("*" stands for any text), and why they are none of this project's faults.</summary>
internal sealed class Explanation
{
    private const int Columns = 6;

    private readonly Regex[] _patterns;

    private Explanation(string line, string[] cells)
    {
        Line = line;
        _patterns = [.. cells[..^1].Select(cell => new Regex("^" + Regex.Escape(cell).Replace("\\*", ".*", StringComparison.Ordinal) + "$", RegexOptions.Singleline))];
    }

    /// <summary>The row as it stands in the table.</summary>
    public string Line { get; }

    public bool Covers(Difference difference)
    {
        string[] values = [difference.Server, difference.Item, difference.Field, difference.Ours, difference.Theirs];
        return _patterns.Zip(values, (pattern, value) => pattern.IsMatch(value)).All(matches => matches);
    }

    /// <summary>Reads a row; null for lines that are none, and for the table's head.</summary>
    public static Explanation? Read(string line)
    {
        if (!line.StartsWith('|') || line.StartsWith("| ---", StringComparison.Ordinal) || line.StartsWith("| Server ", StringComparison.Ordinal))
            return null;
        string[] cells = [.. Regex.Split(line.Trim(), @"(?<!\\)\|")[1..^1].Select(cell => cell.Trim().Replace("\\|", "|", StringComparison.Ordinal))];
        if (cells.Length != Columns || cells[^1].Length == 0)
            throw new FormatException($"Not a row of {Columns} cells: {line}");
        return new Explanation(line, cells);
    }
}
