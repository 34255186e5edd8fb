using System;
using System.Collections.Generic;
using System.Linq;

namespace IpmiPS;

/// <summary>Results of one check for many BMCs.</summary>
public sealed record SecuritySummary
{
    /// <summary>ID of the check.</summary>
    public string Id { get; init; } = "";

    /// <summary>Maximum severity of the findings; Information if there are none.</summary>
    public SecuritySeverity Severity { get; init; }

    /// <summary>The subject.</summary>
    public string Title { get; init; } = "";

    /// <summary>Number of BMCs with the finding.</summary>
    public int Count { get; init; }

    /// <summary>Number of BMCs that could not be checked.</summary>
    public int NotChecked { get; init; }

    /// <summary>The BMCs with the finding, as every cmdlet accepts them.</summary>
    public string[] ComputerName { get; init; } = [];

    /// <summary>The same as one text, for Export-Csv, which cannot show a list.</summary>
    public string ComputerNameText => string.Join(", ", ComputerName);

    /// <summary>Summarises findings, the most severe first, then the most frequent; checks without findings last.</summary>
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
