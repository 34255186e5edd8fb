using System;

namespace IpmiPS;

/// <summary>How much a finding weighs. Ordered by gravity: <c>-ge High</c> finds High and Critical.</summary>
public enum SecuritySeverity
{
    /// <summary>Worth knowing; nothing has to be done.</summary>
    Information,

    /// <summary>One wall of several is missing.</summary>
    Low,

    /// <summary>Helps somebody who is on the network already.</summary>
    Medium,

    /// <summary>Gives a way in, or gives secrets away, under circumstances that are common.</summary>
    High,

    /// <summary>Gives anyone who reaches the BMC a way in.</summary>
    Critical,
}

/// <summary>What came of a check. Ordered by gravity: <c>-ge Failed</c> leaves only findings.</summary>
public enum SecurityStatus
{
    /// <summary>It could not be judged, for the reason that the evidence gives. It is not passed.</summary>
    NotChecked,

    /// <summary>It was looked at and is well.</summary>
    Passed,

    /// <summary>This BMC has nothing that the check is about.</summary>
    NotApplicable,

    /// <summary>There is a finding.</summary>
    Failed,
}

/// <summary>What one check of a security audit says of one BMC.</summary>
public sealed record SecurityFinding
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>The check's name, such as CipherSuiteZero. It stays the same from version to version.</summary>
    public string Id { get; init; } = "";

    /// <summary>What came of it: Failed is a finding.</summary>
    public SecurityStatus Status { get; init; }

    /// <summary>How much it weighs; Information where there is no finding.</summary>
    public SecuritySeverity Severity { get; init; }

    /// <summary>The matter, in a few words.</summary>
    public string Title { get; init; } = "";

    /// <summary>What the BMC said. Names that come from the BMC stand in quotes, with characters that cannot be shown as \u and their number.</summary>
    public string Evidence { get; init; } = "";

    /// <summary>What to do, and why; null where there is no finding.</summary>
    public string? Recommendation { get; init; }

    /// <summary>A command line that mends it, or where to look; null where there is no finding. It is never run by the audit.</summary>
    public string? Remedy { get; init; }

    /// <summary>Where the matter is described.</summary>
    public string Reference { get; init; } = "";

    /// <summary>When the BMC was asked.</summary>
    public DateTimeOffset Timestamp { get; init; }
}
