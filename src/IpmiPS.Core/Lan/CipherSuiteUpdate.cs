namespace IpmiPS;

/// <summary>Privilege limits of the cipher suites of a channel after a change, as read back.</summary>
public sealed record CipherSuiteUpdate : ISettingsUpdate
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>The channel.</summary>
    public int Channel { get; init; }

    /// <summary>The suites that log-ins can use, with their limits, such as "3 Administrator, 17 Administrator".</summary>
    public string Suites { get; init; } = "";

    /// <summary>Whether something was changed; false if everything was as requested already.</summary>
    public bool Changed { get; init; }

    /// <summary>Whether the limits were read back as requested.</summary>
    public bool Verified { get; init; }

    IpmiException? ISettingsUpdate.Difference => null;
}
