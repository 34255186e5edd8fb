using IpmiPS.Parameters;

namespace IpmiPS;

/// <summary>Network settings of a BMC after a change.</summary>
public sealed record NetworkUpdate : ISettingsUpdate
{
    /// <summary>The BMC, by the name that it was reached under.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>The channel.</summary>
    public int Channel { get; init; }

    /// <summary>IPv4 address as read back; as requested if it could not be read back.</summary>
    public string? IPv4Address { get; init; }

    /// <summary>Where the IPv4 address comes from.</summary>
    public AddressSource? AddressSource { get; init; }

    /// <summary>IPv4 subnet mask.</summary>
    public string? SubnetMask { get; init; }

    /// <summary>IPv4 address of the default gateway.</summary>
    public string? DefaultGateway { get; init; }

    /// <summary>VLAN; 0 for none.</summary>
    public int? VlanId { get; init; }

    /// <summary>Whether something was changed; false if everything was as requested already.</summary>
    public bool Changed { get; init; }

    /// <summary>Whether all settings were read back as requested; false if the change ended the connection and nothing was read afterwards.</summary>
    public bool Verified { get; init; }

    /// <summary>Where the BMC was reached after the change, if it moved and was followed; else null.</summary>
    public string? ReachedAt { get; init; }

    /// <summary>What could not be verified, and what was left out.</summary>
    public string[] Notes { get; init; } = [];

    IpmiException? ISettingsUpdate.Difference => null;
}
