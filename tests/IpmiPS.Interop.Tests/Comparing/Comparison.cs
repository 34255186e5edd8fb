using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Interop.Comparing;

/// <summary>
/// Gathers the differences between this project and another tool, and holds them against a section of
/// ExplainedDifferences.md: each has to stand there, and each row there has to occur.
/// </summary>
internal sealed class Comparison(string section)
{
    private const string Nothing = "-";
    private const int MaximumList = 60;

    private readonly List<Difference> _differences = [];

    /// <summary>How many things were compared, so that a comparison of nothing is noticed.</summary>
    public int Compared { get; private set; }

    /// <summary>Compares to the letter; null and "" are nothing.</summary>
    public void Same(string server, string item, string field, string? ours, string? theirs)
    {
        Compared++;
        if ((ours ?? "") != (theirs ?? ""))
            _differences.Add(new Difference(server, item, field, Show(ours), Show(theirs)));
    }

    /// <summary>Compares the words: case, punctuation and order of separators are matters of taste.</summary>
    public void SameWords(string server, string item, string field, string? ours, string? theirs)
    {
        Compared++;
        if (Words(ours) != Words(theirs))
            _differences.Add(new Difference(server, item, field, Show(ours), Show(theirs)));
    }

    /// <summary>Passes when the table explains all that was found, and nothing that was not.</summary>
    public void AssertExplained()
    {
        var rows = ReadSection();
        var unexplained = _differences.Where(difference => !rows.Exists(row => row.Covers(difference))).Select(difference => difference.ToString()).ToList();
        var idle = rows.Where(row => !_differences.Exists(row.Covers)).Select(row => row.Line).ToList();
        if (unexplained.Count == 0 && idle.Count == 0)
            return;

        var message = new StringBuilder();
        Tell(message, $"Differences that \"{section}\" of ExplainedDifferences.md does not explain", unexplained);
        Tell(message, $"Rows of \"{section}\" that no longer occur", idle);
        message.AppendLine("The table is about ipmitool 1.8.19 and FreeIPMI 1.6.10.");
        Assert.Fail(message.ToString());
    }

    private List<Explanation> ReadSection() =>
        File.ReadLines(Repository.PathOf("tests/IpmiPS.Interop.Tests/ExplainedDifferences.md"))
            .SkipWhile(line => line != "## " + section)
            .Skip(1)
            .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Select(Explanation.Read)
            .OfType<Explanation>()
            .ToList();

    private static void Tell(StringBuilder message, string title, List<string> lines)
    {
        if (lines.Count == 0)
            return;
        message.AppendLine().Append(title).Append(" (").Append(lines.Count).AppendLine("):");
        int limit = Environment.GetEnvironmentVariable("IPMIPS_ALL_DIFFERENCES") is { Length: > 0 } ? int.MaxValue : MaximumList;
        foreach (string line in lines.Take(limit))
            message.AppendLine(line);
        if (lines.Count > limit)
            message.AppendLine("… (all of them with IPMIPS_ALL_DIFFERENCES=1)");
    }

    private static string Show(string? text) => string.IsNullOrEmpty(text) ? Nothing : text;

    private static string Words(string? text) => Regex.Replace((text ?? "").ToLowerInvariant(), @"[^\p{L}\p{N}]+", " ").Trim();
}
