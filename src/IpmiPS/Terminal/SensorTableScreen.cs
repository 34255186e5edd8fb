using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace IpmiPS.Cmdlets;

/// <summary>Draws the live table: rows and settings to lines. It changes nothing and asks nothing, so that tests compare what it returns.</summary>
/// <param name="hasColour">Whether the terminal may be sent colours (https://no-color.org).</param>
/// <param name="isAscii">Whether the terminal shows only ASCII.</param>
internal sealed class SensorTableScreen(bool hasColour, bool isAscii)
{
    /// <summary>Readings that are kept for the line of recent values.</summary>
    public const int MaximumHistory = 60;

    /// <summary>Title, header and the line of the keys.</summary>
    private const int OtherLines = 3;

    private const int ValueWidth = 12, NarrowHealth = 8, WideHealth = 14, NarrowHistory = 8, WideFrom = 100, MinimumSensor = 10, MaximumComputer = 25;
    private const double MinimumRange = 0.1;
    private const int MinimumWidth = 40, MinimumHeight = 5;
    private const string ComputerHeader = "Computer";
    private const string Reset = "\x1B[0m";

    private static readonly string[] Help =
    [
        "q, Ctrl+C      end", "Up, Down       one row", "PgUp, PgDn     one page", "Home, End      first, last row", "s              sort by the next column", "r              reverse the order",
        "/              filter: type text, Enter", "Esc            remove the filter", "u              only what needs attention", "?              these keys",
    ];

    private readonly string _bars = isAscii ? "_.-=oO#@" : "▁▂▃▄▅▆▇█";
    private readonly string _ellipsis = isAscii ? "~" : "…";

    /// <summary>The number of rows that fit.</summary>
    public static int RowsOf(int height) => Math.Max(height - OtherLines, 1);

    /// <summary>The rows that the filter lets through, in their order.</summary>
    public static IReadOnlyList<SensorTableRow> Choose(IEnumerable<SensorTableRow> rows, SensorTableSettings settings)
    {
        IEnumerable<SensorTableRow> chosen = rows.Where(row => (!settings.OnlyUnhealthy || row.Health is not (SensorHealth.Ok or SensorHealth.Unknown)) && Matches(row, settings.Filter));
        IOrderedEnumerable<SensorTableRow> sorted = settings.Sort switch
        {
            SensorSort.Computer => Order(row => row.ComputerName, StringComparer.OrdinalIgnoreCase),
            SensorSort.Sensor => Order(row => row.Sensor, StringComparer.OrdinalIgnoreCase),
            SensorSort.Type => Order(row => row.Type, StringComparer.OrdinalIgnoreCase),
            SensorSort.Value => Order(row => -(row.Value ?? double.MinValue), Comparer<double>.Default),
            _ => Order(row => -(int)row.Health, Comparer<int>.Default),
        };
        return [.. sorted.ThenBy(static row => row.ComputerName, StringComparer.OrdinalIgnoreCase).ThenBy(static row => row.Sensor, StringComparer.OrdinalIgnoreCase)];

        IOrderedEnumerable<SensorTableRow> Order<T>(Func<SensorTableRow, T> key, IComparer<T> comparer) =>
            settings.IsReversed ? chosen.OrderByDescending(key, comparer) : chosen.OrderBy(key, comparer);
    }

    /// <summary>The lines of the screen, from top to bottom, each of the whole width.</summary>
    /// <param name="rows">All rows, in any order.</param>
    /// <param name="settings">What the user has chosen.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Lines.</param>
    /// <param name="now">The time in the title.</param>
    public IReadOnlyList<string> Draw(IReadOnlyCollection<SensorTableRow> rows, SensorTableSettings settings, int width, int height, DateTimeOffset now)
    {
        if (width < MinimumWidth || height < MinimumHeight)
            return [.. Enumerable.Range(0, Math.Max(height, 0)).Select(line => TextWidth.Fit(line == 0 ? "The window is too small; q ends" : "", Math.Max(width, 0), _ellipsis))];
        IReadOnlyList<SensorTableRow> chosen = Choose(rows, settings);
        int page = RowsOf(height), top = Math.Max(0, Math.Min(settings.Top, chosen.Count - page));
        Columns columns = Arrange(rows, width);
        var lines = new List<string> { Paint(TextWidth.Fit(Title(rows, chosen.Count, now), width, _ellipsis), "\x1B[1m"), Paint(Header(columns), "\x1B[4m") };
        if (settings.ShowsHelp)
            lines.AddRange(Help.Take(page).Select(line => TextWidth.Fit(line, width, _ellipsis)));
        else
            lines.AddRange(chosen.Skip(top).Take(page).Select(row => Line(row, columns)));
        while (lines.Count < page + OtherLines - 1)
            lines.Add(new string(' ', width));
        lines.Add(TextWidth.Fit(Footer(settings, chosen.Count, top, page), width, _ellipsis));
        return lines;
    }

