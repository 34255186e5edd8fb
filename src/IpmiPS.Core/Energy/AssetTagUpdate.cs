namespace IpmiPS;

/// <summary>The texts by which a machine is known after a change, as read back.</summary>
public sealed class AssetTagUpdate : ISettingsUpdate
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>The asset tag.</summary>
    public string? AssetTag { get; init; }

    /// <summary>The identifier of the management controller.</summary>
    public string? ControllerIdentifier { get; init; }

    /// <summary>Whether something was changed; false if everything was as requested already.</summary>
    public bool Changed { get; init; }

    /// <summary>Whether all settings were read back as requested.</summary>
    public bool Verified { get; init; }

    /// <summary>What was read back otherwise than requested; null if nothing was.</summary>
    internal IpmiException? Difference { get; init; }

    IpmiException? ISettingsUpdate.Difference => Difference;
}
