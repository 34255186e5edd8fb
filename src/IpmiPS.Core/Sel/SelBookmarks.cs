using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using IpmiPS.Wire;

namespace IpmiPS.Sel;

/// <summary>
/// Places in event logs, one for each BMC, as a text file: a CSV table with ComputerName, Id, Timestamp and Record, where Import-Csv reads it. A later line for a BMC replaces
/// an earlier one, so a place can be set by appending a line.
/// </summary>
public sealed class SelBookmarks
{
    private const string Header = "ComputerName,Id,Timestamp,Record";
    private const int Columns = 4;

    private readonly SortedDictionary<string, SelMark> _marks = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The place in a BMC's log; null if there is none.</summary>
    /// <param name="computerName">The BMC as it is named in results.</param>
    public SelMark? Find(string computerName) => _marks.TryGetValue(computerName, out SelMark? mark) ? mark : null;

    /// <summary>Sets the place in a BMC's log.</summary>
    /// <param name="computerName">The BMC as it is named in results.</param>
    /// <param name="mark">The place.</param>
    public void Set(string computerName, SelMark mark) => _marks[computerName] = mark;

    /// <summary>Number of BMCs.</summary>
    public int Count => _marks.Count;

    /// <summary>
    /// Reads the text of a file, also as Export-Csv writes it; an empty one has no places. A last line without its end is left out if it is not whole: the program that appended it was ended meanwhile.
    /// </summary>
    /// <exception cref="FormatException">It is not such a file; the message has the line.</exception>
    public static SelBookmarks Parse(string text)
    {
        var bookmarks = new SelBookmarks();
        string[] lines = [.. text.Split('\n').Select(static line => line.Trim().TrimStart('\uFEFF').Replace("\"", ""))];
        if (lines[0].Length == 0 && lines.Length == 1)
            return bookmarks;
        if (lines[0] != Header)
            throw new FormatException($"Line 1 is not '{Header}', so this is no file of bookmarks.");
        for (int i = 1; i < lines.Length; i++)
        {
            if (lines[i].Length == 0)
                continue;
            string[] cells = lines[i].Split(',');
            SelMark? mark = cells.Length != Columns || cells[0].Length == 0 ? null : ReadMark(cells);
            bool isCut = i == lines.Length - 1 && mark is null or { Record: { Length: < SelRecord.Length } } or { Record: null, Id: not null };
            if (mark is not null && !isCut)
                bookmarks.Set(cells[0], mark);
            else if (!isCut)
                throw new FormatException(string.Format(CultureInfo.InvariantCulture, "Line {0} is no bookmark.", i + 1));
        }

        return bookmarks;
    }

    /// <summary>The text of the file, sorted by name.</summary>
    public string ToText()
    {
        var text = new StringBuilder(Header).Append('\n');
        foreach (KeyValuePair<string, SelMark> each in _marks)
            text.Append(LineOf(each.Key, each.Value));
        return text.ToString();
    }

    /// <summary>A line of the file, with its end.</summary>
    /// <param name="computerName">The BMC as it is named in results.</param>
    /// <param name="mark">The place.</param>
    internal static string LineOf(string computerName, SelMark mark)
    {
        string[] cells =
        [
            computerName,
            mark.Id?.ToString(CultureInfo.InvariantCulture) ?? "",
            mark.Timestamp?.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture) ?? "",
            mark.Record is { } record ? Hex.Format(record) : "",
        ];
        return string.Join(",", cells) + "\n";
    }

    private static SelMark? ReadMark(string[] cells)
    {
        int id = 0;
        DateTimeOffset time = default;
        ByteString? record = null;
        if (cells[1].Length > 0 && !int.TryParse(cells[1], NumberStyles.None, CultureInfo.InvariantCulture, out id)
            || cells[2].Length > 0 && !DateTimeOffset.TryParse(cells[2], CultureInfo.InvariantCulture, DateTimeStyles.None, out time))
            return null;
        if (cells[3].Length > 0)
        {
            if (cells[3].Length > 2 * SelRecord.Length || cells[3].Length % 2 != 0 || !cells[3].All(Uri.IsHexDigit))
                return null;
            record = new ByteString(Hex.Parse(cells[3]));
        }

        return record is null && cells[2].Length == 0 ? null : new SelMark(cells[1].Length > 0 ? id : null, cells[2].Length > 0 ? time : null, record);
    }
}
