namespace IpmiPS;

/// <summary>The DCMI settings after a change, as read back.</summary>
public sealed class DcmiConfigurationUpdate : ISettingsUpdate
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>What the BMC sends to a DHCP server.</summary>
    public DhcpDiscovery? DhcpDiscovery { get; init; }

    /// <summary>Seconds until the first retry of a DHCP request.</summary>
    public int? DhcpInitialTimeoutSeconds { get; init; }

    /// <summary>Seconds for which the BMC tries to reach a DHCP server.</summary>
    public int? DhcpContactTimeoutSeconds { get; init; }

    /// <summary>Seconds until it tries again after that.</summary>
    public int? DhcpRetrySeconds { get; init; }

    /// <summary>Temperature of the inlet, in degrees Celsius, that must not be exceeded.</summary>
    public int? InletLimitCelsius { get; init; }

    /// <summary>Seconds for which it may be exceeded.</summary>
    public int? InletLimitSeconds { get; init; }

    /// <summary>What the BMC does then.</summary>
    public ThermalLimitActions? InletLimitAction { get; init; }

    /// <summary>Whether something was changed; false if everything was as requested already.</summary>
    public bool Changed { get; init; }

    /// <summary>Whether all settings were read back as requested.</summary>
    public bool Verified { get; init; }

    /// <summary>What was read back otherwise than requested; null if nothing was.</summary>
    internal IpmiException? Difference { get; init; }

    IpmiException? ISettingsUpdate.Difference => Difference;
}