    private static bool Matches(SensorTableRow row, string filter) =>
        filter.Length == 0 || new[] { row.ComputerName, row.Sensor, row.Type, row.State, row.Health.ToString() }.Any(text => text.IndexOf(filter, StringComparison.OrdinalIgnoreCase) >= 0);

    private static Columns Arrange(IReadOnlyCollection<SensorTableRow> rows, int width)
    {
        bool isWide = width >= WideFrom;
        int computer = rows.Select(static row => row.ComputerName).Distinct(StringComparer.OrdinalIgnoreCase).Count() < 2 ? 0 : Math.Min(Math.Max(rows.Max(static row => TextWidth.Of(row.ComputerName)), ComputerHeader.Length), MaximumComputer);
        int health = isWide ? WideHealth : NarrowHealth, history = isWide ? Math.Min(MaximumHistory, width / 5) : NarrowHistory;
        int rest = width - ValueWidth - history - health - 3;
        if (computer > 0)
        {
            computer = Math.Max(0, Math.Min(computer, rest - 1 - MinimumSensor));
            rest -= computer + 1;
        }

        int longest = rows.Count == 0 ? 0 : rows.Max(static row => TextWidth.Of(row.Sensor));
        int sensor = isWide ? Math.Max(MinimumSensor, Math.Min(longest, rest / 2)) : Math.Max(1, rest);
        return new Columns(computer, sensor, ValueWidth, history, health, isWide ? rest - sensor - 1 : 0);
    }

    private string Header(Columns columns) => Join(
        columns,
        Cell(ComputerHeader, columns.Computer), Cell("Sensor", columns.Sensor), Cell("Value", columns.Value, isRight: true),
        Cell("Recent", columns.History), Cell("Health", columns.Health), Cell("State", columns.State));

    private string Cell(string text, int width, bool isRight = false) => TextWidth.Fit(text, width, _ellipsis, isRight);

    private string Line(SensorTableRow row, Columns columns)
    {
        if (row.IsBmc)
            return (columns.Computer > 0 ? Fit(row.ComputerName, columns.Computer) + " " : "") + Paint(Fit($"{row.Sensor} {row.State}", columns.AfterComputer), StyleOf(row.Health));
        string value = row.Value is { } number ? (number.ToString("0.###", CultureInfo.CurrentCulture) + " " + row.Unit).TrimEnd() : "";
        if (row.IsStale && value.Length > 0)
            value = $"({value})";
        string state = row.IsStale ? $"not read since {row.Time.ToLocalTime().ToString("T", CultureInfo.CurrentCulture)}" : row.State;
        string health = Paint(TextWidth.Fit(row.Health == SensorHealth.Unknown ? "-" : row.Health.ToString(), columns.Health, _ellipsis), row.IsStale ? null : StyleOf(row.Health));
        return Join(
            columns,
            Fit(row.ComputerName, columns.Computer), Fit(row.Sensor, columns.Sensor), TextWidth.Fit(Clean(value), columns.Value, _ellipsis, isRight: true), Recent(row.History, columns.History), health,
            Fit(state, columns.State));
    }

    private static string? StyleOf(SensorHealth health) => health switch
    {
        SensorHealth.Ok => "\x1B[32m",
        SensorHealth.Warning => "\x1B[33m",
        SensorHealth.Critical => "\x1B[31m",
        SensorHealth.NonRecoverable => "\x1B[1;31m",
        _ => null,
    };

