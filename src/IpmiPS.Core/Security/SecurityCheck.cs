using System;

namespace IpmiPS.Security;

/// <summary>A check of an audit.</summary>
/// <param name="Id">ID for scripts; it never changes.</param>
/// <param name="Severity">Maximum severity of a finding; <see cref="Judge"/> may return a lower one.</param>
/// <param name="Title">The subject.</param>
/// <param name="Recommendation">What to do about a finding, and why.</param>
/// <param name="Reference">Where the subject is described.</param>
/// <param name="Judge">Evaluates the facts.</param>
internal sealed record SecurityCheck(string Id, SecuritySeverity Severity, string Title, string Recommendation, string Reference, Func<SecurityFacts, Verdict> Judge)
{
    /// <summary>Runs the check for one BMC.</summary>
    public SecurityFinding Run(SecurityFacts facts)
    {
        var verdict = Judge(facts);
        bool isFound = verdict.Status == SecurityStatus.Failed;
        return new SecurityFinding
        {
            ComputerName = facts.ComputerName,
            Id = Id,
            Status = verdict.Status,
            Severity = isFound ? verdict.Severity ?? Severity : SecuritySeverity.Information,
            Title = Title,
            Evidence = verdict.Evidence,
            Recommendation = isFound ? Recommendation : null,
            Remedy = isFound ? verdict.Remedy : null,
            Reference = Reference,
            Timestamp = facts.Timestamp,
        };
    }
}

/// <summary>Result of a check for one BMC.</summary>
internal sealed record Verdict(SecurityStatus Status, string Evidence)
{
    /// <summary>Severity, if it is not that of the check.</summary>
    public SecuritySeverity? Severity { get; init; }

    /// <summary>How to fix the finding.</summary>
    public string? Remedy { get; init; }

    public static Verdict Failed(string evidence, string remedy, SecuritySeverity? severity = null) =>
        new(SecurityStatus.Failed, evidence) { Remedy = remedy, Severity = severity };

    public static Verdict Passed(string evidence) => new(SecurityStatus.Passed, evidence);

    public static Verdict NotChecked(string reason) => new(SecurityStatus.NotChecked, reason);

    public static Verdict NotApplicable(string reason) => new(SecurityStatus.NotApplicable, reason);
}
