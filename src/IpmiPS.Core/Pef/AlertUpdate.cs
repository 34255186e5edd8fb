namespace IpmiPS;

/// <summary>What was changed about alerts, as read back.</summary>
public sealed record AlertUpdate : ISettingsUpdate
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>Whether something was changed; false if everything was as requested already.</summary>
    public bool Changed { get; init; }

    /// <summary>Whether everything was read back as requested.</summary>
    public bool Verified { get; init; }

    /// <summary>What was changed, with old and new values, and the entries of the BMC's tables.</summary>
    public string[] Changes { get; init; } = [];

    /// <summary>What is still missing before alerts are sent.</summary>
    public string[] Missing { get; init; } = [];

    /// <summary>Remarks.</summary>
    public string[] Notes { get; init; } = [];

    IpmiException? ISettingsUpdate.Difference => null;
}
