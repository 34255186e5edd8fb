using System;
using System.Collections.Generic;
using System.Linq;

namespace IpmiPS;

/// <summary>What the audits of many BMCs say of one check.</summary>
public sealed record SecuritySummary
{
    /// <summary>The check's name.</summary>
    public string Id { get; init; } = "";

    /// <summary>The most that a finding weighs; Information where there is none.</summary>
    public SecuritySeverity Severity { get; init; }

    /// <summary>The matter, in a few words.</summary>
    public string Title { get; init; } = "";

    /// <summary>How many BMCs have the finding.</summary>
    public int Count { get; init; }

    /// <summary>On how many it could not be judged.</summary>
    public int NotChecked { get; init; }

    /// <summary>The BMCs that have the finding, under the name by which every cmdlet takes them.</summary>
    public string[] ComputerName { get; init; } = [];

    /// <summary>The same as one text, for Export-Csv, which cannot show a list.</summary>
    public string ComputerNameText => string.Join(", ", ComputerName);

    /// <summary>Sums findings up, the gravest first, then the most frequent; checks without any finding last.</summary>
    public static IReadOnlyList<SecuritySummary> Of(IEnumerable<SecurityFinding> findings) =>
    [
        .. findings.GroupBy(static finding => finding.Id).Select(Sum)
            .OrderByDescending(static sum => sum.Severity).ThenByDescending(static sum => sum.Count).ThenByDescending(static sum => sum.NotChecked),
    ];

    private static SecuritySummary Sum(IGrouping<string, SecurityFinding> check)
    {
        var found = check.Where(static finding => finding.Status == SecurityStatus.Failed).ToArray();
        return new SecuritySummary
        {
            Id = check.Key,
            Title = check.First().Title,
            Severity = found.Select(static finding => finding.Severity).DefaultIfEmpty(SecuritySeverity.Information).Max(),
            Count = found.Length,
            NotChecked = check.Count(static finding => finding.Status == SecurityStatus.NotChecked),
            ComputerName = [.. found.Select(static finding => finding.ComputerName).OrderBy(NameOrder.Key, StringComparer.OrdinalIgnoreCase)],
        };
    }
}
