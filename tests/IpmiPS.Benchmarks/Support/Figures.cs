using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace IpmiPS.Benchmarks;

/// <summary>Order statistics, and how figures are written.</summary>
internal static class Figures
{
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>The value that this part of the values does not exceed.</summary>
    public static double Quantile(IEnumerable<double> values, double part)
    {
        double[] sorted = [.. values.Order()];
        return sorted[Math.Clamp((int)Math.Ceiling(part * sorted.Length) - 1, 0, sorted.Length - 1)];
    }

    /// <summary>Seconds with three significant digits.</summary>
    public static string Seconds(double value) => value.ToString(value < 1 ? "0.000" : value < 10 ? "0.00" : "0.0", CultureInfo.InvariantCulture);

    public static string Ratio(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    public static string Kilobytes(double bytes) => (bytes / 1024).ToString("0.0", CultureInfo.InvariantCulture);

    public static string Megabytes(double bytes) => (bytes / (1 << 20)).ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>Writes a Markdown table; the first column is text, the others are figures.</summary>
    public static void WriteTable(string[] head, IEnumerable<string[]> rows)
    {
        Write(head);
        Write([.. head.Select((_, i) => i == 0 ? "---" : "---:")]);
        foreach (string[] row in rows)
            Write(row);

        static void Write(string[] cells) => Console.WriteLine($"| {string.Join(" | ", cells)} |");
    }
}
