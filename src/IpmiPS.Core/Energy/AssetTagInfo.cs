namespace IpmiPS;

/// <summary>The texts by which a machine is known. What the BMC does not report is null.</summary>
public sealed class AssetTagInfo
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>The asset tag; empty if none is set.</summary>
    public string? AssetTag { get; init; }

    /// <summary>The identifier of the management controller, which it may send to a DHCP server as its host name.</summary>
    public string? ControllerIdentifier { get; init; }

    /// <summary>Why properties are null.</summary>
    public string[] Notes { get; init; } = [];
}