    private string Fit(string text, int width) => TextWidth.Fit(Clean(text), width, _ellipsis);

    /// <summary>A control character would control the terminal.</summary>
    private string Clean(string text)
    {
        string shown = isAscii ? text.Replace("°C", "C") : text;
        return string.Concat(shown.Select(c => char.IsControl(c) ? ' ' : isAscii && c > '~' ? '?' : c));
    }

    /// <summary>The last readings as bars between the least and the greatest of them.</summary>
    private string Recent(IReadOnlyList<double?> history, int width)
    {
        IReadOnlyList<double?> last = history.Skip(Math.Max(0, history.Count - width)).ToList();
        double[] values = [.. last.OfType<double>()];
        if (values.Length == 0)
            return new string(' ', width);
        double least = values.Min(), most = values.Max();

        // Noise looks like noise: the bars have a range of a part of the reading at least.
        double range = Math.Max(most - least, MinimumRange * Math.Max(Math.Abs(least), Math.Abs(most))), bottom = (least + most - range) / 2;
        var text = new StringBuilder(width);
        foreach (double? value in last)
            text.Append(value is { } number ? _bars[range > 0 ? (int)Math.Min((number - bottom) / range * _bars.Length, _bars.Length - 1) : 0] : ' ');
        return text.ToString().PadLeft(width);
    }

    private string Title(IReadOnlyCollection<SensorTableRow> rows, int shown, DateTimeOffset now)
    {
        string counts = string.Join(
            ", ",
            from row in rows
            where !row.IsBmc && !row.IsStale
            group row by row.Health into same
            orderby same.Key descending
            select $"{same.Count().ToString(CultureInfo.InvariantCulture)} {same.Key}");
        int lost = rows.Count(static row => row is { IsBmc: true, Health: SensorHealth.Critical });
        int bmcs = rows.Select(static row => row.ComputerName).Distinct(StringComparer.OrdinalIgnoreCase).Count();
        string what = bmcs == 1 ? Clean(rows.First().ComputerName) : $"{bmcs.ToString(CultureInfo.InvariantCulture)} BMCs";
        string notPolled = lost == 0 ? "" : bmcs == 1 ? ", not polled" : $", {lost.ToString(CultureInfo.InvariantCulture)} not polled";
        string text = rows.Count == 0 ? "Waiting for the first readings" : $"{what}{notPolled}{(counts.Length > 0 ? ": " : "")}{counts}";
        if (shown != rows.Count)
            text += $" ({shown.ToString(CultureInfo.InvariantCulture)} shown)";
        return $"{now.ToLocalTime().ToString("T", CultureInfo.CurrentCulture)}  {text}";
    }

    private static string Footer(SensorTableSettings settings, int count, int top, int page)
    {
        if (settings.IsTyping)
            return $"Filter: {settings.Filter}_   Enter keeps it, Esc removes it";
        string place = count <= page ? "" : string.Format(CultureInfo.InvariantCulture, "{0}-{1} of {2}  ", top + 1, Math.Min(top + page, count), count);
        string filter = settings.Filter.Length > 0 ? $"filter '{settings.Filter}'  " : "";
        return $"{place}{filter}sorted by {settings.Sort}{(settings.IsReversed ? ", reversed" : "")}  q ends, ? keys";
    }

    private static string Join(Columns columns, string computer, string sensor, string value, string history, string health, string state)
    {
        var line = new StringBuilder();
        if (columns.Computer > 0)
            line.Append(computer).Append(' ');
        line.Append(sensor).Append(' ').Append(value).Append(' ').Append(history).Append(' ').Append(health);
        if (columns.State > 0)
            line.Append(' ').Append(state);
        return line.ToString();
    }

    private string Paint(string text, string? style) => style is null || !hasColour ? text : style + text + Reset;

    private readonly record struct Columns(int Computer, int Sensor, int Value, int History, int Health, int State)
    {
        public int AfterComputer => Sensor + Value + History + Health + 3 + (State > 0 ? State + 1 : 0);
    }
}
