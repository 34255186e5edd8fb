using System;

namespace IpmiPS;

/// <summary>Severity of a finding. Ordered: <c>-ge High</c> finds High and Critical.</summary>
public enum SecuritySeverity
{
    /// <summary>For information; no action is needed.</summary>
    Information,

    /// <summary>One of several protections is missing.</summary>
    Low,

    /// <summary>Helps an attacker who is already on the network.</summary>
    Medium,

    /// <summary>Allows access, or reveals secrets, under common circumstances.</summary>
    High,

    /// <summary>Allows access for anyone who can reach the BMC.</summary>
    Critical,
}

/// <summary>Result of a check. Ordered: <c>-ge Failed</c> leaves only findings.</summary>
public enum SecurityStatus
{
    /// <summary>It could not be checked, for the reason in the evidence. It does not count as passed.</summary>
    NotChecked,

    /// <summary>The check passed.</summary>
    Passed,

    /// <summary>The check does not apply to this BMC.</summary>
    NotApplicable,

    /// <summary>There is a finding.</summary>
    Failed,
}

/// <summary>Result of one check for one BMC.</summary>
public sealed record SecurityFinding
{
    /// <summary>Name of the BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>ID of the check, such as CipherSuiteZero. It does not change between versions.</summary>
    public string Id { get; init; } = "";

    /// <summary>The result; Failed is a finding.</summary>
    public SecurityStatus Status { get; init; }

    /// <summary>The severity; Information if there is no finding.</summary>
    public SecuritySeverity Severity { get; init; }

    /// <summary>The subject.</summary>
    public string Title { get; init; } = "";

    /// <summary>What the BMC reported. Names from the BMC are in quotes, with unsafe characters as \u and their number.</summary>
    public string Evidence { get; init; } = "";

    /// <summary>What to do, and why; null if there is no finding.</summary>
    public string? Recommendation { get; init; }

    /// <summary>A command line that fixes it, or a hint; null if there is no finding. The audit never runs it.</summary>
    public string? Remedy { get; init; }

    /// <summary>Where the subject is described.</summary>
    public string Reference { get; init; } = "";

    /// <summary>When the BMC was audited.</summary>
    public DateTimeOffset Timestamp { get; init; }
}
