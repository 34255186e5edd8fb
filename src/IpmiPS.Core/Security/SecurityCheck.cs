using System;

namespace IpmiPS.Security;

/// <summary>One thing that an audit looks at.</summary>
/// <param name="Id">Its name, which scripts compare; it never changes.</param>
/// <param name="Severity">How much a finding weighs at most; <see cref="Judge"/> may say less, by what the BMC said.</param>
/// <param name="Title">What is looked at.</param>
/// <param name="Recommendation">What to do about a finding, and why.</param>
/// <param name="Reference">Where the matter is described.</param>
/// <param name="Judge">Looks at what the BMC said.</param>
internal sealed record SecurityCheck(string Id, SecuritySeverity Severity, string Title, string Recommendation, string Reference, Func<SecurityFacts, Verdict> Judge)
{
    /// <summary>Judges one BMC.</summary>
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

/// <summary>What a check says of one BMC.</summary>
internal sealed record Verdict(SecurityStatus Status, string Evidence)
{
    /// <summary>Where it is not the check's usual one.</summary>
    public SecuritySeverity? Severity { get; init; }

    /// <summary>How it is mended.</summary>
    public string? Remedy { get; init; }

    public static Verdict Found(string evidence, string remedy, SecuritySeverity? severity = null) =>
        new(SecurityStatus.Failed, evidence) { Remedy = remedy, Severity = severity };

    public static Verdict Well(string evidence) => new(SecurityStatus.Passed, evidence);

    public static Verdict NotChecked(string reason) => new(SecurityStatus.NotChecked, reason);

    public static Verdict NotApplicable(string reason) => new(SecurityStatus.NotApplicable, reason);
}
